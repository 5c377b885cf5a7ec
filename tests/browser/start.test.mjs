// From the address to the first frame, and everything that can go wrong in between.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  atPeace,
  click,
  frames,
  ISOLATION,
  launchBrowser,
  openPage,
  openReady,
  readPageFile,
  servePage,
  setUp,
  state,
  until,
  untilReady,
} from './harness.mjs';

const WEIGHTS = 'weights/latent10.bin';
const shared = setUp();

// Opens the page on a server of its own and returns what it tells the user.
async function problemOf(answer, options = {}) {
  const server = await servePage({ answer });
  const page = await openPage(options.browser ?? shared.browser, server.url, options);
  await page.waitForSelector('#problem:not([hidden])', { timeout: 20_000 });
  const texts = {
    what: await page.textContent('#problem-what'),
    remedy: await page.textContent('#problem-remedy'),
    promise: await page.evaluate(() =>
      latentpad.ready.then(
        () => 'ready',
        (e) => e.message,
      ),
    ),
  };
  assert.equal(texts.promise, texts.what, 'ready is rejected with the same sentence');
  assert.ok(texts.remedy.length > 10);
  assert.ok(await page.isVisible('#again'));
  await page.context().close();
  await server.close();
  return texts.what;
}

const instead = (name, replacement) => (asked) => (asked === name ? replacement : undefined);

test('becomes ready, without complaints, and asks nobody else', async () => {
  const page = await shared.open();
  await page.waitForSelector('#curtain', { state: 'hidden' });
  await frames(page, 10);
  assert.deepEqual(page.complaints, []);
  assert.match(await page.title(), /^Latentpad/);
  await page.context().close();
});

test('draws only when something happens', async () => {
  const page = await shared.open();
  await page.mouse.move(5, 5);
  await atPeace(page);
  const draws = await page.evaluate(async () => {
    const gl = document.getElementById('canvas').getContext('webgl2');
    const clear = gl.clear;
    let count = 0;
    gl.clear = (...args) => {
      ++count;
      clear.apply(gl, args);
    };
    for (let i = 0; i < 60; ++i)
      await new Promise((resolve) => {
        watched.frame(resolve);
      });
    return count;
  });
  assert.equal(draws, 0);
  await page.context().close();
});

test('shows the percentage of the real bytes', async () => {
  /** @type {(answer: undefined) => void} */
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  const server = await servePage({ answer: async (name) => (name === WEIGHTS ? held : undefined) });
  const page = await openPage(shared.browser, server.url);
  const wasm = (await readPageFile('latentpad.wasm')).length;
  const total = wasm + (await readPageFile(WEIGHTS)).length;
  const expected = `${Math.floor((100 * wasm) / total)}\u202f%`;
  await page.waitForFunction(
    (text) => document.getElementById('percent').textContent === text,
    expected,
  );
  assert.ok(await page.isVisible('#progress'));
  release(undefined);
  await page.waitForFunction(() => latentpad.ready.then(() => true));
  assert.equal(await page.textContent('#percent'), '100\u202f%');
  await page.context().close();
  await server.close();
});

// As GitHub Pages compresses: text and programs, nothing else.
const travelling = async (name) => {
  const bytes = await readPageFile(name);
  return (/\.(html|css|js|wasm)$/.test(name) ? gzipSync(bytes) : bytes).length;
};

test('what a first visit costs until it says how digit-like the drawing is', async (t) => {
  const asked = new Set();
  const server = await servePage({ answer: (name) => void asked.add(name) });
  const page = await openReady(shared.browser, server.url, { serviceWorkers: 'block' });
  await until(page, () => latentpad.state().percentile !== null);
  const names = [...asked].filter((name) => !name.endsWith('.map.bin')); // of the view that is shown
  const sizes = await Promise.all(names.map(async (name) => [name, await travelling(name)]));
  const total = sizes.reduce((sum, [, size]) => sum + Number(size), 0);
  for (const [name, size] of sizes) t.diagnostic(`${size} ${name}`);
  t.diagnostic(`${total} bytes in all`);
  assert.ok(total < 1_300_000, `${total} bytes`);
  await page.context().close();
  await server.close();
});

test('missing weights', async () => {
  const what = await problemOf(instead(WEIGHTS, { status: 404, body: '' }));
  assert.match(what, /weights\/latent10\.bin/);
  assert.match(what, /404/);
});

test('missing program', async () => {
  assert.match(
    await problemOf(instead('latentpad.wasm', { status: 500, body: '' })),
    /latentpad\.wasm.*500/,
  );
  assert.match(
    await problemOf(instead('latentpad.js', { status: 404, body: '' })),
    /latentpad\.js/,
  );
});

