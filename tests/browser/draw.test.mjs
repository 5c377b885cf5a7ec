// The pad: strokes, dots, eraser, undo, with a real mouse and a real finger.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click, frames, look, point, rects, setUp, state, stroke, sum } from './harness.mjs';

const shared = setUp();

test('the first view shows an example digit, its code and its reconstruction', async () => {
  const page = await shared.open();
  const { ink, input, reconstruction, mu, exampleShown, error } = await state(page);
  assert.equal(exampleShown, true);
  assert.equal(error, null);
  assert.equal(ink.length, 784);
  assert.ok(sum(ink) > 20, `ink ${sum(ink)}`);
  assert.ok(sum(input) > 20, `input ${sum(input)}`);
  assert.ok(sum(reconstruction) > 20, `reconstruction ${sum(reconstruction)}`);
  assert.ok(mu.some((value) => Math.abs(value) > 0.1));
  await page.context().close();
});

test('a stroke replaces the example and changes everything that follows from it', async () => {
  const page = await shared.open();
  const before = await state(page);
  const padBefore = await look(page, 'draw_pad');
  const reconstructionBefore = await look(page, 'reconstruction');
  await stroke(page, [[0.5, 0.2], [0.5, 0.8]]);
  const after = await state(page);
  assert.equal(after.exampleShown, false);
  assert.equal(after.strokes, 1);
  assert.notDeepEqual(after.ink, before.ink);
  assert.notDeepEqual(after.input, before.input);
  assert.notDeepEqual(after.mu, before.mu);
  assert.notDeepEqual(after.reconstruction, before.reconstruction);
  assert.notEqual(after.reconNats, before.reconNats);
  assert.ok(!padBefore.equals(await look(page, 'draw_pad')));
  assert.ok(!reconstructionBefore.equals(await look(page, 'reconstruction')));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the frame after an event shows what it did, in state and in pixels', async () => {
  const page = await shared.open();
  const from = await point(page, 'draw_pad', 0.3, 0.3);
  const to = await point(page, 'draw_pad', 0.6, 0.7);
  // Notes, in the frame that follows each pointer event, the ink and the canvas's pixels.
  await page.evaluate(() => {
    const canvas = document.getElementById('canvas');
    const gl = canvas.getContext('webgl2');
    const area = latentpad.rects().reconstruction;
    globalThis.seen = [];
    const note = () => {
      const pixels = new Uint8Array(4 * Math.round(area.width) * Math.round(area.height));
      gl.readPixels(area.x, canvas.height - area.y - area.height, Math.round(area.width),
                    Math.round(area.height), gl.RGBA, gl.UNSIGNED_BYTE, pixels);
      const { ink, reconstruction } = latentpad.state();
      seen.push({
        ink: ink.reduce((a, b) => a + b), reconstruction: reconstruction[400],
        pixels: pixels.reduce((a, b) => a + b),
      });
    };
    canvas.addEventListener('pointermove', () => requestAnimationFrame(note));
  });
  await page.mouse.move(from.x, from.y);
  await frames(page, 2);
  await page.mouse.down();
  await frames(page, 2);
  await page.mouse.move(to.x, to.y);
  await frames(page, 2);
  const seen = await page.evaluate(() => globalThis.seen);
  assert.equal(seen.length, 2);
  assert.ok(seen[0].pixels > 0);
  for (const what of ['ink', 'reconstruction', 'pixels']) {
    assert.notEqual(seen[1][what], seen[0][what], what);
  }
  await page.mouse.up();
  await page.context().close();
});

