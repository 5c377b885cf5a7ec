// Every size, pixel ratio and colour scheme.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  atRest,
  click,
  fingersOf,
  frames,
  point,
  rects,
  servePage,
  setUp,
  state,
  stroke,
} from './harness.mjs';
import { withDigits } from './made_digits.mjs';
import { openViews, scrollBy, turnTo, VIEWS } from './views.mjs';

const shared = setUp();
let server; // of a page with every view
before(async () => {
  server = await servePage({ answer: withDigits });
});
after(() => server.close());

// What lies within another: your digit's mark on the map, a button on a picture.
const NESTED = new Set(['map map_own', 'reconstruction save']);

function overlap(a, b) {
  const TOLERANCE = 1; // neighbours may share an edge
  return (
    Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > TOLERANCE &&
    Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > TOLERANCE
  );
}

const isWithin = ({ x, y, width: w, height: h }, { width, top, bottom }) =>
  x >= -0.5 && y >= top - 0.5 && x + w <= width + 0.5 && y + h <= bottom + 0.5;

// Everything has a size and is within `space` {width, top, bottom}; nothing lies on anything else.
function assertOrderly(widgets, space) {
  const names = Object.keys(widgets).sort();
  for (const name of names) {
    const rect = widgets[name];
    assert.ok(rect.width > 0 && rect.height > 0, `${name} has no size`);
    assert.ok(
      isWithin(rect, space),
      `${name} ${JSON.stringify(rect)} is not within ${JSON.stringify(space)}`,
    );
  }
  names.forEach((a, i) =>
    names.slice(i + 1).forEach((b) => {
      if (NESTED.has(`${a} ${b}`)) return;
      assert.ok(
        !overlap(widgets[a], widgets[b]),
        `${a} ${JSON.stringify(widgets[a])} overlaps ${b} ${JSON.stringify(widgets[b])}`,
      );
    }),
  );
}

const STRIP = 36; // below the canvas

// On a desktop nothing scrolls; elsewhere what is below can be scrolled to.
const spaceOf = ({ width, height }) => ({
  width,
  top: 0,
  bottom: width >= 960 && height >= 768 ? height - STRIP : Infinity,
});

const SIZES = [
  [1440, 900],
  [1920, 1080],
  [1280, 720],
  [1200, 630],
  [1024, 768],
  [820, 1180],
  [844, 390],
  [390, 844],
  [360, 740],
  [320, 568],
];

// In every view, or reached through them.
const EVERYWHERE = [
  'draw_pad',
  'reconstruction',
  'brush',
  'eraser',
  'undo',
  'redo',
  'clear',
  'brush_size',
  'model_2',
  'model_20',
  'share',
  'help',
];
const IN_CODE = ['z0', 'z9', 'back_to_digit', 'sample_posterior'];

