// Pictures of the page: node screenshots.mjs FOLDER [PIXEL_RATIO]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { frames, launchBrowser, openReady, servePage, stroke } from './harness.mjs';

const [folder, ratio = '1'] = process.argv.slice(2);
if (!folder || !(Number(ratio) > 0)) {
  console.error('usage: node screenshots.mjs FOLDER [PIXEL_RATIO]');
  process.exit(2);
}

// A two, drawn as a person would: a Catmull-Rom curve through these points.
const TWO = [
  [0.26, 0.33], [0.34, 0.21], [0.5, 0.16], [0.65, 0.23], [0.68, 0.38], [0.56, 0.56], [0.4, 0.71],
  [0.28, 0.82], [0.4, 0.78], [0.56, 0.8], [0.74, 0.79],
];

function curve(points, steps) {
  const at = (i) => points[Math.min(Math.max(i, 0), points.length - 1)];
  const samples = [];
  for (let i = 0; i + 1 < points.length; ++i) {
    for (let s = 0; s < steps; ++s) {
      const t = s / steps;
      samples.push([0, 1].map((axis) => {
        const [a, b, c, d] = [-1, 0, 1, 2].map((offset) => at(i + offset)[axis]);
        return b + t * ((c - a) + t * ((2 * a - 5 * b + 4 * c - d) + t * (3 * (b - c) + d - a))) / 2;
      }));
    }
  }
  return [...samples, points.at(-1)];
}
const SIZES = { desktop: [1440, 900], small: [1024, 768], phone: [390, 844] };

await mkdir(folder, { recursive: true });
const server = await servePage();
const browser = await launchBrowser();
for (const [name, [width, height]] of Object.entries(SIZES)) {
  for (const [theme, colorScheme] of [['paper', 'light'], ['night', 'dark']]) {
    const page = await openReady(browser, server.url, {
      viewport: { width, height }, deviceScaleFactor: Number(ratio), colorScheme,
      reducedMotion: 'reduce',
    });
    await stroke(page, curve(TWO, 8), { steps: 1 });
    await page.mouse.move(2, 2);
    await frames(page, 6);
    const path = join(folder, `${name}-${theme}.png`);
    await page.screenshot({ path });
    console.log(path);
    await page.context().close();
  }
}
await browser.close();
await server.close();
