// The map of the test digits, and how digit-like a digit is.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  atPeace,
  click,
  fingersOf,
  frames,
  look,
  openReady,
  point,
  readPageFile,
  rects,
  servePage,
  setUp,
  state,
  stroke,
} from './harness.mjs';

const shared = setUp();

const map = async (page) => (await state(page)).map;

async function waitForMap(page, model) {
  await page.waitForFunction(
    (name) => {
      const { model, map } = latentpad.state();
      return map.loaded && (!name || model.name === name);
    },
    model,
    { timeout: 30_000 },
  );
  await frames(page);
}

async function openMap(options = {}) {
  const page = await shared.open({ reducedMotion: 'reduce', ...options });
  await click(page, 'tab_map');
  await waitForMap(page);
  return page;
}

async function choose(page, latentDim) {
  await click(page, `model_${latentDim}`);
  await waitForMap(page, `latent${latentDim}`);
}

// Where a place of the map is on the page, and the place under a point of the page.
async function onScreen(page, [x, y]) {
  const { center, scale } = await map(page);
  const middle = await point(page, 'map');
  return { x: middle.x + scale * (x - center[0]), y: middle.y - scale * (y - center[1]) };
}

async function onMap(page, { x, y }) {
  const { center, scale } = await map(page);
  const middle = await point(page, 'map');
  return [center[0] + (x - middle.x) / scale, center[1] - (y - middle.y) / scale];
}

function assertNear(actual, expected, tolerance, what) {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= tolerance, `${what}: ${actual} and ${expected}`);
  });
}

// A free place: neither the drawing nor z is near it.
const FREE = [0.42, 0.35];

// Of places whose pointer the program knows to a pixel.
const pixel = async (page) => 1.1 / (await map(page)).scale;

