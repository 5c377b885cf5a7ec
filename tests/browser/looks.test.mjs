// The page looks as it did: every widget where it was and as it was, in every view, at four sizes and
// in both themes. After a change that is meant: LATENTPAD_KEEP=1 node --test looks.test.mjs, and look
// at what is kept.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { PNG } from 'pngjs';
import { atRest, frames, launchBrowser, rects, servePage } from './harness.mjs';
import { withDigits } from './made_digits.mjs';
import { openViews, scrollBy, turnTo, VIEWS } from './views.mjs';

const KEPT = fileURLToPath(new URL('looks/', import.meta.url));
const KEEP = Boolean(process.env.LATENTPAD_KEEP);
const SIZES = [
  [1440, 900],
  [1024, 768],
  [820, 1180],
  [390, 844],
];
const THEMES = ['paper', 'night'];

// Drawn by Chromium itself: releases of Mesa differ at the edges of what is scaled.
const BY_ITSELF = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

// What is kept and compared is of half the size: each point the mean of four pixels, so that an edge
// that a browser draws a little otherwise weighs little. Kept in steps of 16 the pictures are small.
const STEP = 16;
// That rounds by up to 8; as much again for edges. A widget stands out from its ground by 30 and more.
const FURTHEST = 16;
// Points of a widget that may differ by more: the area of about 30 pixels, less than a knob or a
// letter or two. A rectangle that holds others has as many for all of them.
const MOST_DIFFERENT = 8;
const FURTHEST_PLACE = 1; // CSS pixels

// Letters of another release of the font are of other shapes: then only places are compared.
const FONT = '/usr/share/fonts/opentype/inter/Inter-Regular.otf';
const FONT_KEPT = join(KEPT, 'font.txt');
const hashOf = async (file) => {
  const bytes = await readFile(file).catch(() => Buffer.from(''));
  return `${createHash('sha256').update(bytes).digest('hex')}\n`;
};
let sameFont = true;

let server;
let browser;
before(async () => {
  server = await servePage({ answer: withDigits });
  browser = await launchBrowser({ args: BY_ITSELF });
  if (KEEP) await rm(KEPT, { recursive: true, force: true });
  await mkdir(KEPT, { recursive: true });
  if (KEEP) await writeFile(FONT_KEPT, await hashOf(FONT));
  sameFont = (await readFile(FONT_KEPT, 'utf8')) === (await hashOf(FONT));
});
after(async () => {
  await browser.close();
  await server.close();
});

// {width, height, at(x, y): [red, green, blue]} of a PNG's upper left `width` x `height` pixels.
function halved(png, width, height) {
  const { data, width: stride } = PNG.sync.read(png);
  const at = (x, y) =>
    [0, 1, 2].map((channel) => {
      const value = (dx, dy) => data[4 * ((2 * y + dy) * stride + 2 * x + dx) + channel];
      return (value(0, 0) + value(1, 0) + value(0, 1) + value(1, 1)) / 4;
    });
  return { width: Math.floor(width / 2), height: Math.floor(height / 2), at };
}

function written({ width, height, at }, value) {
  const png = new PNG({ width, height });
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      png.data.set([...value(at(x, y), x, y), 255], 4 * (y * width + x));
    }
  }
  return PNG.sync.write(png, { colorType: 2, filterType: 4, deflateLevel: 9 });
}

const rounded = (color) => color.map((value) => Math.min(STEP * Math.round(value / STEP), 255));

// name -> [x, y, width, height], in the order of the names.
const placesOf = (widgets) =>
  Object.fromEntries(
    Object.entries(widgets)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, rect]) => [
        name,
        [rect.x, rect.y, rect.width, rect.height].map((value) => Math.round(2 * value) / 2),
      ]),
  );

function placeProblems(now, kept) {
  const names = new Set([...Object.keys(now), ...Object.keys(kept)]);
  return [...names].flatMap((name) => {
    if (!kept[name]) return [`${name} is new`];
    if (!now[name]) return [`${name} is gone`];
    const moved = now[name].some((value, i) => Math.abs(value - kept[name][i]) > FURTHEST_PLACE);
    return moved ? [`${name} is at ${now[name]} instead of ${kept[name]}`] : [];
  });
}

