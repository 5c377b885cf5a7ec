// The walk, the help, the shortcuts.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atPeace, click, frames, point, rects, setUp, state, stroke } from './harness.mjs';

const shared = setUp();

test('the walk points at real widgets, can be skipped, and is remembered', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  assert.ok((await rects(page)).tour, 'a first visit is offered the walk');
  await click(page, 'tour');
  const seen = [];
  for (let step = 0; (await rects(page)).walk; ++step) {
    assert.ok(step < 10, 'the walk ends');
    const { walk } = await rects(page);
    assert.ok(
      walk.x >= 0 && walk.y >= 0 && walk.x + walk.width <= 1440 && walk.y + walk.height <= 900,
    );
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
  await page.waitForFunction((seed) => latentpad.state().sampleSeed === seed + 1, sampleSeed);
  await page.keyboard.press('2');
  for (const { keys, size } of [
    { keys: 'm', size: 20 },
    { keys: 'm', size: 2 },
    { keys: 'm', size: 5 },
    { keys: 'Shift+M', size: 2 },
    { keys: 'Shift+M', size: 20 },
  ]) {
    await page.keyboard.press(keys);
    await page.waitForFunction((name) => latentpad.state().model.name === name, `latent${size}`);
    await frames(page, 3);
    assert.equal((await state(page)).z.length, size);
  }
  await page.keyboard.press('Shift+?');
  await frames(page, 3);
  assert.ok((await rects(page)).help_card);
  await page.keyboard.press('Escape');
  await frames(page, 3);

  const prevented = await page.evaluate(async () => {
    const swallowed = [];
    for (const init of [
      { key: 'F5' },
      { key: 'F11' },
      { key: 's', ctrlKey: true },
      { key: 'l', ctrlKey: true },
    ]) {
      const event = new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true });
      document.getElementById('canvas').dispatchEvent(event);
      if (event.defaultPrevented) swallowed.push(init.key);
    }
    return swallowed;
  });
  assert.deepEqual(prevented, []);
  await page.context().close();
});

test('Space throws anew what the view shows, and leaves no view', async () => {
  const page = await shared.open();
  await click(page, 'tab_repair');
  await page.evaluate(() => latentpad.act({ act: 'view', name: 'repair' }));
  const { x, y } = await point(page, 'repair_noise', 0.5);
  await page.mouse.click(x, y);
  await page.waitForFunction(() => latentpad.state().repair.noise > 0.1);
  const { sampleSeed, repair } = await state(page);
  await page.keyboard.press('Space');
  await page.waitForFunction((seed) => latentpad.state().repair.seed === seed + 1, repair.seed);
  await click(page, 'tab_morph');
  await page.keyboard.press('Space');
  await frames(page, 4);
  const now = await state(page);
  assert.equal(now.view, 'morph');
  assert.equal(now.sampleSeed, sampleSeed);
  await page.context().close();
});

// What a keyboard of this layout reports: what the key types, and which key it is.
const LAYOUTS = [
  {
    name: 'Russian',
    z: { key: 'я', code: 'KeyZ', number: 90 },
    m: { key: 'ь', code: 'KeyM', number: 77 },
    question: { key: '?', code: 'Digit7', number: 55 },
  },
  {
    name: 'Greek',
    z: { key: 'ζ', code: 'KeyZ', number: 0 },
    m: { key: 'μ', code: 'KeyM', number: 0 },
    question: { key: '?', code: 'Slash', number: 191 },
  },
  {
    name: 'German',
    z: { key: 'z', code: 'KeyY', number: 90 },
    m: { key: 'm', code: 'KeyM', number: 77 },
    question: { key: '?', code: 'Minus', number: 219 },
  },
  {
    name: 'French',
    z: { key: 'z', code: 'KeyW', number: 90 },
    m: { key: 'm', code: 'Semicolon', number: 77 },
    question: { key: '?', code: 'KeyM', number: 188 },
  },
  {
    name: 'Dvorak',
    z: { key: 'z', code: 'Slash', number: 90 },
    m: { key: 'm', code: 'KeyM', number: 77 },
    question: { key: '?', code: 'BracketLeft', number: 191 },
  },
];

for (const { name, z, m, question } of LAYOUTS) {
  test(`${name} keys mean what they say`, async () => {
    const page = await shared.open();
    const cdp = await page.context().newCDPSession(page);
    const press = async ({ key, code, number }, modifiers = 0) => {
      const types = modifiers !== 2;
      const what = { key, code, modifiers, windowsVirtualKeyCode: number };
      await cdp.send('Input.dispatchKeyEvent', {
        type: types ? 'keyDown' : 'rawKeyDown',
        ...what,
        ...(types && { text: key }),
      });
      await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...what });
    };
    await stroke(page, [
      [0.3, 0.3],
      [0.7, 0.7],
    ]);
    const { strokes } = await state(page);
    await stroke(page, [
      [0.7, 0.3],
      [0.3, 0.7],
    ]);
    assert.equal((await state(page)).strokes, strokes + 1);
    await press(z, 2);
    await page.waitForFunction((count) => latentpad.state().strokes === count, strokes);
    await press(question, 8);
    await page.waitForFunction(() => latentpad.rects().help_card);
    assert.equal((await state(page)).model.name, 'latent10', 'the key of an M elsewhere');
    await press(question, 8);
    await page.waitForFunction(() => !latentpad.rects().help_card);
    await press(m);
    await page.waitForFunction(() => latentpad.state().model.name === 'latent20');
    await page.context().close();
  });
}

test('Delete and Backspace clear the pad', async () => {
  const page = await shared.open();
  for (const key of ['Delete', 'Backspace']) {
    await stroke(page, [
      [0.3, 0.3],
      [0.7, 0.7],
    ]);
    assert.ok((await state(page)).strokes > 0);
    await page.keyboard.press(key);
    await page.waitForFunction(() => latentpad.state().strokes === 0);
  }
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
    await atPeace(page);
    const before = await page.screenshot({ clip });
    await page.mouse.move(x, y, { steps: 2 });
    await atPeace(page); // it comes after a while of rest
    assert.ok(!before.equals(await page.screenshot({ clip })), `nothing explains ${name}`);
    await page.mouse.move(2, 2);
    await atPeace(page);
    assert.ok(before.equals(await page.screenshot({ clip })), `${name} is still explained`);
  }
  await page.context().close();
});
