// The view "Digits": with files made up here in place of MNIST's, so that it can be tested where the
// page was built without; and the page that has none.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  click,
  frames,
  launchBrowser,
  openReady,
  point,
  rects,
  servePage,
  state,
} from './harness.mjs';
import { COUNT, FILES, idx, LABELS, PIXELS, pageThatHas } from './made_digits.mjs';

let browser;
before(async () => {
  browser = await launchBrowser();
});
after(() => browser.close());

// `files(name, times)`: as `answer` of servePage.
/** @param {Record<string, any>} what @param {(page: any, asked: string[]) => Promise<void>} use */
async function withPage(
  { has = true, files = (name) => ({ body: FILES[name] }), ...options },
  use,
) {
  const asked = [];
  const server = await servePage({
    answer(name) {
      if (name === 'index.html') return pageThatHas(has);
      if (!name.startsWith('digits/')) return undefined;
      asked.push(name);
      return files(name, asked.filter((other) => other === name).length);
    },
  });
  try {
    const page = await openReady(browser, server.url, { serviceWorkers: 'block', ...options });
    await use(page, asked);
    await page.context().close();
  } finally {
    await server.close();
  }
}

async function openDigits(page) {
  await click(page, 'tab_digits');
  await page.waitForFunction(() => latentpad.state().digits.loaded);
  await frames(page);
}

const near = (a, b, tolerance = 1e-4) =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]) < tolerance);

test('without them there is no such view, and nothing is fetched', () =>
  withPage({ has: false }, async (page, asked) => {
    assert.equal((await rects(page)).tab_digits, undefined);
    assert.equal((await state(page)).digits.offered, false);
    assert.deepEqual(asked, []);
  }));

test('they are fetched when the view is opened, once', () =>
  withPage({}, async (page, asked) => {
    assert.deepEqual(asked, []);
    await openDigits(page);
    await click(page, 'tab_sample');
    await click(page, 'tab_digits');
    assert.deepEqual(asked.sort(), Object.keys(FILES));
    const { digits } = await state(page);
    assert.equal(digits.count, COUNT);
    assert.deepEqual(
      digits.shown.map(({ label }) => label),
      LABELS.slice(0, digits.shown.length),
    );
    assert.deepEqual(page.complaints, []);
  }));

test('a label is chosen, pages are turned', () =>
  withPage({}, async (page) => {
    await openDigits(page);
    await click(page, 'digits_label_3');
    let { digits } = await state(page);
    const threes = LABELS.map((label, i) => (label === 3 ? i : -1)).filter((i) => i >= 0);
    assert.equal(digits.label, 3);
    assert.deepEqual(
      digits.shown.map(({ index }) => index),
      threes.slice(0, digits.shown.length),
    );
    await click(page, 'digits_next');
    ({ digits } = await state(page));
    assert.ok(digits.first > 0);
    assert.equal(digits.shown[0].index, threes[digits.first]);
    await click(page, 'digits_previous');
    assert.equal((await state(page)).digits.first, 0);
    await click(page, 'digits_all');
    assert.equal((await state(page)).digits.count, COUNT);
  }));

test('a click puts a digit on the pad as it is, and undo takes it back', () =>
  withPage({}, async (page) => {
    await openDigits(page);
    const before = await state(page);
    await click(page, 'digit_5');
    const after = await state(page);
    const pixels = [...PIXELS[5]].map((value) => value / 255);
    assert.ok(near(after.ink, pixels));
    assert.ok(near(after.input, pixels));
    assert.equal(after.inputMode, 'raw');
    assert.ok(
      Math.abs(after.negElbo - after.digits.shown[5].negElbo) < 0.05,
      'the pad and the view agree about what it costs',
    );
    const { mu } = await page.evaluate((p) => latentpad.encode(p), pixels);
    assert.ok(near(after.mu, mu, 1e-3));
    await click(page, 'undo');
    assert.deepEqual((await state(page)).ink, before.ink);
  }));

test('the keyboard reaches a digit', () =>
  withPage({}, async (page) => {
    await openDigits(page);
    await click(page, 'digits_all');
    const before = (await state(page)).ink;
    await page.keyboard.press('ArrowDown');
    await frames(page);
    await page.keyboard.press('Enter');
    await frames(page);
    const { ink } = await state(page);
    assert.notDeepEqual(ink, before);
    assert.ok(
      PIXELS.some((pixels) =>
        near(
          ink,
          [...pixels].map((value) => value / 255),
        ),
      ),
    );
  }));

test('another model reconstructs them anew', () =>
  withPage({}, async (page) => {
    await openDigits(page);
    const before = (await state(page)).digits.shown;
    await click(page, 'model_2');
    await page.waitForFunction(() => latentpad.state().model.latentDim === 2);
    await frames(page);
    const { shown } = (await state(page)).digits;
    assert.deepEqual(
      shown.map(({ index }) => index),
      before.map(({ index }) => index),
    );
    assert.notEqual(shown[0].negElbo, before[0].negElbo);
  }));

test('files that are not packed are taken as they are', () =>
  withPage(
    {
      files: (name) => ({
        body: name.includes('images') ? idx(0x803, [COUNT, 28, 28], PIXELS) : FILES[name],
      }),
    },
    async (page) => {
      await openDigits(page);
      assert.equal((await state(page)).digits.count, COUNT);
    },
  ));

for (const [what, bad, complaint] of [
  ['a missing file', { status: 404, body: '' }, /digits\/images\.bin could not be loaded/],
  [
    'a file cut short',
    { body: FILES['digits/images.bin'].subarray(0, 500) },
    /images\.bin is damaged/,
  ],
  ['another file', { body: gzipSync('nonsense, and more of it') }, /begins with/],
]) {
  test(`${what} is said, and can be asked for again`, () =>
    withPage(
      {
        files: (name, times) =>
          name.includes('images') && times === 1 ? /** @type {any} */ (bad) : { body: FILES[name] },
      },
      async (page) => {
        await click(page, 'tab_digits');
        await page.waitForFunction(() => latentpad.state().error !== null);
        await frames(page);
        assert.match((await state(page)).error, /** @type {RegExp} */ (complaint));
        await click(page, 'digits_retry');
        await page.waitForFunction(() => latentpad.state().digits.loaded);
      },
    ));
}

test('on a phone everything is on the screen and large enough for a finger', () =>
  withPage(
    { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
    async (page) => {
      const tab = await point(page, 'tab_digits');
      await page.touchscreen.tap(tab.x, tab.y);
      await page.waitForFunction(() => latentpad.state().digits.loaded);
      await frames(page);
      const places = await rects(page);
      const names = Object.keys(places).filter((name) => /^digits?_/.test(name));
      assert.ok(names.length >= 11 + 2 + 4, names.join(' '));
      for (const name of names) {
        const { x, width, height } = places[name];
        assert.ok(x >= 0 && x + width <= 390, `${name} is cut off`);
        assert.ok(width >= 44 && height >= 38, `${name} is ${width} x ${height}`);
      }
    },
  ));
