// The way from A to B.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atRest, click, frames, point, rects, setUp, state, stroke } from './harness.mjs';

const shared = setUp();
const STEPS = 12;

async function openMorph(options) {
  const page = await shared.open(options);
  await click(page, 'tab_morph');
  await frames(page, 6);
  return page;
}

const distance = (a, b) => Math.hypot(...a.map((value, i) => value - b[i]));
const length = (a) => Math.hypot(...a);

test('the first look shows the way from the drawing to an example', async () => {
  const page = await openMorph({ reducedMotion: 'reduce' });
  const { morph, mu } = await state(page);
  assert.equal(morph.z.length, STEPS);
  assert.ok(distance(morph.z[0], mu) < 1e-6);
  assert.deepEqual([morph.a, morph.b], ['your digit', 'an example']);
  await click(page, 'morph_reset_b');
  assert.ok(distance((await state(page)).morph.z.at(-1), morph.z.at(-1)) > 0.1);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a digit of the strip, the slider, linear and spherical', async () => {
  const page = await openMorph({ reducedMotion: 'reduce' });
  await click(page, 'morph_5');
  const spherical = await state(page);
  assert.equal(spherical.zSource, 'morph');
  assert.ok(distance(spherical.z, spherical.morph.z[5]) < 1e-5);
  await click(page, 'morph_linear');
  const linear = await state(page);
  assert.equal(linear.morph.path, 'linear');
  assert.ok(length(linear.z) < length(spherical.z), 'the chord is inside the arc');
  assert.ok(distance(linear.z, linear.morph.z[5]) < 1e-5);

  await stroke(
    page,
    [
      [5 / 11, 0.5],
      [0.999, 0.5],
    ],
    { name: 'morph_position' },
  );
  const end = await state(page);
  assert.ok(end.morph.t > 0.99, `${end.morph.t}`);
  assert.ok(distance(end.z, end.morph.z.at(-1)) < 0.1);
  await page.context().close();
});

test('the current z becomes A or B', async () => {
  const page = await openMorph({ reducedMotion: 'reduce' });
  await stroke(
    page,
    [
      [0.5, 0.5],
      [0.9, 0.5],
    ],
    { name: 'z1' },
  );
  const byHand = (await state(page)).z;
  await click(page, 'morph_take_b');
  let { morph } = await state(page);
  assert.ok(distance(morph.z.at(-1), byHand) < 1e-6);
  assert.equal(morph.b, 'set by hand');
  await click(page, 'morph_0');
  await stroke(
    page,
    [
      [0.5, 0.5],
      [0.1, 0.5],
    ],
    { name: 'z2' },
  );
  await click(page, 'morph_take_a');
  assert.ok(distance((await state(page)).morph.z[0], (await state(page)).z) < 1e-6);
  await click(page, 'morph_reset_a');
  ({ morph } = await state(page));
  assert.ok(distance(morph.z[0], (await state(page)).mu) < 1e-6);
  await page.context().close();
});

test('playing moves z smoothly, until something else does', async () => {
  const page = await openMorph();
  await click(page, 'morph_play');
  for (let i = 0; i < 5; ++i) {
    const { t } = (await state(page)).morph;
    await page.waitForFunction((before) => latentpad.state().morph.t !== before, t);
  }
  assert.equal((await state(page)).zSource, 'morph');
  await stroke(page, [
    [0.3, 0.3],
    [0.6, 0.8],
  ]);
  await frames(page, 4);
  const after = await state(page);
  assert.equal(after.morph.playing, false);
  assert.equal(after.zSource, 'mean');
  assert.ok(distance(after.z, after.mu) < 1e-6);
  await page.context().close();
});

test('played once it ends at B; paused it stays', async () => {
  const page = await openMorph();
  await click(page, 'morph_once');
  await click(page, 'morph_play');
  await page.waitForFunction(() => latentpad.state().morph.t > 0);
  await click(page, 'morph_play');
  const { morph } = await state(page);
  assert.equal(morph.playing, false);
  assert.ok(morph.t > 0 && morph.t < 1, `${morph.t}`);
  await atRest(page);
  assert.equal((await state(page)).morph.t, morph.t);
  await click(page, 'morph_play');
  await page.waitForFunction(() => !latentpad.state().morph.playing, null, { timeout: 30_000 });
  const end = await state(page);
  assert.equal(end.morph.t, 1);
  assert.ok(distance(end.z, end.morph.z.at(-1)) < 1e-5);
  await page.context().close();
});

test('with reduced motion it goes from digit to digit', async () => {
  const page = await openMorph({ reducedMotion: 'reduce' });
  await click(page, 'morph_play');
  const seen = await page.evaluate(async () => {
    const places = new Set();
    while (places.size < 4) {
      places.add(latentpad.state().morph.t);
      await new Promise((resolve) => {
        watched.frame(resolve);
      });
    }
    return [...places];
  });
  for (const t of seen) {
    const step = t * (STEPS - 1);
    assert.ok(Math.abs(step - Math.round(step)) < 1e-4, `${t}`);
  }
  await page.context().close();
});

test('on a phone everything is inside and large enough', async () => {
  const page = await openMorph({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const all = await rects(page);
  for (const [name, { x, width, height }] of Object.entries(all)) {
    if (!name.startsWith('morph_')) continue;
    assert.ok(x >= 0 && x + width <= 390, name);
    if (!/linear|spherical|once|loop/.test(name)) assert.ok(height >= 44, `${name}: ${height}`);
  }
  const play = await point(page, 'morph_play');
  await page.touchscreen.tap(play.x, play.y);
  await frames(page, 4);
  assert.equal((await state(page)).morph.playing, true);
  await page.context().close();
});