// Which points differ too far: of each widget, and of what is beside them all.
function pictureProblems(now, kept, places) {
  const { width, height } = now;
  if (kept.width !== width || kept.height !== height) return ['another size'];
  const beside = new Uint8Array(width * height).fill(1);
  const differs = new Uint8Array(width * height);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) {
      const p = y * width + x;
      const color = now.at(x, y);
      if (color.some((value, i) => Math.abs(value - kept.data[4 * p + i]) > FURTHEST))
        differs[p] = 1;
    }
  }
  const problems = [];
  const judge = (name, count) => {
    if (count > MOST_DIFFERENT) problems.push(`${name} looks otherwise at ${4 * count} pixels`);
  };
  for (const [name, [left, top, wide, high]] of Object.entries(places)) {
    let count = 0;
    for (let y = Math.max(0, Math.floor(top / 2)); y < Math.min(height, (top + high) / 2); ++y) {
      for (let x = Math.max(0, Math.floor(left / 2)); x < Math.min(width, (left + wide) / 2); ++x) {
        count += differs[y * width + x];
        beside[y * width + x] = 0;
      }
    }
    judge(name, count);
  }
  judge(
    'what is beside the widgets',
    beside.reduce((sum, is, p) => sum + is * differs[p], 0),
  );
  return problems;
}

// Keeps or compares what is shown. `places` are the kept ones, by name of the look.
async function problemsOf(page, look, places) {
  const now = placesOf(await rects(page));
  const canvas = await page.evaluate(() => {
    const { clientWidth, clientHeight } = document.getElementById('canvas');
    return [clientWidth, clientHeight];
  });
  const picture = halved(await page.screenshot(), ...canvas);
  const file = join(KEPT, `${look}.png`);
  if (KEEP) {
    places[look] = now;
    await writeFile(file, written(picture, rounded));
    return [];
  }
  const kept = PNG.sync.read(await readFile(file));
  const problems = [
    ...placeProblems(now, places[look] ?? {}),
    ...(sameFont ? pictureProblems(picture, kept, now) : []),
  ].map((problem) => `${look}: ${problem}`);
  if (problems.length > 0) {
    const shown = join(tmpdir(), `latentpad-${look}.png`);
    await writeFile(
      shown,
      written(picture, (color) => color),
    );
    problems.push(`${look}: see ${shown}, half as large`);
  }
  return problems;
}

// One line a look, so that a change shows which ones it changes.
const toText = (places) =>
  `{\n${Object.entries(places)
    .map(([look, rectangles]) => `${JSON.stringify(look)}: ${JSON.stringify(rectangles)}`)
    .join(',\n')}\n}\n`;

for (const [width, height] of SIZES) {
  test(`${width}x${height}: every view looks as it did`, async () => {
    const file = join(KEPT, `${width}x${height}.json`);
    const places = KEEP ? {} : JSON.parse(await readFile(file, 'utf8'));
    const page = await openViews(browser, server.url, { width, height });
    const problems = [];
    const seen = [];
    const check = async (look) => {
      seen.push(look);
      problems.push(...(await problemsOf(page, look, places)));
    };
    for (const view of VIEWS) {
      if (!(await turnTo(page, view))) continue;
      for (const theme of THEMES) {
        await page.evaluate((night) => latentpad.act({ act: 'theme', night }), theme === 'night');
        await frames(page);
        await atRest(page);
        await check(`${width}x${height}-${theme}-${view}`);
      }
      if (await scrollBy(page, 10_000)) {
        // what is below is of the same colours
        await check(`${width}x${height}-night-${view}-end`);
      }
    }
    if (KEEP) await writeFile(file, toText(places));
    assert.deepEqual(seen, Object.keys(places));
    assert.deepEqual(problems, []);
    await page.context().close();
  });
}
