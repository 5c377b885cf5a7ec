// The HTML beside the canvas: what screen readers read, and a way without the canvas for keyboards.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atPeace, click, frames, point, setUp, state, stroke } from './harness.mjs';

const shared = setUp();

const slider = (page, index) => page.getByRole('slider', { name: `z${index + 1}`, exact: true });
const button = (page, name) => page.getByRole('button', { name, exact: true });
const live = (page) => page.evaluate(() => document.getElementById('live').textContent);

test("it is in the accessibility tree, with the program's values", async () => {
  const page = await shared.open();
  const { z, negElbo, reconNats, klNats } = await state(page);
  assert.equal(await page.getByRole('region', { name: 'Controls' }).count(), 1);
  assert.equal(await page.getByLabel('Latent dimensions').inputValue(), 'latent10');
  assert.equal(await page.getByLabel('View').inputValue(), 'sample');
  assert.equal(await page.getByRole('slider').count(), 10);
  for (const [index, value] of z.entries()) {
    assert.equal(await slider(page, index).inputValue(), String(Number(value.toFixed(2))));
  }
  const losses = await page.locator('#mirror-losses').textContent();
  for (const value of [negElbo, reconNats, klNats])
    assert.ok(losses.includes(value.toFixed(1)), losses);
  await page.context().close();
});

const covers = (page) =>
  page.evaluate(() => {
    const { left, top, width } = document.getElementById('mirror').getBoundingClientRect();
    return document.elementFromPoint(left + width / 2, top + 20)?.closest('#mirror') !== null;
  });

test('it appears with the focus and goes with it', async () => {
  const page = await shared.open();
  assert.equal(await covers(page), false);
  await page.focus('#canvas');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Tab');
  assert.equal(await slider(page, 9).evaluate((range) => range === document.activeElement), true);
  assert.equal(await covers(page), true);
  await page.focus('#canvas');
  assert.equal(await covers(page), false);
  await page.context().close();
});

test('the canvas lets the focus go: Escape, then Tab, on to what comes next or before', async () => {
  const page = await shared.open();
  const focused = () => page.evaluate(() => document.activeElement.id);
  await page.focus('#canvas');
  await page.keyboard.press('Tab');
  assert.equal(await focused(), 'canvas');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.notEqual(await focused(), 'canvas');
  await page.focus('#canvas');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+Tab');
  assert.ok(await page.evaluate(() => document.activeElement.closest('#mirror') !== null));
  await page.context().close();
});

test('the first stop of the keyboard leads to the canvas, which shows that it has the focus', async () => {
  const page = await shared.open();
  const ring = page.locator('#focus-ring');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
  assert.equal(await ring.isVisible(), false, 'not at the start');
  await page.evaluate(() => {
    // As from the browser's own controls, which are before the page.
    const outside = document.createElement('button');
    document.body.prepend(outside);
    outside.focus();
  });
  const address = page.url();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'skip');
  assert.equal(
    await page.evaluate(() => {
      const { left, top } = document.getElementById('skip').getBoundingClientRect();
      return document.elementFromPoint(left + 12, top + 12).id;
    }),
    'skip',
    'it is seen',
  );
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
  assert.equal(page.url(), address);
  assert.equal(await ring.isVisible(), true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'more');
  assert.equal(await ring.isVisible(), false);
  await page.keyboard.press('Shift+Tab');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
  assert.equal(await ring.isVisible(), true);
  const { x, y } = await point(page, 'draw_pad');
  await page.mouse.click(x, y);
  assert.equal(await ring.isVisible(), false, 'not for a mouse');
  await page.context().close();
});