test('a connection that breaks off', async () => {
  assert.match(
    await problemOf(instead(WEIGHTS, { cut: 100_000 })),
    /weights\/latent10\.bin.*broke off/,
  );
  assert.match(
    await problemOf(instead('latentpad.wasm', { cut: 100_000 })),
    /latentpad\.wasm.*broke off/,
  );
});

test('damaged weights: the reader’s own sentence', async () => {
  const packed = await readPageFile(WEIGHTS);
  const weights = gunzipSync(packed);
  const flip = (bytes) => {
    const flipped = Buffer.from(bytes);
    flipped[flipped.length - 100] ^= 0x10;
    return flipped;
  };
  for (const body of [packed.subarray(0, 300_000), flip(packed)]) {
    assert.match(await problemOf(instead(WEIGHTS, { body })), /latent10\.bin.*unpacked/);
  }
  // A server may unpack it.
  const truncated = await problemOf(instead(WEIGHTS, { body: weights.subarray(0, 700_000) }));
  assert.match(truncated, /latent10\.bin.*cut short/);
  assert.match(await problemOf(instead(WEIGHTS, { body: flip(weights) })), /latent10\.bin.*sha256/);
  const html = await problemOf(instead(WEIGHTS, { body: '<!doctype html><title>Oops</title>' }));
  assert.match(html, /latent10\.bin/);
});

test('a damaged program', async () => {
  for (const type of ['application/wasm', 'application/octet-stream']) {
    const body = Buffer.from(await readPageFile('latentpad.wasm'));
    // A byte alone may leave a program that is valid and another; no number is as long as this.
    body.fill(0xff, 20_000, 20_016);
    for (const damaged of ['not WebAssembly', body]) {
      assert.match(
        await problemOf(instead('latentpad.wasm', { body: damaged, type })),
        /latentpad\.wasm is not usable: .*WebAssembly/,
      );
    }
  }
});

test('a server that does not say what the program is', async () => {
  const server = await servePage({
    answer: (name) => name === 'latentpad.wasm' && { type: 'application/octet-stream' },
  });
  const page = await openReady(shared.browser, server.url);
  await page.context().close();
  await server.close();
});

test('a browser that unpacks nothing', async () => {
  const prepare = (page) =>
    page.addInitScript(() => {
      Reflect.deleteProperty(globalThis, 'DecompressionStream');
    });
  assert.match(await problemOf(() => undefined, { prepare }), /cannot unpack/);
});

test('no WebAssembly SIMD', async () => {
  const prepare = (page) =>
    page.addInitScript(() => {
      WebAssembly.validate = () => false;
    });
  assert.match(await problemOf(() => undefined, { prepare }), /SIMD/);
});

test('no WebGL 2', async () => {
  const browser = await launchBrowser({
    args: ['--disable-gpu', '--disable-software-rasterizer', '--disable-3d-apis'],
  });
  assert.match(await problemOf(() => undefined, { browser }), /WebGL 2/);
  await browser.close();
});

test('Try again starts over', async () => {
  let broken = true;
  const server = await servePage({
    answer: (name) => (broken && name === WEIGHTS ? { status: 503, body: '' } : undefined),
  });
  const page = await openPage(shared.browser, server.url);
  await page.waitForSelector('#problem:not([hidden])');
  broken = false;
  await Promise.all([page.waitForNavigation(), page.click('#again')]);
  await page.waitForFunction(() => latentpad.ready.then(() => true));
  await page.context().close();
  await server.close();
});

test('without scripts, the page says what it needs', async () => {
  const context = await shared.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(shared.server.url);
  assert.match(await page.textContent('noscript'), /JavaScript/);
  await context.close();
});

test('a lost graphics card is told, and its return repaired', async () => {
  const page = await openReady(shared.browser, shared.server.url);
  await page.waitForSelector('#curtain', { state: 'hidden' });
  await atPeace(page);
  const before = await page.screenshot();
  await page.evaluate(() => {
    const gl = document.getElementById('canvas').getContext('webgl2');
    // The page lets nobody use extensions.
    const { getExtension } = WebGL2RenderingContext.prototype;
    globalThis.loss = getExtension.call(gl, 'WEBGL_lose_context');
    loss.loseContext();
  });
  await page.waitForSelector('#problem-what');
  assert.match(await page.textContent('#problem-what'), /graphics/);
  await page.evaluate(() => loss.restoreContext());
  await page.waitForSelector('#curtain', { state: 'hidden' });
  await frames(page, 4);
  assert.ok(before.equals(await page.screenshot()), 'the picture is not the same as before');
  assert.equal((await state(page)).error, null);
  await page.context().close();
});