for (const [width, height] of SIZES) {
  test(`${width}x${height}: everything in its place, in every view`, async () => {
    const page = await openViews(shared.browser, server.url, { width, height });
    for (const view of VIEWS) {
      if (!(await turnTo(page, view))) {
        assert.equal(view, 'code', `the view ${view} is missing`);
        continue;
      }
      assert.equal((await state(page)).view, view);
      const widgets = await rects(page);
      const expected = EVERYWHERE.concat(view === 'code' || !widgets.tab_code ? IN_CODE : []);
      for (const name of expected) assert.ok(widgets[name], `${view}: ${name} is missing`);
      assert.ok(widgets.eraser.width > 55, `${view}: “Eraser” has ${widgets.eraser.width} pixels`);
      assertOrderly(widgets, spaceOf({ width, height }));
      await scrollBy(page, 10_000);
      assertOrderly(await rects(page), { width, top: -Infinity, bottom: height - STRIP });
    }
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('on a phone, what is below the window can be scrolled to', async () => {
  const page = await shared.open({ viewport: { width: 390, height: 700 }, hasTouch: true });
  const window = { width: 390, top: 0, bottom: 700 };
  await click(page, 'tab_code');
  assert.ok(!isWithin((await rects(page)).z9, window));
  await page.mouse.move(200, 640);
  await page.mouse.wheel(0, 2000);
  await frames(page, 2);
  await atRest(page);
  assert.ok(isWithin((await rects(page)).z9, window));
  await page.context().close();
});

test('on a phone, a drag that begins on a button scrolls and presses nothing', async () => {
  const page = await shared.open({ viewport: { width: 390, height: 700 }, hasTouch: true });
  const finger = await fingersOf(page);
  const from = await point(page, 'tab_morph');
  await finger.swipe(from, { x: from.x, y: from.y - 150 });
  const scrolled = await point(page, 'tab_morph');
  assert.ok(scrolled.y < from.y - 50);
  assert.equal((await state(page)).view, 'code');
  await page.touchscreen.tap(scrolled.x, scrolled.y);
  await frames(page, 4);
  assert.equal((await state(page)).view, 'morph');
  await page.context().close();
});

for (const model of ['latent2', 'latent20']) {
  test(`${model}: all of its dimensions fit into the code's card`, async () => {
    const page = await shared.open();
    await page.evaluate((name) => latentpad.act({ act: 'model', name }), model);
    await page.waitForFunction((name) => latentpad.state().model.name === name, model);
    for (const [width, height] of [
      [1440, 900],
      [1024, 768],
      [390, 844],
    ]) {
      await page.setViewportSize({ width, height });
      await frames(page, 4);
      if (width < 500) await click(page, 'tab_code');
      const all = await rects(page);
      assertOrderly(all, { width, top: -Infinity, bottom: Infinity });
      const last = all[`z${(await state(page)).z.length - 1}`];
      if (width > 500) assert.ok(last.y + last.height <= all.sample_posterior.y);
    }
    await page.context().close();
  });
}

test('resizing at any moment keeps the drawing and the canvas sharp', async () => {
  const page = await shared.open();
  await stroke(page, [
    [0.3, 0.3],
    [0.7, 0.7],
  ]);
  const { ink } = await state(page);
  for (const [width, height] of [
    [1024, 768],
    [390, 844],
    [1440, 900],
  ]) {
    await page.setViewportSize({ width, height });
    await frames(page, 4);
    const size = await page.evaluate(() => {
      const canvas = document.getElementById('canvas');
      return [canvas.width, canvas.height];
    });
    assert.deepEqual(size, [width, height - STRIP]);
    assertOrderly(await rects(page), spaceOf({ width, height }));
    assert.deepEqual((await state(page)).ink, ink);
  }
  await page.context().close();
});

for (const ratio of [1.25, 2, 3]) {
  test(`pixel ratio ${ratio}: same places, device pixels`, async () => {
    const page = await shared.open({ deviceScaleFactor: ratio });
    const canvas = await page.evaluate(() => {
      const { width, height } = document.getElementById('canvas');
      return { width, height };
    });
    assert.deepEqual(canvas, { width: 1440 * ratio, height: (900 - STRIP) * ratio });
    assertOrderly(await rects(page), spaceOf({ width: 1440, height: 900 }));
    const before = await state(page);
    await stroke(page, [
      [0.5, 0.2],
      [0.5, 0.8],
    ]);
    assert.notDeepEqual((await state(page)).ink, before.ink);
    // The middle of the stroke is where it was drawn.
    const { ink } = await state(page);
    assert.ok(Math.max(ink[14 * 28 + 13], ink[14 * 28 + 14]) > 0.5);
    await page.context().close();
  });
}

test('the browser’s zoom of 200 %: everything still in its place', async () => {
  // What zooming does to a page: half the CSS pixels, each twice as large.
  const page = await shared.open({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
  for (const tab of Object.keys(await rects(page)).filter((name) => name.startsWith('tab_'))) {
    await click(page, tab);
    await page.mouse.move(2, 2);
    await frames(page, 4);
    // Choosing a tab has scrolled to it.
    assertOrderly(await rects(page), { width: 720, top: -Infinity, bottom: Infinity });
  }
  await scrollBy(page, -10_000);
  const before = await state(page);
  await stroke(page, [
    [0.3, 0.3],
    [0.7, 0.7],
  ]);
  assert.notDeepEqual((await state(page)).ink, before.ink);
  await page.context().close();
});

// The colour of the canvas at a point, in the frame that a pointer move causes.
const colorAt = (page, x, y) =>
  page.evaluate(
    async ([px, py]) => {
      const canvas = document.getElementById('canvas');
      const gl = canvas.getContext('webgl2');
      canvas.dispatchEvent(
        new PointerEvent('pointermove', { clientX: px, clientY: py, isPrimary: true, button: -1 }),
      );
      await new Promise(requestAnimationFrame);
      const pixel = new Uint8Array(4);
      gl.readPixels(px, canvas.height - py, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
      return [...pixel.slice(0, 3)];
    },
    [x, y],
  );

test('follows the system’s colour scheme, also while it runs', async () => {
  const page = await shared.open({ colorScheme: 'dark' });
  assert.equal((await state(page)).theme, 'night');
  assert.deepEqual(await colorAt(page, 8, 850), [0x12, 0x14, 0x18]);
  await page.emulateMedia({ colorScheme: 'light' });
  await frames(page, 4);
  assert.equal((await state(page)).theme, 'paper');
  assert.deepEqual(await colorAt(page, 8, 850), [0xf4, 0xf2, 0xec]);
  const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  assert.equal(ground, 'rgb(244, 242, 236)');
  await page.context().close();
});
