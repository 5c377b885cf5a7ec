// Pictures of every view of the page, at seven sizes and in both themes, those of the README among
// them: node screenshots.mjs FOLDER [PIXEL_RATIO] [SIZE ...]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  atRest,
  click,
  frames,
  launchBrowser,
  openReady,
  rects,
  servePage,
  stroke,
} from './harness.mjs';

const [folder, ratio = '1', ...wanted] = process.argv.slice(2);
if (!folder || !(Number(ratio) > 0)) {
  console.error('usage: node screenshots.mjs FOLDER [PIXEL_RATIO] [SIZE ...]');
  process.exit(2);
}

// A two, drawn as a person would: a Catmull-Rom curve through these points.
const TWO = [
  [0.26, 0.33],
  [0.34, 0.21],
  [0.5, 0.16],
  [0.65, 0.23],
  [0.68, 0.38],
  [0.56, 0.56],
  [0.4, 0.71],
  [0.28, 0.82],
  [0.4, 0.78],
  [0.56, 0.8],
  [0.74, 0.79],
];

function curve(points, steps) {
  const at = (i) => points[Math.min(Math.max(i, 0), points.length - 1)];
  const samples = [];
  for (let i = 0; i + 1 < points.length; ++i) {
    for (let s = 0; s < steps; ++s) {
      const t = s / steps;
      samples.push(
        [0, 1].map((axis) => {
          const [a, b, c, d] = [-1, 0, 1, 2].map((offset) => at(i + offset)[axis]);
          return (
            b + (t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))) / 2
          );
        }),
      );
    }
  }
  return [...samples, points.at(-1)];
}
const SIZES = {
  large: [1920, 1080],
  desktop: [1440, 900],
  laptop: [1280, 720],
  small: [1024, 768],
  tablet: [820, 1180],
  phone: [390, 844],
  landscape: [844, 390],
};

// What each view shows at its best.
const PREPARE = {
  map: async (page) =>
    page.waitForFunction(() => latentpad.state().map?.loaded, null, { timeout: 20_000 }),
  morph: async (page) => click(page, 'morph_5'),
  learn: async (page) => {
    await page.evaluate(() => latentpad.act({ act: 'learn', latentDim: 2, batchSize: 20 }));
    await page.waitForFunction(() => latentpad.state().learn.step >= 600, null, {
      timeout: 300_000,
    });
    await page.evaluate(() => latentpad.act({ act: 'learn_pause' }));
    await untilRest(page);
  },
  repair: async (page) => {
    await page.waitForFunction(() => latentpad.state().repair?.restored?.length === 784, null, {
      timeout: 20_000,
    });
  },
};

// A heart, four times a little otherwise, and a fifth that it was not taught.
const heart = (k) =>
  Array.from({ length: 61 }, (_, i) => {
    const t = (i / 60) * 2 * Math.PI;
    const x = 16 * Math.sin(t) ** 3;
    const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t);
    return [0.5 + x / (46 + 3 * k), 0.48 - y / (48 - 2 * k)];
  });

const untilRest = (page) =>
  page.waitForFunction(() => !latentpad.state().learn.running, null, { timeout: 300_000 });

// Without rehearsal first, so that both curves are there.
async function teachHeart(page) {
  await page.evaluate(() => latentpad.act({ act: 'model', name: 'latent10' }));
  await click(page, 'learn_teach');
  for (let k = 0; k < 4; ++k) {
    await click(page, 'clear');
    await stroke(page, heart(k), { steps: 1 });
    await click(page, 'lesson_add');
  }
  await click(page, 'clear');
  await stroke(page, heart(-1), { steps: 1 });
  await page.evaluate(() => latentpad.act({ act: 'teach', rehearsal: false }));
  await untilRest(page);
  await page.evaluate(() => {
    latentpad.act({ act: 'model', name: 'latent10' });
    latentpad.act({ act: 'teach', rehearsal: true });
  });
  await untilRest(page);
}

// As the page is at this moment.
async function snap(page, name, clip) {
  const path = join(folder, `${name}.png`);
  await page.screenshot({ path, clip });
  console.log(path);
}

async function shoot(page, name, clip) {
  await page.mouse.move(2, 2);
  await frames(page, 2);
  await atRest(page);
  await snap(page, name, clip);
}

// The place of the views on a desktop.
async function viewsCard(page) {
  const { tab_map: tab } = await rects(page);
  const { width, height } = await page.evaluate(() => {
    const { clientWidth, clientHeight } = document.getElementById('canvas');
    return { width: clientWidth, height: clientHeight };
  });
  return { x: tab.x - 24, y: tab.y - 12, width: width - tab.x + 8, height: height - tab.y + 4 };
}

await mkdir(folder, { recursive: true });
const server = await servePage();
const browser = await launchBrowser();
for (const [name, [width, height]] of Object.entries(SIZES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const [theme, colorScheme] of [
    ['paper', 'light'],
    ['night', 'dark'],
  ]) {
    const page = await openReady(browser, server.url, {
      viewport: { width, height },
      deviceScaleFactor: Number(ratio),
      colorScheme,
      reducedMotion: 'reduce',
    });
    await stroke(page, curve(TWO, 8), { steps: 1 });
    const all = Object.keys(await rects(page)).filter((tab) => tab.startsWith('tab_'));
    const tabs = all.filter((tab) => tab !== 'tab_learn');
    if (tabs.length < all.length) tabs.push('tab_learn'); // whose model all others would show
    for (const tab of tabs) {
      const view = tab.slice('tab_'.length);
      await click(page, tab);
      await PREPARE[view]?.(page);
      await shoot(page, `${name}-${theme}-${view}`);
      if (name === 'desktop' && theme === 'paper')
        await shoot(page, `view-${view}`, await viewsCard(page));
      await page.evaluate(() => latentpad.act({ act: 'back_to_digit' }));
    }
    if (tabs.includes('tab_learn')) {
      await teachHeart(page);
      await shoot(page, `${name}-${theme}-teach`);
      if (name === 'desktop') await shoot(page, `view-teach-${theme}`, await viewsCard(page));
    }
    await page.context().close();
  }
}

// The plane of two dimensions, with what is decoded everywhere beneath the points.
const plane = await openReady(browser, `${server.url}#v1&m=latent2&w=map`, {
  viewport: { width: 1440, height: 900 },
  deviceScaleFactor: Number(ratio),
  reducedMotion: 'reduce',
});
await stroke(plane, curve(TWO, 8), { steps: 1 });
await PREPARE.map(plane);
await click(plane, 'map_digits');
await frames(plane, 30);
await shoot(plane, 'plane', await viewsCard(plane));

// A network that learns from nothing, so many seconds after it was told to.
const learning = await openReady(browser, server.url, {
  viewport: { width: 1440, height: 900 },
  deviceScaleFactor: Number(ratio),
});
await click(learning, 'tab_learn');
await atRest(learning);
const learningCard = await viewsCard(learning);
const started = performance.now();
await learning.evaluate(() => latentpad.act({ act: 'learn', latentDim: 10, batchSize: 20 }));
for (const seconds of [0, 3, 10, 60]) {
  await sleep(Math.max(1000 * seconds - (performance.now() - started), 0));
  await snap(learning, `learn-${seconds}s`, learningCard);
}
await learning.context().close();

// What links to the page show: web/preview.png.
const preview = await openReady(browser, server.url, {
  viewport: { width: 1200, height: 630 },
  deviceScaleFactor: 1,
  reducedMotion: 'reduce',
});
await stroke(preview, curve(TWO, 8), { steps: 1 });
await shoot(preview, 'preview');
await browser.close();
await server.close();