test('a latent value is set with the keyboard and followed from the canvas', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  const before = await state(page);
  const third = slider(page, 2);
  await third.focus();
  await page.keyboard.press('Home');
  for (let i = 0; i < 5; ++i) await page.keyboard.press('ArrowRight');
  await frames(page);
  const after = await state(page);
  assert.ok(Math.abs(after.z[2] - -3.95) < 1e-5, `z3 is ${after.z[2]}`);
  assert.notDeepEqual(after.reconstruction, before.reconstruction);
  assert.equal(after.zSource, 'manual');

  const { x, y } = await point(page, 'z2', 0.8);
  await page.mouse.click(x, y);
  await atPeace(page);
  const { z } = await state(page);
  assert.equal(Number(await third.inputValue()), Number(z[2].toFixed(2)));
  assert.equal(await third.getAttribute('aria-valuetext'), z[2].toFixed(2));
  await page.context().close();
});

test('the main acts', async () => {
  const page = await shared.open();
  await stroke(page, [
    [0.3, 0.2],
    [0.6, 0.8],
  ]);
  await atPeace(page);
  assert.equal(await button(page, 'Redo').getAttribute('aria-disabled'), 'true');
  await button(page, 'Clear').press('Enter');
  await atPeace(page);
  assert.equal((await state(page)).strokes, 0);
  assert.equal(await button(page, 'Clear').getAttribute('aria-disabled'), 'true');
  assert.match(await page.locator('#mirror-losses').textContent(), /empty/);
  await button(page, 'Undo').press('Enter');
  await atPeace(page);
  assert.equal((await state(page)).strokes, 1);
  assert.equal(await button(page, 'Redo').getAttribute('aria-disabled'), 'false');

  const { sampleSeed } = await state(page);
  await button(page, 'New samples').press('Enter');
  await frames(page);
  assert.equal((await state(page)).sampleSeed, sampleSeed + 1);
  await button(page, 'Vary within the bands').press('Enter');
  await frames(page);
  assert.equal((await state(page)).zSource, 'posterior');
  await button(page, 'Back to my digit').press('Enter');
  await frames(page);
  assert.equal((await state(page)).zSource, 'mean');

  const dark = button(page, 'Dark colours');
  assert.equal(await dark.getAttribute('aria-pressed'), 'false');
  await dark.press('Enter');
  await atPeace(page);
  assert.equal((await state(page)).theme, 'night');
  assert.equal(await dark.getAttribute('aria-pressed'), 'true');
  await page.context().close();
});

test('model and view, in both directions', async () => {
  const page = await shared.open();
  await page.getByLabel('Latent dimensions').selectOption('5');
  await page.waitForFunction(() => latentpad.state().model.name === 'latent5');
  await atPeace(page);
  assert.equal(await page.getByRole('slider').count(), 5);
  await page.getByLabel('View').selectOption('Morph');
  await frames(page);
  assert.equal((await state(page)).view, 'morph');
  await click(page, 'tab_map');
  await click(page, 'model_10');
  await page.waitForFunction(() => latentpad.state().model.name === 'latent10');
  await atPeace(page);
  assert.equal(await page.getByLabel('View').inputValue(), 'map');
  assert.equal(await page.getByLabel('Latent dimensions').inputValue(), 'latent10');
  assert.equal(await page.getByRole('slider').count(), 10);
  await page.context().close();
});

