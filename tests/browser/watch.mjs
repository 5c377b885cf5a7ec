// What a test wants to know of a page and no driver tells. `watch` runs in the page before its own
// scripts and so is whole in itself; it leaves `watched`:
//   frame(callback)      requestAnimationFrame that is not counted as the page's
//   rest({timers, most}) a promise: the page has asked for no frame and waits for nothing that it has
//                        asked the browser for; with `timers`, none of its timers runs either. With
//                        `most`, one that moves by itself is waited for that many frames and no more
//   complaints           what went wrong since the tab was opened, reloads included: uncaught errors,
//                        rejected promises, console.error and console.warn, refusals of the content
//                        security policy
//   sent()               the addresses that this document has asked for
//   clipboard()          how often something was copied or pasted: keys are answered by the browser,
//                        in its own time
export function watch() {
  if (globalThis.watched || origin === 'null') return; // about:blank is no page of ours
  const KEPT = 'watched complaints';
  const LOOKS = 3; // frames on end: what one thing leads to begins within
  const LONGEST = 30_000; // milliseconds

  // --- what is under way ---
  const frame = globalThis.requestAnimationFrame.bind(globalThis);
  const asked = { frames: new Map(), timers: new Map() };
  const follow = (under, ask, cancel) => {
    const [original, forget] = [globalThis[ask], globalThis[cancel]];
    globalThis[ask] = (callback, ...rest) => {
      const id = original.call(
        globalThis,
        (...given) => {
          under.delete(id);
          callback(...given);
        },
        ...rest,
      );
      if (!(rest[0] > LONGEST)) under.set(id, rest[0]); // drivers have one for their scripts
      return id;
    };
    globalThis[cancel] = (id) => {
      under.delete(id);
      forget.call(globalThis, id);
    };
  };
  const [later, never] = [
    globalThis.setTimeout.bind(globalThis),
    globalThis.clearTimeout.bind(globalThis),
  ];
  follow(asked.frames, 'requestAnimationFrame', 'cancelAnimationFrame');
  follow(asked.timers, 'setTimeout', 'clearTimeout');

  let promised = 0;
  const count = (owner, name) => {
    const original = owner?.[name];
    if (!original) return;
    owner[name] = function counted(...given) {
      const promise = original.apply(this, given);
      ++promised;
      const done = () => {
        --promised;
      };
      promise.then(done, done);
      return promise;
    };
  };
  count(globalThis, 'fetch');
  count(globalThis, 'createImageBitmap');
  count(globalThis.ReadableStreamDefaultReader?.prototype, 'read');
  count(globalThis.SubtleCrypto?.prototype, 'digest');
  count(globalThis.Clipboard?.prototype, 'writeText');

  const rest = ({ timers = false, most = Infinity } = {}) =>
    new Promise((resolve, reject) => {
      const isBusy = () =>
        promised > 0 || asked.frames.size > 0 || (timers && asked.timers.size > 0);
      let still = 0;
      let seen = 0;
      const alarm = later(() => {
        const { frames, timers: running } = asked;
        reject(
          new Error(
            `never at rest: ${frames.size} frames, timers of ` +
              `${[...running.values()]} ms and ${promised} answers are waited for`,
          ),
        );
      }, LONGEST);
      const look = () => {
        still = isBusy() ? 0 : still + 1;
        if (still < LOOKS && ++seen < most) return frame(look);
        never(alarm);
        return resolve();
      };
      frame(look);
    });

  // --- what went wrong ---
  const complaints = JSON.parse(sessionStorage.getItem(KEPT) ?? '[]');
  const complain = (...what) => {
    complaints.push(what.map(String).join(' '));
    sessionStorage.setItem(KEPT, JSON.stringify(complaints));
  };
  addEventListener(
    'error',
    (event) => {
      const { src, href } = /** @type {any} */ (event.target);
      complain(event.message ?? `${src ?? href} does not load`);
    },
    { capture: true },
  );
  addEventListener('unhandledrejection', (event) => complain(event.reason));
  addEventListener('securitypolicyviolation', (event) => {
    complain(`${event.violatedDirective} refuses ${event.blockedURI}`);
  });
  for (const name of ['error', 'warn']) {
    const original = console[name];
    console[name] = (...what) => {
      complain(...what);
      original.apply(console, what);
    };
  }

  // --- what was sent ---
  const addresses = [location.href];
  const note = (entries) => addresses.push(...entries.map(({ name }) => name));
  const observer = new PerformanceObserver((list) => note(list.getEntries()));
  observer.observe({ type: 'resource', buffered: true });
  const { WebSocket: Socket } = globalThis;
  globalThis.WebSocket = class extends Socket {
    constructor(address, protocols) {
      addresses.push(String(address));
      super(address, protocols);
    }
  };
  const sent = () => {
    note(observer.takeRecords());
    return addresses;
  };

  // --- copied and pasted ---
  let copiedOrPasted = 0;
  for (const type of ['copy', 'paste']) {
    addEventListener(type, () => {
      ++copiedOrPasted; // of all listeners the last
    });
  }
  const clipboard = () => copiedOrPasted;

  globalThis.watched = { frame, rest, complaints, sent, clipboard };
}