test('a stroke goes on outside the pad and the window and ends where it is released', async () => {
  const page = await shared.open();
  const start = await point(page, 'draw_pad', 0.5, 0.5);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x, 1000, { steps: 6 }); // below the window
  const back = await point(page, 'draw_pad', 0.9, 0.9);
  await page.mouse.move(back.x, back.y, { steps: 6 });
  await frames(page);
  const inside = await state(page);
  const bottomRight = inside.ink.filter((_, i) => i % 28 >= 23 && Math.floor(i / 28) >= 23);
  assert.ok(sum(bottomRight) > 0.5, 'the stroke did not come back to the pad');
  await page.mouse.move(-40, 400, { steps: 4 }); // left of the window
  await page.mouse.up();
  await frames(page);
  const released = await state(page);
  assert.equal(released.strokes, 1);
  await page.mouse.move(start.x - 80, start.y - 80, { steps: 4 });
  await frames(page);
  assert.deepEqual((await state(page)).ink, released.ink, 'it draws though nothing is pressed');
  await page.context().close();
});

test('losing the focus ends a stroke', async () => {
  const page = await shared.open();
  const start = await point(page, 'draw_pad', 0.3, 0.5);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  await page.mouse.move(start.x + 40, start.y, { steps: 4 });
  await page.evaluate(() => window.dispatchEvent(new Event('blur')));
  await frames(page);
  const { ink } = await state(page);
  await page.mouse.move(start.x + 40, start.y + 90, { steps: 4 });
  await frames(page);
  assert.deepEqual((await state(page)).ink, ink);
  await page.mouse.up();
  await page.context().close();
});

test('a click leaves a dot', async () => {
  const page = await shared.open();
  await click(page, 'draw_pad');
  const { ink, strokes } = await state(page);
  assert.equal(strokes, 1);
  assert.ok(sum(ink) > 1 && sum(ink) < 30, `ink ${sum(ink)}`);
  const middle = ink[14 * 28 + 14];
  assert.ok(middle > 0.5, `middle ${middle}`);
  await page.context().close();
});

test('a fast stroke has no gaps', async () => {
  const page = await shared.open();
  await stroke(page, [[0.1, 0.5], [0.9, 0.5]], { steps: 1 });
  const { ink } = await state(page);
  for (let column = 4; column <= 23; ++column) {
    const darkest = Math.max(...[12, 13, 14, 15].map((row) => ink[row * 28 + column]));
    assert.ok(darkest > 0.5, `column ${column}: ${darkest}`);
  }
  await page.context().close();
});

test('undo, redo and clear, by button and by key', async () => {
  const page = await shared.open();
  await click(page, 'clear');
  assert.equal(sum((await state(page)).ink), 0);
  await stroke(page, [[0.3, 0.3], [0.7, 0.3]]);
  const first = await state(page);
  await stroke(page, [[0.3, 0.7], [0.7, 0.7]]);
  const second = await state(page);
  assert.notDeepEqual(second.ink, first.ink);

  await click(page, 'undo');
  assert.deepEqual((await state(page)).ink, first.ink);
  assert.deepEqual((await state(page)).mu, first.mu);
  await click(page, 'redo');
  assert.deepEqual((await state(page)).ink, second.ink);
  await page.keyboard.press('Control+z');
  await frames(page, 4);
  assert.deepEqual((await state(page)).ink, first.ink);
  await page.keyboard.press('Control+Shift+z');
  await frames(page, 4);
  assert.deepEqual((await state(page)).ink, second.ink);

  await click(page, 'clear');
  const cleared = await state(page);
  assert.equal(sum(cleared.ink), 0);
  assert.equal(sum(cleared.input), 0);
  await click(page, 'undo');
  assert.deepEqual((await state(page)).ink, second.ink);
  await page.context().close();
});

test('the eraser takes away, the brush again adds', async () => {
  const page = await shared.open();
  await click(page, 'clear');
  await stroke(page, [[0.2, 0.5], [0.8, 0.5]]);
  const drawn = sum((await state(page)).ink);
  await click(page, 'eraser');
  assert.equal((await state(page)).tool, 'eraser');
  await stroke(page, [[0.5, 0.4], [0.5, 0.6]]);
  const erased = sum((await state(page)).ink);
  assert.ok(erased < drawn - 1, `${drawn} -> ${erased}`);
  await click(page, 'brush');
  await stroke(page, [[0.5, 0.4], [0.5, 0.6]]);
  assert.ok(sum((await state(page)).ink) > erased + 1);
  await page.context().close();
});

