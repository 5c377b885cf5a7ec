// The pad: strokes, dots, eraser, undo, with a real mouse and a real finger.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  click,
  fingersOf,
  frames,
  look,
  point,
  rects,
  setUp,
  state,
  stroke,
  sum,
} from './harness.mjs';

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
  await stroke(page, [
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
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
      gl.readPixels(
        area.x,
        canvas.height - area.y - area.height,
        Math.round(area.width),
        Math.round(area.height),
        gl.RGBA,
        gl.UNSIGNED_BYTE,
        pixels,
      );
      const { ink, reconstruction } = latentpad.state();
      seen.push({
        ink: ink.reduce((a, b) => a + b),
        reconstruction: reconstruction[400],
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
  await stroke(
    page,
    [
      [0.1, 0.5],
      [0.9, 0.5],
    ],
    { steps: 1 },
  );
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
  await stroke(page, [
    [0.3, 0.3],
    [0.7, 0.3],
  ]);
  const first = await state(page);
  await stroke(page, [
    [0.3, 0.7],
    [0.7, 0.7],
  ]);
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
  await stroke(page, [
    [0.2, 0.5],
    [0.8, 0.5],
  ]);
  const drawn = sum((await state(page)).ink);
  await click(page, 'eraser');
  assert.equal((await state(page)).tool, 'eraser');
  await stroke(page, [
    [0.5, 0.4],
    [0.5, 0.6],
  ]);
  const erased = sum((await state(page)).ink);
  assert.ok(erased < drawn - 1, `${drawn} -> ${erased}`);
  await click(page, 'brush');
  await stroke(page, [
    [0.5, 0.4],
    [0.5, 0.6],
  ]);
  assert.ok(sum((await state(page)).ink) > erased + 1);
  await page.context().close();
});

test('the brush has a size', async () => {
  const page = await shared.open();
  const dots = [];
  for (const where of [0.05, 0.95]) {
    await click(page, 'clear');
    await stroke(
      page,
      [
        [0.5, 0.5],
        [where, 0.5],
      ],
      { name: 'brush_size' },
    );
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
  await stroke(page, [
    [0.15, 0.15],
    [0.15, 0.45],
  ]); // small, in a corner
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

test('a finger draws one stroke; two fingers draw nothing', async () => {
  const page = await shared.open({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const { touch } = await fingersOf(page);
  const example = await state(page);
  const at = async (x, y, id = 0) => ({ ...(await point(page, 'draw_pad', x, y)), id });
  const draw = async () => {
    await touch('touchStart', await at(0.3, 0.4));
    for (const x of [0.4, 0.5, 0.6]) {
      await touch('touchMove', await at(x, 0.4));
      await frames(page, 1);
    }
  };

  await draw();
  assert.equal((await state(page)).exampleShown, false);
  await touch('touchStart', await at(0.6, 0.4), await at(0.2, 0.9, 1));
  await frames(page, 4);
  const pinched = await state(page);
  assert.deepEqual(pinched.ink, example.ink, 'what the first finger began is still there');
  assert.equal(pinched.exampleShown, true);
  await touch('touchMove', await at(0.7, 0.4), await at(0.8, 0.9, 1));
  await touch('touchEnd', await at(0.8, 0.9, 1)); // the first is lifted
  await touch('touchMove', await at(0.8, 0.6, 1));
  await touch('touchStart', await at(0.8, 0.6, 1), await at(0.2, 0.2, 2));
  await touch('touchMove', await at(0.8, 0.6, 1), await at(0.2, 0.6, 2));
  await touch('touchEnd');
  await frames(page, 4);
  assert.deepEqual((await state(page)).ink, example.ink, 'two fingers draw');

  await draw();
  await touch('touchEnd');
  await frames(page, 4);
  const one = await state(page);
  assert.equal(one.strokes, 1);
  const row = one.ink.slice(10 * 28, 13 * 28);
  assert.ok(sum(row) > 3, `ink ${sum(row)}`);

  const { x, y } = await point(page, 'undo');
  await page.touchscreen.tap(x, y);
  await frames(page, 4);
  assert.deepEqual((await state(page)).ink, example.ink, 'the tap on Undo was not taken');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a mouse that moves while a finger draws is nothing', async () => {
  const page = await shared.open({ hasTouch: true });
  const { touch } = await fingersOf(page);
  const at = (x, y) => point(page, 'draw_pad', x, y);
  await touch('touchStart', await at(0.2, 0.2));
  await touch('touchMove', await at(0.5, 0.2));
  await frames(page);
  const aside = await at(0.5, 0.9);
  await page.mouse.move(aside.x, aside.y);
  await frames(page);
  await touch('touchMove', await at(0.8, 0.2));
  await touch('touchEnd');
  await frames(page, 4);
  const { ink, strokes } = await state(page);
  assert.equal(strokes, 1);
  assert.equal(sum(ink.slice(12 * 28)), 0, 'the line goes to the mouse');
  assert.ok(ink[5 * 28 + 21] > 0.5, 'the rest of the line is lost');
  await page.context().close();
});

// Pointers that no driver has: events made here, as browsers send them.
async function pretend(page, events) {
  for (const {
    at: [x, y],
    ...init
  } of events) {
    const { x: clientX, y: clientY } = await point(page, 'draw_pad', x, y);
    await page.evaluate(
      ({ type, ...rest }) => {
        const canvas = document.getElementById('canvas');
        canvas.setPointerCapture = () => {}; // knows no pretended pointer
        canvas.dispatchEvent(new PointerEvent(type, { bubbles: true, button: -1, ...rest }));
      },
      { clientX, clientY, ...init },
    );
    await frames(page, 2);
  }
  await frames(page);
}

const pen = (type, at, rest = {}) => ({
  type,
  at,
  pointerType: 'pen',
  pointerId: 41,
  isPrimary: true,
  pressure: 0.5,
  ...rest,
});
const palm = (type, at, rest = {}) => ({
  type,
  at,
  pointerType: 'touch',
  pointerId: 42,
  isPrimary: true,
  ...rest,
});
const DOWN = { button: 0, buttons: 1 };
const UP = { button: 0, buttons: 0 };

test('a palm beside a pen is nothing, whichever comes first', async () => {
  const page = await shared.open();
  await click(page, 'clear');
  const stroke = [
    pen('pointerdown', [0.2, 0.2], DOWN),
    pen('pointermove', [0.5, 0.2], { buttons: 1 }),
  ];
  const rest = [pen('pointermove', [0.8, 0.2], { buttons: 1 }), pen('pointerup', [0.8, 0.2], UP)];
  await pretend(page, [...stroke, ...rest]);
  const alone = await state(page);
  assert.equal(alone.strokes, 1);
  await click(page, 'clear');
  await pretend(page, [
    ...stroke,
    palm('pointerdown', [0.8, 0.8], DOWN),
    palm('pointermove', [0.7, 0.8], { buttons: 1 }),
    ...rest,
    palm('pointermove', [0.6, 0.8], { buttons: 1 }),
    palm('pointerup', [0.6, 0.8], UP),
  ]);
  assert.deepEqual((await state(page)).ink, alone.ink, 'a palm after the pen');
  await click(page, 'clear');
  await pretend(page, [
    palm('pointerdown', [0.8, 0.8], DOWN),
    palm('pointermove', [0.7, 0.8], { buttons: 1 }),
    ...stroke,
    palm('pointermove', [0.6, 0.8], { buttons: 1 }),
    ...rest,
    palm('pointerup', [0.6, 0.8], UP),
  ]);
  const after = await state(page);
  assert.deepEqual(after.ink, alone.ink, 'a palm before the pen');
  assert.equal(after.strokes, 1);
  // The pen is still near; when it has gone a finger draws again.
  await pretend(page, [palm('pointerdown', [0.8, 0.8], DOWN), palm('pointerup', [0.8, 0.8], UP)]);
  assert.equal((await state(page)).strokes, 1);
  await pretend(page, [
    pen('pointerleave', [0.8, 0.2]),
    palm('pointerdown', [0.8, 0.8], DOWN),
    palm('pointerup', [0.8, 0.8], UP),
  ]);
  assert.equal((await state(page)).strokes, 2);
  await page.context().close();
});

test('the other end of a pen erases, and the tool stays', async () => {
  const page = await shared.open();
  await click(page, 'clear');
  await stroke(page, [
    [0.2, 0.5],
    [0.8, 0.5],
  ]);
  const drawn = await state(page);
  await pretend(page, [
    pen('pointerdown', [0.5, 0.4], { button: 5, buttons: 32 }),
    pen('pointermove', [0.5, 0.6], { buttons: 32 }),
    pen('pointerup', [0.5, 0.6], { button: 5, buttons: 0 }),
  ]);
  const erased = await state(page);
  assert.equal(erased.strokes, 2);
  assert.ok(sum(erased.ink) < sum(drawn.ink) - 1);
  assert.equal(erased.tool, 'brush');
  await page.context().close();
});

test('undo takes z back, too: a whole drag of a slider at once', async () => {
  const page = await shared.open();
  const { z } = await state(page);
  await stroke(
    page,
    [
      [0.5, 0.5],
      [0.9, 0.5],
    ],
    { name: 'z3' },
  );
  assert.equal((await state(page)).zSource, 'manual');
  await page.keyboard.press('Control+z');
  await frames(page, 4);
  const back = await state(page);
  assert.deepEqual(back.z, z);
  assert.equal(back.zSource, 'mean');
  assert.equal(back.exampleShown, true);
  await page.context().close();
});

test('undo in Repair takes the black stroke back, not the drawing', async () => {
  const page = await shared.open();
  await stroke(page, [
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  await click(page, 'tab_repair');
  await page.waitForFunction(() => latentpad.rects().repair_damaged);
  await stroke(
    page,
    [
      [0.3, 0.5],
      [0.7, 0.5],
    ],
    { name: 'repair_damaged' },
  );
  assert.equal((await state(page)).repair.strokes, 1);
  await page.keyboard.press('Control+z');
  await frames(page, 4);
  const undone = await state(page);
  assert.equal(undone.repair.strokes, 0);
  assert.equal(undone.strokes, 1);
  await page.keyboard.press('Control+Shift+z');
  await frames(page, 4);
  assert.equal((await state(page)).repair.strokes, 1);
  await page.context().close();
});

test('keys that mean nothing here stay the browser’s', async () => {
  const page = await shared.open();
  await rects(page);
  await page.evaluate(() => {
    globalThis.pressed = [];
    window.addEventListener('keydown', (event) => pressed.push(event), { capture: true });
  });
  const keys = ['F5', 'F11', 'Control+s', 'Control+l', 'Control+r', 'Alt+ArrowLeft', 'Control+z'];
  for (const key of keys) await page.keyboard.press(key);
  const prevented = await page.evaluate(() =>
    pressed.filter((event) => event.defaultPrevented).map((event) => event.key),
  );
  assert.deepEqual(
    prevented.filter((key) => key !== 'Control'),
    ['z'],
  );
  await page.context().close();
});
