// The view "Repair", pictures on the pad, and pens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  atRest,
  click,
  frames,
  openReady,
  point,
  rects,
  servePage,
  setUp,
  state,
  stroke,
  sum,
} from './harness.mjs';

const shared = setUp();

async function openRepair(page) {
  await click(page, 'tab_repair');
  await page.waitForFunction(() => latentpad.state().repair.restored?.length === 784);
  await frames(page);
  return (await state(page)).repair;
}

const rms = (a, b) => Math.sqrt(sum(a.map((value, i) => (value - b[i]) ** 2)) / a.length);
const near = (a, b, tolerance = 1e-4) => rms(a, b) < tolerance;

test('salt and pepper: more, less, elsewhere, none', async () => {
  const page = await shared.open();
  const first = await openRepair(page);
  const { input } = await state(page);
  assert.ok(first.noise > 0 && first.damagedError > 0);
  assert.ok(Math.abs(first.damagedError - rms(first.damaged, input)) < 1e-4);
  await click(page, 'repair_again');
  const second = (await state(page)).repair;
  assert.ok(!near(second.damaged, first.damaged));
  const { x, y } = await point(page, 'repair_noise', 0.9);
  await page.mouse.click(x, y);
  await frames(page);
  assert.ok((await state(page)).repair.damagedError > 1.3 * second.damagedError);
  await click(page, 'repair_reset');
  const whole = await state(page);
  assert.ok(near(whole.repair.damaged, whole.input, 1e-6));
  assert.equal(whole.repair.damagedError, 0);
  assert.deepEqual(page.complaints, []);
});

test('a half is missing, the brush blacks out, reset takes it back', async () => {
  const page = await shared.open();
  await openRepair(page);
  await click(page, 'repair_reset');
  await click(page, 'repair_right');
  let { repair, input } = await state(page);
  assert.equal(repair.missing, 'right');
  repair.damaged.forEach((value, i) =>
    assert.ok(Math.abs(value - (i % 28 < 14 ? input[i] : 0)) < 1e-6),
  );
  await click(page, 'repair_none');
  await stroke(
    page,
    [
      [0.05, 0.5],
      [0.95, 0.5],
      [1.4, 0.9],
    ],
    { name: 'repair_damaged' },
  );
  ({ repair, input } = await state(page));
  assert.equal(repair.strokes, 1);
  for (let x = 2; x < 26; ++x) assert.ok(repair.damaged[14 * 28 + x] < 1e-6, `column ${x}`);
  assert.ok(near(repair.damaged.slice(0, 8 * 28), input.slice(0, 8 * 28), 1e-6));
  assert.equal((await state(page)).exampleShown, true, 'the drawing itself is untouched');
  await click(page, 'repair_reset');
  assert.equal((await state(page)).repair.strokes, 0);
});

test('each step is the one before, encoded and decoded; a click takes its z', async () => {
  const page = await shared.open();
  const { damaged, steps } = await openRepair(page);
  assert.equal(steps.length, 8);
  let digit = damaged;
  for (const step of steps.slice(0, 3)) {
    const { pixels } = await page.evaluate(
      (x) => latentpad.decode(latentpad.encode(x.map((v) => Math.min(Math.max(v, 0), 1))).mu),
      digit,
    );
    assert.ok(near(pixels, step, 1e-4));
    digit = step;
  }
  await click(page, 'repair_3');
  const taken = await state(page);
  assert.equal(taken.zSource, 'repair');
  assert.ok(near(taken.reconstruction, steps[2], 1e-4));
  await click(page, 'back_to_digit');
  assert.equal((await state(page)).zSource, 'mean');
});

test('follows the drawing, and the model of the switch', async () => {
  const page = await shared.open();
  const before = await openRepair(page);
  await stroke(page, [
    [0.3, 0.2],
    [0.7, 0.8],
  ]);
  const drawn = (await state(page)).repair;
  assert.ok(!near(drawn.damaged, before.damaged) && !near(drawn.restored, before.restored));
  await click(page, 'model_2');
  await page.waitForFunction(() => latentpad.state().model.latentDim === 2);
  await frames(page);
  const other = (await state(page)).repair;
  assert.ok(near(other.restored, drawn.restored), 'the denoising model stays');
  assert.ok(!near(other.steps[0], drawn.steps[0]));
  await click(page, 'repair_1');
  assert.equal((await state(page)).z.length, 2);
});

test('the keyboard chooses what is missing', async () => {
  const page = await shared.open();
  await openRepair(page);
  await click(page, 'repair_left');
  await page.keyboard.press('ArrowRight');
  await frames(page);
  await page.keyboard.press('Enter');
  await frames(page);
  assert.equal((await state(page)).repair.missing, 'right');
});

test('on a phone it is one column, nothing cut off, and the brush is a finger', async () => {
  const page = await shared.open({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const tab = await point(page, 'tab_repair');
  await page.touchscreen.tap(tab.x, tab.y);
  await page.waitForFunction(() => latentpad.state().repair.restored?.length === 784);
  await frames(page);
  const places = await rects(page);
  const names = Object.keys(places).filter((name) => name.startsWith('repair_'));
  assert.equal(names.length, 5 + 3 + 2 + 8);
  for (const name of names) {
    const { x, width, height } = places[name];
    assert.ok(x >= 0 && x + width <= 390, `${name} is cut off`);
    assert.ok(width >= 44 && height >= 38, `${name} is ${width} x ${height}`);
  }
  await atRest(page);
  const { x, y } = await point(page, 'repair_damaged');
  await page.touchscreen.tap(x, y);
  await frames(page);
  assert.equal((await state(page)).repair.strokes, 1);
});

test('a denoising model that does not come can be asked for again', async () => {
  let times = 0;
  const server = await servePage({
    answer: (name) =>
      name.includes('denoise20') && ++times === 1 ? { status: 503, body: '' } : undefined,
  });
  try {
    const page = await openReady(shared.browser, server.url, { serviceWorkers: 'block' });
    await click(page, 'tab_repair');
    await page.waitForFunction(() => latentpad.state().error !== null);
    await frames(page);
    assert.match((await state(page)).error, /denoise20/);
    assert.equal((await state(page)).repair.restored.length, 0);
    assert.equal((await state(page)).repair.steps.length, 8, 'the rest works without');
    await click(page, 'repair_retry');
    await page.waitForFunction(() => latentpad.state().repair.restored.length === 784);
  } finally {
    await server.close();
  }
});

test('a pen draws as wide as it is pressed', async () => {
  const page = await shared.open();
  const { x, y } = await point(page, 'draw_pad', 0.2, 0.5);
  const { x: right } = await point(page, 'draw_pad', 0.8, 0.5);
  const devtools = await page.context().newCDPSession(page);
  const press = async (force) => {
    const send = (type, at, buttons) =>
      devtools.send('Input.dispatchMouseEvent', {
        type,
        x: at,
        y,
        button: 'left',
        buttons,
        clickCount: 1,
        pointerType: 'pen',
        force,
      });
    await send('mouseMoved', x, 0);
    await send('mousePressed', x, 1);
    for (let i = 1; i <= 8; ++i) await send('mouseMoved', x + ((right - x) * i) / 8, 1);
    await send('mouseReleased', right, 0);
    await frames(page);
    const ink = sum((await state(page)).ink);
    await click(page, 'clear');
    return ink;
  };
  const [light, middle, hard] = [await press(0.1), await press(0.5), await press(1)];
  assert.ok(light < 0.7 * middle, `${light} < ${middle}`);
  assert.ok(hard > 1.4 * middle, `${hard} > ${middle}`);
});