test('the brush has a size', async () => {
  const page = await shared.open();
  const dots = [];
  for (const where of [0.05, 0.95]) {
    await click(page, 'clear');
    await stroke(page, [[0.5, 0.5], [where, 0.5]], { name: 'brush_size' });
    await click(page, 'draw_pad');
    dots.push({ size: (await state(page)).brushSize, ink: sum((await state(page)).ink) });
  }
  assert.ok(dots[1].size > 1.5 * dots[0].size, JSON.stringify(dots));
  assert.ok(dots[1].ink > 1.5 * dots[0].ink, JSON.stringify(dots));
  await page.context().close();
});

test('the encoder gets the digit raw or normalised', async () => {
  const page = await shared.open();
  await click(page, 'clear');
  await stroke(page, [[0.15, 0.15], [0.15, 0.45]]); // small, in a corner
  await click(page, 'input_raw');
  const raw = await state(page);
  assert.equal(raw.inputMode, 'raw');
  assert.deepEqual(raw.input, raw.ink);
  await click(page, 'input_normalized');
  const normalized = await state(page);
  assert.equal(normalized.inputMode, 'normalized');
  assert.deepEqual(normalized.ink, raw.ink);
  assert.notDeepEqual(normalized.input, raw.input);
  assert.notDeepEqual(normalized.mu, raw.mu);
  // Centre of mass at pixel (14, 14) but for whole pixels, as in MNIST.
  const mass = sum(normalized.input);
  const x = sum(normalized.input.map((value, i) => value * (i % 28))) / mass;
  const y = sum(normalized.input.map((value, i) => value * Math.floor(i / 28))) / mass;
  assert.ok(Math.abs(x - 14) < 0.51 && Math.abs(y - 14) < 0.51, `centre ${x}, ${y}`);
  await page.context().close();
});

test('a finger draws one stroke, and only the first finger does', async () => {
  const page = await shared.open({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const cdp = await page.context().newCDPSession(page);
  const touch = (type, touchPoints) => cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  const example = await state(page);
  const at = async (x, y, id = 0) => ({ ...(await point(page, 'draw_pad', x, y)), id });

  await touch('touchStart', [await at(0.3, 0.4)]);
  for (const x of [0.4, 0.5, 0.6]) {
    await touch('touchMove', [await at(x, 0.4)]);
    await frames(page, 1);
  }
  const one = await state(page);
  assert.equal(one.strokes, 1);
  const row = one.ink.slice(10 * 28, 13 * 28);
  assert.ok(sum(row) > 3, `ink ${sum(row)}`);

  await touch('touchStart', [await at(0.6, 0.4), await at(0.2, 0.9, 1)]);
  await touch('touchMove', [await at(0.6, 0.4), await at(0.8, 0.9, 1)]);
  await touch('touchEnd', [await at(0.6, 0.4)]);
  await touch('touchEnd', []);
  await frames(page, 4);
  const two = await state(page);
  assert.equal(two.strokes, 1);
  assert.equal(sum(two.ink.slice(24 * 28)), 0, 'the second finger drew');

  const { x, y } = await point(page, 'undo');
  await page.touchscreen.tap(x, y);
  await frames(page, 4);
  assert.deepEqual((await state(page)).ink, example.ink, 'the tap on Undo was not taken');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('keys that mean nothing here stay the browser’s', async () => {
  const page = await shared.open();
  await rects(page);
  await page.evaluate(() => {
    globalThis.keys = [];
    window.addEventListener('keydown', (event) => keys.push(event), { capture: true });
  });
  const keys = ['F5', 'F11', 'Control+s', 'Control+l', 'Control+r', 'Alt+ArrowLeft', 'Control+z'];
  for (const key of keys) await page.keyboard.press(key);
  const prevented = await page.evaluate(
      () => keys.filter((event) => event.defaultPrevented).map((event) => event.key));
  assert.deepEqual(prevented.filter((key) => key !== 'Control'), ['z']);
  await page.context().close();
});
