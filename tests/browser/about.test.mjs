// The text below the canvas, and how the page scrolls.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  fingersOf,
  frames,
  openPage,
  point,
  rects,
  servePage,
  setUp,
  state,
  stroke,
  until,
} from './harness.mjs';

const shared = setUp();

const scrollTo = async (page, y) => {
  await page.evaluate((top) => window.scrollTo({ top, behavior: 'instant' }), y);
  await frames(page);
};

const scrollY = (page) => page.evaluate(() => window.scrollY);

// Waits until the page has stopped scrolling.
async function settled(page) {
  for (let last = -1, now = await scrollY(page); now !== last;) {
    last = now;
    await frames(page, 12);
    now = await scrollY(page);
  }
}

test('without scripts the text is there, and its links work', async () => {
  const context = await shared.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(shared.server.url);
  const words = (await page.innerText('#about')).split(/\s+/).length;
  assert.ok(words > 500 && words < 850, `${words} words`);
  for (const what of ['Kingma', 'CC BY-SA 3.0', 'Yann LeCun', 'SIL Open Font License']) {
    assert.ok((await page.innerText('#about')).includes(what), what);
  }
  await page.click('#more');
  await until(
    page,
    () => Math.abs(document.getElementById('about').getBoundingClientRect().top) <= 1,
  );
  await context.close();
});

test('with a problem shown, the text can be read', async () => {
  const server = await servePage({
    answer: (name) => (name === 'latentpad.wasm' ? { status: 404, body: '' } : undefined),
  });
  const page = await openPage(shared.browser, server.url);
  await page.waitForSelector('#problem:not([hidden])');
  await page.click('#more');
  await settled(page);
  const seen = await page.evaluate(() => {
    const lead = document.querySelector('#about .lead');
    const { x, y, width, height } = lead.getBoundingClientRect();
    return lead.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });
  assert.ok(seen, 'something covers the text');
  await page.context().close();
  await server.close();
});

test('lines have 45 to 75 characters on a desktop, and nothing is cut off on a phone', async () => {
  for (const width of [1440, 360]) {
    const page = await shared.open({ viewport: { width, height: 800 } });
    const measure = await page.evaluate(() => {
      const paragraph = document.querySelector('#about p:not(.lead)');
      const range = document.createRange();
      range.selectNodeContents(paragraph);
      const lines = new Set(
        Array.from(range.getClientRects(), ({ bottom }) => Math.round(bottom / 8)),
      );
      return paragraph.textContent.length / lines.size;
    });
    if (width === 1440) assert.ok(measure > 45 && measure < 80, `${measure} characters a line`);
    const wide = await page.evaluate(() =>
      Array.from(document.querySelectorAll('#strip, #about, #about *'), (node) => ({
        name: node.nodeName,
        right: node.getBoundingClientRect().right,
      })).filter(({ right }) => right > innerWidth),
    );
    assert.deepEqual(wide, []);
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), width);
    await page.context().close();
  }
});

test('widgets are where rects() says, and can be used, after scrolling', async () => {
  const page = await shared.open();
  const before = await rects(page);
  await scrollTo(page, 150);
  const after = await rects(page);
  assert.equal(after.draw_pad.y, before.draw_pad.y - 150);
  await stroke(page, [
    [0.2, 0.8],
    [0.8, 0.8],
  ]);
  const { ink } = await state(page);
  assert.ok(ink[22 * 28 + 14] > 0.5);
  await page.context().close();
});

test('there and back by keyboard, the address untouched', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  const address = page.url();
  await page.focus('#more');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'about-title');
  assert.ok((await scrollY(page)) > 800);
  await page.focus('#back');
  await page.keyboard.press('Enter');
  await settled(page);
  assert.equal(await scrollY(page), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'canvas');
  assert.equal(page.url(), address);
  await page.context().close();
});

test('the wheel scrolls the page where the program has no use for it', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  const pad = await point(page, 'draw_pad');
  await page.mouse.move(pad.x, pad.y);
  await frames(page);
  await page.mouse.wheel(0, 300);
  await settled(page);
  assert.equal(await scrollY(page), 300);
  await page.mouse.wheel(0, -300);
  await settled(page);
  assert.equal(await scrollY(page), 0);
  await page.context().close();
});

test('where the program scrolls, the page waits until it is done', async () => {
  const page = await shared.open({
    viewport: { width: 390, height: 600 },
    reducedMotion: 'reduce',
  });
  const before = (await rects(page)).draw_pad.y;
  await page.evaluate(() => {
    addEventListener(
      'wheel',
      ({ timeStamp }) => {
        globalThis.turned = timeStamp;
      },
      { capture: true },
    );
  });
  await page.mouse.move(200, 300);
  await frames(page);
  await page.mouse.wheel(0, 50);
  await frames(page, 6);
  assert.equal(await scrollY(page), 0);
  assert.ok((await rects(page)).draw_pad?.y < before, 'the program did not scroll');
  // At once, so that they are one turn, however slow the page is to answer.
  await Promise.all(Array.from({ length: 12 }, () => page.mouse.wheel(0, 400)));
  await frames(page, 6);
  assert.equal(await scrollY(page), 0, 'the page scrolls within the same turn');
  await until(page, () => performance.now() - turned > 400); // what counts as another turn
  await page.mouse.wheel(0, 200);
  await settled(page);
  assert.equal(await scrollY(page), 200);
  await page.context().close();
});

test('a finger draws on the canvas and scrolls outside it', async () => {
  const page = await shared.open({ hasTouch: true, viewport: { width: 390, height: 844 } });
  const finger = await fingersOf(page);
  const swipe = async (x, from, to) => {
    await finger.swipe({ x, y: from }, { x, y: to });
    await settled(page);
  };
  const pad = await point(page, 'draw_pad', 0.5, 0.8);
  await swipe(pad.x, pad.y, pad.y - 200);
  assert.equal(await scrollY(page), 0);
  assert.equal((await state(page)).strokes, 1);
  const strip = await page.evaluate(
    () => document.getElementById('strip').getBoundingClientRect().y,
  );
  await swipe(200, strip + 20, strip - 300);
  assert.ok((await scrollY(page)) > 150, `${await scrollY(page)}`);
  await page.context().close();
});