test('the controls of the view that is shown, and no other', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  const view = async (name) => {
    await page.getByLabel('View').selectOption(name);
    await atPeace(page);
  };
  // A value, a number of one of several, and a button that is of the view alone.
  const temperature = page.getByLabel('Temperature');
  await temperature.fill('0.5');
  await temperature.press('Enter');
  await atPeace(page);
  assert.equal((await state(page)).temperature, 0.5);
  await page.getByLabel('Take a sample: which').fill('3');
  await button(page, 'Take a sample').press('Enter');
  await atPeace(page);
  assert.equal((await state(page)).zSource, 'prior');
  assert.equal(await button(page, 'Throw the noise anew').count(), 0);
  await button(page, 'Keep the sample, or remove it').press('Enter');
  await atPeace(page);
  assert.equal((await state(page)).kept.length, 1);

  await view('Repair');
  assert.equal(await page.getByLabel('Temperature').count(), 0);
  const { seed } = (await state(page)).repair;
  await button(page, 'Throw the noise anew').press('Enter');
  await page.getByLabel('Missing half').selectOption('Left');
  await atPeace(page);
  const { repair } = await state(page);
  assert.equal(repair.seed, seed + 1);
  assert.equal(repair.missing, 'left');

  await view('Map');
  await page.waitForFunction(() => latentpad.state().map.loaded);
  await page.getByLabel('Layout').selectOption('PCA');
  await atPeace(page);
  assert.equal((await state(page)).map.kind, 'pca');
  await click(page, 'map_tsne'); // and back from the canvas
  await atPeace(page);
  assert.equal(await page.getByLabel('Layout').inputValue(), 'tsne');

  // What is no view's.
  await page.getByLabel('Tool').selectOption('Eraser');
  await page.getByLabel('What the encoder gets').selectOption('as drawn');
  await atPeace(page);
  const { tool, inputMode } = await state(page);
  assert.deepEqual([tool, inputMode], ['eraser', 'raw']);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('changes are spoken: seldom, briefly, and not in the middle of a stroke', async () => {
  const page = await shared.open();
  await atPeace(page); // what the start has to say is said
  await page.evaluate(() => {
    globalThis.spoken = [];
    const region = document.getElementById('live');
    new MutationObserver(() => spoken.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  });
  const start = await point(page, 'draw_pad', 0.3, 0.3);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (let i = 0; i < 4; ++i) {
    await page.mouse.move(start.x + 25 * i, start.y + 18 * i);
    await frames(page);
    await atPeace(page);
  }
  assert.deepEqual(await page.evaluate(() => spoken), []);
  await page.mouse.up();
  await page.waitForFunction(() => spoken.length > 0, null, { timeout: 4000 });
  const { negElbo } = await state(page);
  assert.ok((await live(page)).includes(`${negElbo.toFixed(1)} nats`));

  await page.evaluate(() => spoken.splice(0));
  const took = await page.evaluate(async () => {
    const started = performance.now();
    for (let i = 0; i < 100; ++i) {
      latentpad.act({ act: 'sample' });
      await new Promise((resolve) => {
        watched.frame(resolve);
      });
    }
    return performance.now() - started;
  });
  await atPeace(page);
  const spoken = await page.evaluate(() => globalThis.spoken);
  assert.ok(spoken.length >= 1 && spoken.length <= took / 1500 + 1, `in ${took} ms: ${spoken}`);
  assert.match(spoken[0], /New samples\./);
  await page.context().close();
});

test('when nothing happens it is not touched', async () => {
  const page = await shared.open();
  await page.waitForFunction(() => latentpad.state().percentile !== null);
  await atPeace(page);
  const changes = await page.evaluate(async () => {
    let count = 0;
    new MutationObserver((list) => {
      count += list.length;
    }).observe(document.getElementById('mirror'), {
      childList: true,
      subtree: true,
      attributes: true,
      characterData: true,
    });
    for (let i = 0; i < 60; ++i)
      await new Promise((resolve) => {
        watched.frame(resolve);
      });
    return count;
  });
  assert.equal(changes, 0);
  await page.context().close();
});

test('acts by script: what cannot be done is thrown as one sentence', async () => {
  const page = await shared.open();
  const thrown = (what) =>
    page.evaluate((act) => {
      try {
        latentpad.act(act);
      } catch (error) {
        return error.message;
      }
      return 'nothing';
    }, what);
  assert.equal(await thrown({ act: 'clear' }), 'nothing');
  assert.match(await thrown({ act: 'dance' }), /dance/);
  assert.match(await thrown({ act: 'set_z', index: 10, value: 1 }), /0 to 9/);
  assert.match(await thrown({ act: 'model', name: 'latent3' }), /latent3/);
  assert.match(await thrown(undefined), /object/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});