test('where nothing moves, nothing runs', async () => {
  const page = await openReady(shared.browser, shared.server.url, {
    prepare: (opened) =>
      opened.addInitScript(() => {
        globalThis.calls = 0;
        for (const name of ['requestAnimationFrame', 'setTimeout', 'setInterval']) {
          const original = globalThis[name];
          globalThis[name] = (...args) => {
            ++calls;
            return original(...args);
          };
        }
      }),
  });
  const callsAtPeace = async () => {
    await atPeace(page);
    const before = await page.evaluate(() => calls);
    await frames(page, 60);
    return (await page.evaluate(() => calls)) - before;
  };
  assert.equal(await callsAtPeace(), 0);
  // A key, the pointer and the window's size wake it.
  for (const act of [
    () => page.keyboard.press('Shift+M'),
    () => page.mouse.move(300, 300),
    () => page.setViewportSize({ width: 1200, height: 850 }),
  ]) {
    const before = await page.evaluate(() => calls);
    await act();
    await page.waitForFunction((n) => calls > n, before);
    assert.equal(await callsAtPeace(), 0);
  }
  assert.equal((await state(page)).model.latentDim, 5);
  await page.context().close();
});

const themes = (page) =>
  page.evaluate(() => ({
    program: latentpad.state().theme,
    page: document.documentElement.dataset.theme,
  }));
const NIGHT = { program: 'night', page: 'night' };
const PAPER = { program: 'paper', page: 'paper' };

async function again(page) {
  await page.reload();
  await untilReady(page);
}

test("chosen colours stay, until they are the system's", async () => {
  const page = await shared.open({ colorScheme: 'light' });
  assert.deepEqual(await themes(page), PAPER);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.waitForFunction(() => latentpad.state().theme === 'night');
  await frames(page);
  assert.deepEqual(await themes(page), NIGHT, 'as the system');

  await click(page, 'theme'); // to light
  assert.deepEqual(await themes(page), PAPER);
  await again(page);
  assert.deepEqual(await themes(page), PAPER, 'kept');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await frames(page, 4);
  assert.deepEqual(await themes(page), PAPER, 'whatever the system does');

  await click(page, 'theme'); // to dark, as the system
  await page.emulateMedia({ colorScheme: 'light' });
  await page.waitForFunction(() => latentpad.state().theme === 'paper');
  await again(page);
  assert.deepEqual(await themes(page), PAPER, 'follows the system again');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('without storage, colours can be chosen all the same', async () => {
  const page = await shared.open({
    colorScheme: 'light',
    prepare: (opened) =>
      opened.addInitScript(() => {
        Object.defineProperty(globalThis, 'localStorage', {
          get() {
            throw new DOMException('no', 'SecurityError');
          },
        });
      }),
  });
  await click(page, 'theme');
  assert.deepEqual(await themes(page), NIGHT);
  await page.context().close();
});

test('in the frame of another page it works, isolated or not', async () => {
  const served = await servePage({ headers: ISOLATION });
  const host = await servePage({
    answer: (name) =>
      name === 'index.html' && { body: `<!doctype html><iframe src="${served.url}"></iframe>` },
  });
  const context = await shared.browser.newContext({ framed: [served.url] });
  const page = await context.newPage();
  await page.goto(host.url);
  const [, frame] = page.frames();
  await frame.waitForFunction(() => globalThis.latentpad?.ready.then(() => true));
  assert.equal(await frame.evaluate(() => crossOriginIsolated), false);
  assert.equal(await frame.evaluate(() => latentpad.state().error), null);
  await context.close();
  await host.close();
  await served.close();
});

test('in the frame of another page, the keyboard stays with that page', async () => {
  const host = await servePage({
    answer: (name) =>
      name === 'index.html' && {
        body: `<!doctype html><input id="own" autofocus><iframe src="${shared.server.url}" width="1000" height="700"></iframe>`,
      },
  });
  const context = await shared.browser.newContext({ framed: [shared.server.url] });
  const page = await context.newPage();
  await page.goto(host.url);
  await page.focus('#own');
  const [, frame] = page.frames();
  await frame.waitForFunction(() => globalThis.latentpad?.ready.then(() => true));
  await page.keyboard.type('mine');
  assert.equal(await page.inputValue('#own'), 'mine');
  assert.equal(await frame.evaluate(() => document.activeElement === document.body), true);
  await context.close();
  await host.close();

  const alone = await shared.open();
  assert.equal(await alone.evaluate(() => document.activeElement.id), 'canvas');
  await alone.context().close();
});

test('links to the page show a picture of it', async () => {
  const html = (await readPageFile('index.html')).toString();
  const [, address] = /property="og:image" content="([^"]+)"/.exec(html);
  const picture = await readPageFile(address.split('/').at(-1));
  assert.deepEqual([picture.readUInt32BE(16), picture.readUInt32BE(20)], [1200, 630]);
  assert.ok(picture.length < 300_000);
});
