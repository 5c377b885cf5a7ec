// Fingers: the tour by taps, swipes that scroll or move what is under them, explanations, the help.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atRest, fingersOf, frames, point, rects, setUp, state } from './harness.mjs';
import { scrollBy } from './views.mjs';

const shared = setUp();

const PHONE = { width: 390, height: 844 };
const SHORT = { width: 390, height: 700 };

// A page under a finger.
async function openTouch(viewport) {
  const page = await shared.open({
    viewport,
    hasTouch: true,
    isMobile: true,
    reducedMotion: 'reduce',
  });
  return { page, finger: await fingersOf(page) };
}

const screenOf = (page) =>
  page.evaluate(() => {
    const { width, height } = document.getElementById('canvas').getBoundingClientRect();
    return { width, height };
  });

const TOUR = [
  { target: /^draw_pad$/ },
  { target: /^z\d+$/, view: 'code' },
  { target: /^reconstruction$/ },
  { target: /^losses$/ },
  { target: /^map$/, view: 'map' },
  { target: /^tab_sample$/, view: 'sample' },
];

for (const viewport of [PHONE, { width: 820, height: 1180 }]) {
  test(`${viewport.width}x${viewport.height}: the tour, tapped through to its end`, async () => {
    const { page, finger } = await openTouch(viewport);
    const screen = await screenOf(page);
    const before = await state(page);
    await finger.tap('help');
    await finger.tap('start_walk');
    for (const { target, view } of TOUR) {
      // On the screen, and not behind the card.
      await page.waitForFunction(
        ([source, width, height]) => {
          const all = latentpad.rects();
          const names = Object.keys(all).filter((name) => new RegExp(source).test(name));
          return (
            all.walk &&
            names.length > 0 &&
            names
              .map((name) => all[name])
              .every((rect) => {
                const inside =
                  rect.x >= 0 &&
                  rect.y >= 0 &&
                  rect.x + rect.width <= width &&
                  rect.y + rect.height <= height;
                const covered =
                  rect.x < all.walk.x + all.walk.width &&
                  all.walk.x < rect.x + rect.width &&
                  rect.y < all.walk.y + all.walk.height &&
                  all.walk.y < rect.y + rect.height;
                return inside && !covered;
              })
          );
        },
        [target.source, screen.width, screen.height],
      );
      await atRest(page); // the card may still be on its way
      const { walk, tab_code: codeIsATab } = await rects(page);
      assert.ok(
        walk.x >= 0 &&
          walk.y >= 0 &&
          walk.x + walk.width <= screen.width &&
          walk.y + walk.height <= screen.height,
        `the card: ${JSON.stringify(walk)}`,
      );
      const now = await state(page);
      if (view && (view !== 'code' || codeIsATab)) assert.equal(now.view, view);
      assert.deepEqual(now.z, before.z);
      assert.equal(now.strokes, before.strokes);
      await finger.tap('walk_next');
    }
    assert.equal((await rects(page)).walk, undefined);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('however the page is scrolled, its rectangles come to rest where they are drawn', async () => {
  const { page, finger } = await openTouch(SHORT);
  await finger.tap('tab_code');
  await scrollBy(page, 100);
  const from = await point(page, 'z2', 0.5);
  await finger.touch('touchStart', from);
  await finger.touch('touchMove', { x: from.x, y: from.y - 200 });
  await page.waitForFunction((y) => latentpad.rects().z2.y < y - 150, from.y);
  await finger.touch('touchEnd');
  await page.context().close();
});

test('a finger on a slider: up and down scrolls, across moves it, a tap sets it', async () => {
  const { page, finger } = await openTouch(SHORT);
  await finger.tap('tab_code');
  await scrollBy(page, 200);
  const before = await state(page);
  const from = await point(page, 'z1', 0.7);
  await finger.swipe(from, { x: from.x + 5, y: from.y - 120 });
  assert.deepEqual((await state(page)).z, before.z, 'the value stays');
  const scrolled = await point(page, 'z1', 0.7);
  assert.ok(scrolled.y < from.y - 60, `scrolled from ${from.y} to ${scrolled.y}`);

  await finger.swipe(scrolled, { x: scrolled.x - 100, y: scrolled.y + 6 });
  const moved = await state(page);
  assert.notEqual(moved.z[1], before.z[1]);
  assert.equal((await point(page, 'z1', 0.7)).y, scrolled.y, 'nothing scrolls');

  await finger.tap('z1', 0.9);
  const tapped = await state(page);
  assert.ok(tapped.z[1] > moved.z[1] + 1, `${moved.z[1]} becomes ${tapped.z[1]}`);
  assert.deepEqual(
    tapped.z.filter((_, i) => i !== 1),
    before.z.filter((_, i) => i !== 1),
  );
  await page.context().close();
});

test('a finger on the manifold: up and down scrolls, all else takes z', async () => {
  const { page, finger } = await openTouch(SHORT);
  await finger.tap('tab_manifold'); // which scrolls to it
  await atRest(page);
  const before = await state(page);
  const from = await point(page, 'manifold', 0.5, 0.25);
  await finger.swipe(from, { x: from.x + 5, y: from.y + 100 });
  assert.deepEqual((await state(page)).z, before.z);
  const scrolled = await point(page, 'manifold', 0.5, 0.25);
  assert.ok(scrolled.y > from.y + 50, `scrolled from ${from.y} to ${scrolled.y}`);

  await finger.tap('manifold', 0.3, 0.3);
  const tapped = await state(page);
  assert.equal(tapped.zSource, 'manifold');
  const at = await point(page, 'manifold', 0.3, 0.3);
  await finger.swipe(at, { x: at.x + 120, y: at.y + 4 });
  const across = await state(page);
  assert.ok(across.z[0] > tapped.z[0] + 0.3, `${tapped.z[0]} becomes ${across.z[0]}`);

  // Once it has rested it drags anywhere.
  const rest = await point(page, 'manifold', 0.6, 0.6);
  await finger.touch('touchStart', rest);
  await page.waitForFunction((z) => latentpad.state().z[0] !== z, across.z[0]);
  const rested = await state(page);
  await finger.moveTo(rest, { x: rest.x, y: rest.y - 80 });
  await finger.touch('touchEnd');
  await frames(page, 5);
  const dragged = await state(page);
  assert.ok(dragged.z[1] > rested.z[1] + 0.2, `${rested.z[1]} becomes ${dragged.z[1]}`);
  assert.equal((await point(page, 'manifold', 0.6, 0.6)).y, rest.y, 'nothing scrolls');
  await page.context().close();
});

test('a finger on the whole map: up and down scrolls, across moves the map', async () => {
  const { page, finger } = await openTouch(SHORT);
  await finger.tap('tab_map');
  await page.waitForFunction(() => latentpad.rects().map);
  await atRest(page);
  const {
    map: { center },
  } = await state(page);
  const from = await point(page, 'map', 0.7, 0.2);
  await finger.swipe(from, { x: from.x + 4, y: from.y + 80 });
  const scrolled = await point(page, 'map', 0.7, 0.2);
  assert.ok(scrolled.y > from.y + 40);
  assert.deepEqual((await state(page)).map.center, center);
  await finger.swipe(scrolled, { x: scrolled.x - 80, y: scrolled.y + 4 });
  const moved = await state(page);
  assert.ok(moved.map.center[0] > center[0], `${center} and ${moved.map.center}`);
  assert.equal((await point(page, 'map', 0.7, 0.2)).y, scrolled.y);
  await page.context().close();
});

test('a finger that rests on something has it explained, and does nothing else', async () => {
  const { page, finger } = await openTouch(PHONE);
  await finger.tap('tab_sample');
  await atRest(page);
  await scrollBy(page, -10_000);
  for (const name of ['sample', 'losses']) {
    const { sampleSeed } = await state(page);
    await finger.touch('touchStart', await point(page, name));
    await page.waitForFunction(() => latentpad.rects().explanation);
    await finger.touch('touchEnd');
    await frames(page, 5);
    const { explanation } = await rects(page);
    assert.ok(explanation, 'it stays');
    assert.ok(
      explanation.x >= 0 && explanation.x + explanation.width <= PHONE.width,
      JSON.stringify(explanation),
    );
    assert.ok(explanation.width > 100 && explanation.height > 20);
    assert.equal((await state(page)).sampleSeed, sampleSeed, 'nothing is pressed');
    await finger.tap('name');
    assert.equal((await rects(page)).explanation, undefined, 'until the next tap');
  }
  await finger.tap('sample');
  assert.equal((await rects(page)).explanation, undefined);
  await page.context().close();
});

test('a finger that rests on a slider leaves its value', async () => {
  const { page, finger } = await openTouch(PHONE);
  await finger.tap('tab_code');
  await scrollBy(page, 200);
  const { z } = await state(page);
  await finger.touch('touchStart', await point(page, 'z0', 0.9));
  await page.waitForFunction(() => latentpad.rects().explanation);
  await finger.touch('touchEnd');
  await frames(page, 5);
  assert.deepEqual((await state(page)).z, z);
  await page.context().close();
});

test('what lies under the help gets none of the presses on it', async () => {
  const { page, finger } = await openTouch(PHONE);
  await finger.tap('tab_repair');
  const tab = await point(page, 'tab_repair');
  await finger.swipe(tab, { x: tab.x, y: tab.y - 250 });
  const before = await state(page);
  await page.keyboard.press('?');
  await frames(page, 5);
  const { help_lines: lines, repair_damaged: damaged } = await rects(page);
  const x = Math.max(lines.x, damaged.x) + 10;
  const y = Math.max(lines.y, damaged.y) + 10;
  const under = {
    x: Math.min(lines.x + lines.width, damaged.x + damaged.width),
    y: Math.min(lines.y + lines.height, damaged.y + damaged.height),
  };
  assert.ok(under.x > x + 40 && under.y > y + 40, 'the digit is under the card');
  await finger.swipe({ x, y }, { x: x + 40, y: y + 30 });
  assert.ok((await rects(page)).help_card, 'still open');
  await page.keyboard.press('Escape');
  await frames(page, 5);
  assert.equal((await rects(page)).help_card, undefined);
  const after = await state(page);
  assert.equal(after.repair.strokes, before.repair.strokes);
  assert.equal(after.strokes, before.strokes);
  assert.deepEqual((await rects(page)).repair_damaged, damaged, 'nor scrolls');
  await page.context().close();
});

for (const viewport of [{ width: 320, height: 568 }, PHONE, { width: 820, height: 1180 }]) {
  test(`${viewport.width}x${viewport.height}: the help is inside the screen`, async () => {
    const { page, finger } = await openTouch(viewport);
    const screen = await screenOf(page);
    const header = await rects(page);
    if (header.name) assert.ok(header.name.x + header.name.width <= header.model_2.x);
    assert.ok(header.model_2.x >= 0 && header.help.x + header.help.width <= screen.width);
    await finger.tap('help');
    const all = await rects(page);
    for (const name of ['help_card', 'help_close', 'help_lines', 'start_walk', 'open_picture']) {
      const { x, y, width, height } = all[name];
      assert.ok(
        x >= 0 && y >= 0 && x + width <= screen.width && y + height <= screen.height,
        `${name}: ${JSON.stringify(all[name])}`,
      );
    }
    const { x, y } = await point(page, 'help_lines', 0.5, 0.8);
    const pad = all.draw_pad;
    await finger.swipe({ x, y }, { x, y: y - 0.5 * all.help_lines.height });
    const scrolled = await rects(page);
    assert.ok(scrolled.help_card, 'still open');
    assert.deepEqual(scrolled.draw_pad, pad, 'the page beneath stays');
    await finger.tap('help_close');
    assert.equal((await rects(page)).help_card, undefined);
    await page.context().close();
  });
}