test('pointing decodes the place, a click takes it', async () => {
  const page = await openMap();
  await choose(page, 2);
  const before = await state(page);
  assert.equal(before.map.kind, 'plane');
  assert.equal(before.map.points, 10_000);
  assertNear(before.map.own, before.mu, 1e-5, 'the digit stands at mu');

  const target = await point(page, 'map', ...FREE);
  await page.mouse.move(target.x, target.y);
  await frames(page);
  const hovering = await state(page);
  const place = await onMap(page, target);
  assertNear(hovering.map.hover, place, await pixel(page), 'hover');
  const { pixels } = await page.evaluate((z) => latentpad.decode(z), hovering.map.hover);
  assertNear(hovering.map.hoverDigit, pixels, 1e-5, 'hoverDigit');
  assert.ok((await rects(page)).map_hover, 'the digit floats beside the pointer');
  assert.deepEqual(hovering.z, before.z, 'nothing is taken yet');

  await page.mouse.click(target.x, target.y);
  await frames(page);
  const taken = await state(page);
  assert.equal(taken.zSource, 'map');
  assertNear(taken.z, place, await pixel(page), 'z');
  assertNear(taken.map.z, taken.z, 1e-5, 'its marker');
  assert.deepEqual(taken.ink, before.ink);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('above two dimensions: t-SNE by neighbours, or PCA', async () => {
  const page = await openMap();
  const before = await state(page);
  assert.equal(before.map.kind, 'tsne');
  assert.equal(before.map.ellipse, null);
  const picture = await look(page, 'map');
  const target = await point(page, 'map', 0.45, 0.4);
  await page.mouse.click(target.x, target.y);
  await frames(page);
  const taken = await state(page);
  assert.equal(taken.zSource, 'map');
  assert.notDeepEqual(taken.z, before.z);
  const { pixels } = await page.evaluate((z) => latentpad.decode(z), taken.z);
  assertNear(taken.reconstruction, pixels, 1e-5, 'reconstruction');

  await click(page, 'map_pca');
  const pca = await state(page);
  assert.equal(pca.map.kind, 'pca');
  assert.equal(pca.map.ellipse.length, 2);
  assert.ok(!picture.equals(await look(page, 'map')));
  assert.deepEqual(pca.z, taken.z, 'another picture of the same code');
  await page.context().close();
});

test('the wheel zooms around the pointer and does not scroll', async () => {
  const page = await openMap({ viewport: { width: 1024, height: 600 } });
  const before = (await rects(page)).map;
  const at = await point(page, 'map', 0.4, 0.2);
  await page.mouse.move(at.x, at.y);
  await frames(page);
  const place = await onMap(page, at);
  const { scale } = await map(page);
  for (let i = 0; i < 3; ++i) {
    await page.mouse.wheel(0, -100);
    await frames(page, 4);
  }
  const zoomed = await map(page);
  assert.ok(zoomed.scale > 1.5 * scale, `${scale} -> ${zoomed.scale}`);
  assertNear(await onMap(page, at), place, 0.5, 'under the pointer');
  assert.deepEqual((await rects(page)).map, before, 'the page has not scrolled');
  await page.mouse.wheel(0, 100);
  await frames(page, 4);
  assert.ok((await map(page)).scale < zoomed.scale);
  await page.context().close();
});

test('a drag pans; a double click fits and takes nothing', async () => {
  const page = await openMap();
  for (let i = 0; i < 3; ++i) await click(page, 'map_zoom_in');
  const before = await state(page);
  assert.equal(before.map.fitted, false);
  const from = await point(page, 'map', ...FREE);
  const place = await onMap(page, from);
  await stroke(page, [FREE, [0.45, 0.6]], { name: 'map' });
  const panned = await state(page);
  assertNear(await onMap(page, await point(page, 'map', 0.45, 0.6)), place, 0.5, 'moved along');
  assert.deepEqual(panned.z, before.z, 'z stays');
  assert.equal(panned.map.scale, before.map.scale);

  await page.mouse.dblclick(from.x, from.y);
  await frames(page, 4);
  const fitted = await state(page);
  assert.equal(fitted.map.fitted, true);
  assert.equal(fitted.zSource, before.zSource);
  assertNear(fitted.z, before.z, 1e-5, 'z');
  await page.context().close();
});

test('in the other mode a drag takes z all along; the drawing can always be dragged', async () => {
  const page = await openMap();
  await choose(page, 2);
  const {
    map: { center },
    mu,
  } = await state(page);
  await click(page, 'map_take');
  const seen = new Set();
  const start = await point(page, 'map', ...FREE);
  const end = await point(page, 'map', 0.6, 0.7);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (let i = 1; i <= 4; ++i) {
    await page.mouse.move(
      start.x + (i * (end.x - start.x)) / 4,
      start.y + (i * (end.y - start.y)) / 4,
    );
    await frames(page);
    seen.add(JSON.stringify((await state(page)).z));
  }
  await page.mouse.up();
  await frames(page);
  assert.equal(seen.size, 4);
  assertNear((await state(page)).z, await onMap(page, end), await pixel(page), 'z');
  assert.deepEqual((await map(page)).center, center, 'nothing pans');

  await click(page, 'map_pan');
  await click(page, 'back_to_digit');
  const own = await onScreen(page, mu);
  await page.mouse.move(own.x, own.y);
  await page.mouse.down();
  await page.mouse.move(own.x + 40, own.y - 20, { steps: 5 });
  await page.mouse.up();
  await frames(page);
  const dragged = await state(page);
  assert.equal(dragged.zSource, 'map');
  assertNear(
    dragged.z,
    await onMap(page, { x: own.x + 40, y: own.y - 20 }),
    await pixel(page),
    'z',
  );
  assert.deepEqual(dragged.map.center, center);
  assert.deepEqual(dragged.mu, mu, 'the drawing itself stays');
  await page.context().close();
});

test('the legend highlights a class', async () => {
  const page = await openMap();
  const all = await look(page, 'map');
  await click(page, 'map_class_4');
  assert.equal((await map(page)).highlight, 4);
  const four = await look(page, 'map');
  assert.ok(!all.equals(four));
  await click(page, 'map_class_4');
  assert.equal((await map(page)).highlight, null);
  assert.ok(all.equals(await look(page, 'map')));
  await page.context().close();
});

test('the digit leaves a trail while it is drawn, with the ellipse of its posterior', async () => {
  const page = await openMap();
  await choose(page, 2);
  await click(page, 'clear');
  await stroke(
    page,
    [
      [0.3, 0.2],
      [0.7, 0.25],
      [0.45, 0.8],
    ],
    { steps: 12 },
  );
  const first = await state(page);
  assert.ok(first.map.trail > 5, `${first.map.trail} places`);
  assertNear(first.map.own, first.mu, 1e-5, 'own');
  const lengths = first.map.ellipse.map(([x, y]) => Math.hypot(x, y)).sort((a, b) => a - b);
  const sigma = first.logSigma.map(Math.exp).sort((a, b) => a - b);
  assertNear(
    lengths,
    sigma.map((s) => 2 * s),
    1e-3,
    'half axes',
  );
  await stroke(
    page,
    [
      [0.35, 0.5],
      [0.65, 0.5],
    ],
    { steps: 8 },
  );
  assert.ok((await map(page)).trail > first.map.trail);
  await click(page, 'clear');
  assert.ok((await map(page)).trail <= 1);
  await page.context().close();
});

test('two dimensions: decoded digits lie beneath the points', async () => {
  const page = await openMap();
  await choose(page, 2);
  const plain = await look(page, 'map');
  await click(page, 'map_digits');
  await frames(page, 10);
  const beneath = await map(page);
  assert.equal(beneath.digitsBeneath, true);
  assert.ok(beneath.tilesDecoded > 20, `${beneath.tilesDecoded} digits`);
  assert.ok(!plain.equals(await look(page, 'map')));
  await click(page, 'map_points');
  assert.ok(plain.equals(await look(page, 'map')));
  await page.context().close();
});

test('the keyboard reaches the map, moves z, zooms, fits and leaves', async () => {
  const page = await openMap();
  await choose(page, 2);
  const target = await point(page, 'map', ...FREE);
  await page.mouse.click(target.x, target.y); // the focus goes where one clicks
  await frames(page);
  const {
    z,
    map: { scale },
  } = await state(page);
  for (let i = 0; i < 3; ++i) {
    await page.keyboard.press('ArrowRight');
    await frames(page);
  }
  await page.keyboard.press('ArrowUp');
  await frames(page);
  const moved = await state(page);
  assert.ok(Math.abs((moved.z[0] - z[0]) / (moved.z[1] - z[1]) - 3) < 0.01, `${z} -> ${moved.z}`);
  assert.ok(moved.z[1] > z[1]);

  await page.keyboard.press('+');
  await frames(page);
  assert.ok((await map(page)).scale > scale);
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await frames(page);
  assert.ok((await map(page)).scale < scale);
  await page.keyboard.press('0');
  await frames(page);
  assert.equal((await map(page)).fitted, true);

  // After the mouse, the first Tab only shows where the focus is.
  for (let i = 0; i < 2; ++i) {
    await page.keyboard.press('Tab');
    await frames(page);
  }
  await page.keyboard.press('ArrowUp');
  await frames(page);
  assert.deepEqual((await state(page)).z, moved.z, 'Tab has led away');
  await page.context().close();
});

test('fingers: a tap takes, one pans, two zoom', async () => {
  const page = await openMap({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const finger = await fingersOf(page);
  const drag = async (start, end) => {
    await finger.swipe(start, end);
    await frames(page);
  };

  // While all of the map is shown, a finger on it scrolls on.
  const top = await point(page, 'map', 0.9, 0.05);
  await drag(top, { x: top.x, y: top.y + 200 });
  const scrolled = await point(page, 'map', 0.9, 0.05);
  assert.ok(scrolled.y - top.y > 120, `${top.y} -> ${scrolled.y}`);
  assert.equal((await map(page)).fitted, true);

  const at = (x, y) => point(page, 'map', x, y);
  const before = await state(page);
  const tap = await at(0.3, 0.3);
  await page.touchscreen.tap(tap.x, tap.y);
  await frames(page, 6);
  const tapped = await state(page);
  assert.equal(tapped.zSource, 'map');
  assertNear(tapped.map.z, await onMap(page, tap), 0.5, 'z');
  assert.notDeepEqual(tapped.z, before.z);

  await atPeace(page);
  const [left, right] = [await at(0.4, 0.5), await at(0.6, 0.5)];
  const middle = await onMap(page, await at(0.5, 0.5));
  const both = (apart) => [
    { ...left, x: left.x - apart, id: 0 },
    { ...right, x: right.x + apart, id: 1 },
  ];
  await finger.touch('touchStart', both(0)[0]);
  await finger.touch('touchStart', ...both(0));
  for (let i = 1; i <= 5; ++i) {
    await finger.touch('touchMove', ...both(8 * i));
    await frames(page, 2);
  }
  await finger.touch('touchEnd');
  await frames(page, 6);
  const pinched = await state(page);
  const grown = (right.x - left.x + 80) / (right.x - left.x);
  assert.ok(
    Math.abs(pinched.map.scale / tapped.map.scale / grown - 1) < 0.1,
    `${pinched.map.scale / tapped.map.scale} instead of ${grown}`,
  );
  assertNear(await onMap(page, await at(0.5, 0.5)), middle, 2, 'the middle stays');
  assert.deepEqual(pinched.z, tapped.z, 'two fingers take nothing');

  const place = await onMap(page, await at(0.3, 0.8));
  const end = await at(0.5, 0.7);
  await drag(await at(0.3, 0.8), end);
  const panned = await state(page);
  assert.deepEqual(panned.z, tapped.z);
  assertNear(await onMap(page, end), place, 6 * (await pixel(page)), 'moved along');
  await page.context().close();
});

test('how digit-like: the percentile among the test digits', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  // Fetched without being asked for.
  await page.waitForFunction(() => latentpad.state().percentile !== null, null, {
    timeout: 30_000,
  });
  await stroke(page, [
    [0.5, 0.2],
    [0.48, 0.5],
    [0.47, 0.82],
  ]);
  const one = await state(page);
  assert.ok(one.percentile < 95, `a one at ${one.percentile}`);
  await click(page, 'clear');
  assert.equal((await state(page)).percentile, null);
  for (let i = 0; i < 6; ++i)
    await stroke(page, [
      [0.1, 0.1 + 0.16 * i],
      [0.9, 0.12 + 0.15 * i],
    ]);
  const scribble = await state(page);
  assert.ok(scribble.percentile > 99.5, `a scribble at ${scribble.percentile}`);
  await page.context().close();
});

test('a map that cannot be had: said on its view, fetched again on demand', async () => {
  let broken = true;
  const server = await servePage({
    answer: async (name) =>
      broken && name.endsWith('.map.bin')
        ? { status: 503 }
        : {
            body: await readPageFile(name),
          },
  });
  const page = await openReady(shared.browser, server.url, {});
  await frames(page, 10);
  assert.equal((await state(page)).error, null, 'nobody has asked for a map yet');
  await click(page, 'tab_map');
  await page.waitForFunction(() => latentpad.rects().map_retry, null, { timeout: 10_000 });
  assert.equal((await map(page)).loaded, false);
  broken = false;
  await click(page, 'map_retry');
  await waitForMap(page);
  await page.context().close();
  await server.close();
});
