// The walk, the help, the shortcuts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click, frames, point, rects, setUp, state } from './harness.mjs';

const shared = setUp();

test('the walk points at real widgets, can be skipped, and is remembered', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  assert.ok((await rects(page)).tour, 'a first visit is offered the walk');
  await click(page, 'tour');
  const seen = [];
  for (let step = 0; (await rects(page)).walk; ++step) {
    assert.ok(step < 10, 'the walk ends');
    const { walk } = await rects(page);
    assert.ok(walk.x >= 0 && walk.y >= 0 && walk.x + walk.width <= 1440 && walk.y + walk.height <= 900);
    seen.push((await state(page)).view);
    await click(page, 'walk_next');
    await frames(page, 3);
  }
  assert.equal(seen.length, 6);
  assert.ok(seen.includes('map') && seen.includes('sample'), `${seen}`);
  assert.equal((await rects(page)).tour, undefined);

  await page.reload();
  await page.evaluate(() => latentpad.ready);
  await frames(page, 4);
  assert.equal((await rects(page)).tour, undefined, 'remembered');
  await click(page, 'help');
  await click(page, 'start_walk');
  assert.ok((await rects(page)).walk);
  await click(page, 'walk_skip');
  assert.equal((await rects(page)).walk, undefined);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a card in front of the pad takes the pointer, not the pad', async () => {
  const page = await shared.open({ viewport: { width: 390, height: 844 } });
  await click(page, 'help');
  const card = (await rects(page)).help_card;
  const before = await state(page);
  await page.mouse.move(card.x + 30, card.y + 20);
  await page.mouse.down();
  await page.mouse.move(card.x + 120, card.y + 60, { steps: 5 });
  await page.mouse.up();
  await frames(page);
  assert.equal((await state(page)).strokes, before.strokes);
  assert.ok((await rects(page)).help_card, 'still open');
  await page.keyboard.press('Escape');
  await frames(page, 3);
  assert.equal((await rects(page)).help_card, undefined);
  await page.context().close();
});

test('shortcuts: models, samples, help; the browser keeps its own', async () => {
  const page = await shared.open();
  const { sampleSeed } = await state(page);
  await page.keyboard.press('Space');
  await frames(page);
  assert.notEqual((await state(page)).sampleSeed, sampleSeed);
  await page.keyboard.press('1');
  await page.waitForFunction(() => latentpad.state().model.name === 'latent2');
  await frames(page, 3);
  assert.equal((await state(page)).z.length, 2);
  await page.keyboard.press('4');
  await page.waitForFunction(() => latentpad.state().model.name === 'latent20');
  await frames(page, 3);
  assert.equal((await state(page)).z.length, 20);
  await page.keyboard.press('Shift+?');
  await frames(page, 3);
  assert.ok((await rects(page)).help_card);
  await page.keyboard.press('Escape');
  await frames(page, 3);

  const prevented = await page.evaluate(async () => {
    const swallowed = [];
    for (const init of [{ key: 'F5' }, { key: 'F11' }, { key: 's', ctrlKey: true },
                        { key: 'l', ctrlKey: true }]) {
      const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true });
      document.getElementById('canvas').dispatchEvent(event);
      if (event.defaultPrevented) swallowed.push(init.key);
    }
    return swallowed;
  });
  assert.deepEqual(prevented, []);
  await page.context().close();
});

test('switching models keeps the drawing, and every view follows', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  const { ink } = await state(page);
  for (const size of [2, 5, 20, 10]) {
    await click(page, `model_${size}`);
    await page.waitForFunction((name) => latentpad.state().model.name === name, `latent${size}`);
    for (const tab of Object.keys(await rects(page)).filter((name) => name.startsWith('tab_'))) {
      await click(page, tab);
      await frames(page, 2);
    }
    const now = await state(page);
    assert.deepEqual(now.ink, ink);
    assert.equal(now.mu.length, size);
    assert.equal(now.error, null);
  }
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('resting on a quantity explains it', async () => {
  const page = await shared.open();
  for (const name of ['z3', 'input', 'reconstruction', 'losses', 'temperature', 'seed_next']) {
    const { x, y } = await point(page, name, 0.3, 0.5);
    const clip = { x: Math.min(x + 20, 1300), y: y + 30, width: 100, height: 20 };
    await page.mouse.move(2, 2);
    await page.waitForTimeout(300);
    const before = await page.screenshot({ clip });
    await page.mouse.move(x, y, { steps: 2 });
    await page.waitForTimeout(1000);
    assert.ok(!before.equals(await page.screenshot({ clip })), `nothing explains ${name}`);
    await page.mouse.move(2, 2);
    await page.waitForTimeout(300);
    assert.ok(before.equals(await page.screenshot({ clip })), `${name} is still explained`);
  }
  await page.context().close();
});
