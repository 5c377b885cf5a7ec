// How soon the screen answers the pointer:
//   LATENTPAD_ENGINES=chromium,firefox,webkit node pointer_speed.mjs [EVENTS]
// With 20 latent dimensions and a manifold of 24 x 24 digits that follows z, a stroke is drawn of as
// many events, each when the one before has been answered: from the moment when the page gets it to
// the end of the next frame, which draws the changed reconstruction (looked after now and then: to
// ask computes). Median and 99th percentile, of the whole way, which waits for the screen, and of
// what the page itself computes.
import { engines } from './engines/index.mjs';
import { servePage, until } from './harness.mjs';

const chosen = (process.env.LATENTPAD_ENGINES ?? Object.keys(engines).join()).split(',');
const EVENTS = Number(process.argv[2] ?? 1000);
const AT_ONCE = 100; // a browser waits for a script for a minute alone

// Runs in the page: milliseconds, [of the whole way, computing] of each event from `first` on.
async function drawWith({ first, count, events }) {
  const canvas = document.querySelector('canvas');
  const pad = latentpad.rects().draw_pad;
  const box = canvas.getBoundingClientRect();
  const send = (type, i, buttons) => {
    const turn = i / 40; // rings that wander: there is ink to add all the way
    const radius = 0.12 + 0.2 * (i / events);
    const clientX = box.left + pad.x + pad.width * (0.5 + radius * Math.cos(turn));
    const clientY = box.top + pad.y + pad.height * (0.5 + radius * Math.sin(turn));
    const about = { bubbles: true, pointerId: 1, pointerType: 'mouse', isPrimary: true };
    canvas.dispatchEvent(new PointerEvent(type, { ...about, clientX, clientY, buttons }));
  };
  const capture = canvas.setPointerCapture;
  canvas.setPointerCapture = () => {}; // no pointer of the browser's own is behind these events
  const original = globalThis.requestAnimationFrame;
  let computed = 0;
  globalThis.requestAnimationFrame = (callback) =>
    original.call(globalThis, (now) => {
      const before = performance.now();
      callback(now);
      computed += performance.now() - before;
    });
  // What `look` finds when all have drawn in the next frame: they have asked for it before.
  const frame = (look) =>
    new Promise((resolve) => {
      original.call(globalThis, () => {
        const found = look?.();
        setTimeout(resolve, 0, found);
      });
    });
  const CHECKED = 25;
  let shown = latentpad.state().reconNats;
  send('pointerdown', first, 1);
  await frame();
  const times = [];
  for (let i = first + 1; i <= first + count; ++i) {
    computed = 0;
    const start = performance.now();
    send('pointermove', i, 1);
    computed += performance.now() - start;
    times.push(await frame(() => [performance.now() - start, computed]));
    if (i % CHECKED === 0) {
      const before = shown;
      shown = latentpad.state().reconNats;
      if (shown === before) throw new Error(`nothing has changed in ${CHECKED} events`);
    }
  }
  send('pointerup', first + count, 0);
  globalThis.requestAnimationFrame = original;
  canvas.setPointerCapture = capture;
  return times;
}

async function measure(name, url) {
  const browser = await engines[name]();
  try {
    const page = await browser.open(url);
    await until(page, () => globalThis.latentpad?.ready.then(() => true) ?? false);
    await page.evaluate(() => latentpad.act({ act: 'model', name: 'latent20' }));
    await until(page, () => latentpad.state().z.length === 20);
    await page.evaluate(() => {
      latentpad.act({ act: 'clear' });
      latentpad.act({ act: 'view', name: 'manifold' });
      latentpad.act({ act: 'set', name: 'manifold_side', value: '24' });
      latentpad.act({ act: 'set', name: 'manifold_others', value: true });
    });
    await until(page, () => document.getElementById('curtain').hidden);
    const times = [];
    for (let first = 0; first < EVENTS; first += AT_ONCE) {
      const count = Math.min(AT_ONCE, EVENTS - first);
      times.push(...(await page.evaluate(drawWith, { first, count, events: EVENTS })));
    }
    const at = (share, part) => {
      const sorted = times.map((time) => time[part]).sort((a, b) => a - b);
      return sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
    };
    const cells = [name];
    for (const part of [0, 1]) cells.push(`${at(0.5, part)} / ${at(0.99, part)} ms`);
    console.log(`| ${cells.join(' | ')} |`);
  } finally {
    await browser.close();
  }
}

console.log(`| ${EVENTS} moves of the pointer in | to the screen: median / p99 | computing |`);
console.log('| --- | --- | --- |');
const server = await servePage();
for (const name of chosen) await measure(name, server.url);
await server.close();
