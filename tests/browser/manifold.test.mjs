// The manifold, and the samples that are kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click, frames, look, point, rects, setUp, state } from './harness.mjs';

const shared = setUp();

async function openView(name, options) {
  const page = await shared.open({ reducedMotion: 'reduce', ...options });
  await click(page, `tab_${name}`);
  await frames(page, 6);
  return page;
}

async function hover(page, name, x, y) {
  const at = await point(page, name, x, y);
  await page.mouse.move(at.x, at.y);
  await frames(page, 4);
}

const decode = (page, z) => page.evaluate((values) => latentpad.decode(values).pixels, z);
const furthest = (a, b) => Math.max(...a.map((value, i) => Math.abs(value - b[i])));
const QUARTILE = 0.6745; // P(N(0, 1) < 0.6745) = 3/4

test('hovering decodes the place under the pointer, a click takes it', async () => {
  const page = await openView('manifold');
  const before = await state(page);
  await hover(page, 'manifold', 0.75, 0.25);
  const { manifold, z, zSource } = await state(page);
  assert.equal(zSource, 'mean');
  assert.deepEqual(z, before.z);
  assert.ok(Math.abs(manifold.pointed.z[0] - QUARTILE) < 0.02, `${manifold.pointed.z[0]}`);
  assert.ok(Math.abs(manifold.pointed.z[1] - QUARTILE) < 0.02, `${manifold.pointed.z[1]}`);
  assert.ok(manifold.pointed.z.slice(2).every((value) => value === 0));
  assert.ok(furthest(manifold.pointed.digit, await decode(page, manifold.pointed.z)) < 1e-5);
  const floating = (await rects(page)).manifold_pointed;
  assert.ok(floating.width > 100 && floating.x >= 0 && floating.x + floating.width <= 1440);

  await click(page, 'manifold');
  const taken = await state(page);
  assert.equal(taken.zSource, 'manifold');
  assert.ok(Math.abs(taken.z[0]) < 0.02 && Math.abs(taken.z[1]) < 0.02);
  await page.mouse.move(2, 2);
  await frames(page, 4);
  assert.equal((await state(page)).manifold.pointed, null);
  assert.equal((await rects(page)).manifold_pointed, undefined);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('dragging over the manifold moves z along', async () => {
  const page = await openView('manifold');
  await hover(page, 'manifold', 0.2, 0.8);
  await page.mouse.down();
  await frames(page, 3);
  const first = (await state(page)).z;
  await hover(page, 'manifold', 0.5, 0.5);
  const second = (await state(page)).z;
  await hover(page, 'manifold', 0.8, 0.2);
  await page.mouse.up();
  await frames(page, 3);
  const third = (await state(page)).z;
  assert.ok(first[0] < second[0] && second[0] < third[0], 'across');
  assert.ok(first[1] < second[1] && second[1] < third[1], 'up');
  await page.context().close();
});

test('dimensions, side and the other dimensions can be chosen', async () => {
  const page = await openView('manifold');
  const picture = await look(page, 'manifold');
  await click(page, 'manifold_strips');
  await click(page, 'manifold_across_3');
  await click(page, 'manifold_up_5');
  await click(page, 'manifold_grid');
  assert.deepEqual((({ across, up }) => ({ across, up }))((await state(page)).manifold), {
    across: 2,
    up: 4,
  });
  const other = await look(page, 'manifold');
  assert.ok(!other.equals(picture));

  await click(page, 'manifold_side_8');
  const { manifold } = await state(page);
  assert.equal(manifold.side, 8);
  assert.equal(manifold.digits.length, 64);

  const atZero = await look(page, 'manifold');
  await click(page, 'manifold_others_z');
  assert.equal((await state(page)).manifold.others, 'z');
  assert.ok(!atZero.equals(await look(page, 'manifold')));
  const { z } = await state(page);
  await click(page, 'manifold');
  const taken = (await state(page)).z;
  z.forEach((value, j) => {
    const expected = j === 2 || j === 4 ? 0 : value;
    assert.ok(Math.abs(taken[j] - expected) < 0.02, `z[${j}]`);
  });
  await page.context().close();
});

test('arrow keys move z from digit to digit, Tab goes on', async () => {
  const page = await openView('manifold');
  await click(page, 'manifold');
  const before = (await state(page)).z;
  await page.keyboard.press('ArrowRight');
  await frames(page, 6);
  const right = (await state(page)).z;
  assert.ok(right[0] > before[0] + 0.1, `${before[0]} -> ${right[0]}`);
  assert.ok(Math.abs(right[1] - before[1]) < 0.01);
  await page.keyboard.press('ArrowDown');
  await frames(page, 6);
  assert.ok((await state(page)).z[1] < right[1] - 0.1);
  await page.keyboard.press('Tab');
  await frames(page, 6);
  const left = (await state(page)).z;
  await page.keyboard.press('ArrowRight');
  await frames(page, 6);
  assert.deepEqual((await state(page)).z, left);
  await page.context().close();
});

test('on a phone a finger takes z, and arrows choose the dimensions', async () => {
  const page = await openView('manifold', {
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const grid = (await rects(page)).manifold;
  assert.ok(grid.x >= 0 && grid.x + grid.width <= 390);
  const at = await point(page, 'manifold', 0.75, 0.1);
  await page.touchscreen.tap(at.x, at.y);
  await frames(page, 4);
  const { z, zSource } = await state(page);
  assert.equal(zSource, 'manifold');
  assert.ok(Math.abs(z[0] - QUARTILE) < 0.05, `${z[0]}`);

  const arrow = (await rects(page)).manifold_across_next;
  assert.ok(arrow.width >= 44 && arrow.height >= 44);
  await page.touchscreen.tap(arrow.x + arrow.width / 2, arrow.y + arrow.height / 2);
  await frames(page, 4);
  const { manifold } = await state(page);
  assert.deepEqual([manifold.across, manifold.up], [2, 1]);
  await page.context().close();
});

test('kept samples survive new ones and can be removed', async () => {
  const page = await openView('sample');
  await click(page, 'keep'); // nothing chosen
  assert.deepEqual((await state(page)).kept, []);
  await click(page, 'sample_2');
  const first = (await state(page)).z;
  await click(page, 'keep');
  await click(page, 'sample_4');
  const second = (await state(page)).z;
  await click(page, 'keep');
  await click(page, 'sample');
  await click(page, 'seed_next');
  assert.deepEqual((await state(page)).kept, [first, second]);
  await click(page, 'kept_0');
  assert.deepEqual((await state(page)).z, first);
  await click(page, 'keep');
  assert.deepEqual((await state(page)).kept, [second]);
  assert.equal((await rects(page)).kept_1, undefined);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the seed goes forth and back', async () => {
  const page = await openView('sample');
  const first = await look(page, 'sample_1');
  await click(page, 'seed_next');
  assert.ok(!first.equals(await look(page, 'sample_1')));
  await click(page, 'seed_previous');
  assert.equal((await state(page)).sampleSeed, 1);
  assert.ok(first.equals(await look(page, 'sample_1')));
  await page.context().close();
});
