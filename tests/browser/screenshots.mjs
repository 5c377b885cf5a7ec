// Pictures of the page: node screenshots.mjs FOLDER [PIXEL_RATIO]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { frames, launchBrowser, openReady, servePage, stroke } from './harness.mjs';

const [folder, ratio = '1'] = process.argv.slice(2);
if (!folder || !(Number(ratio) > 0)) {
  console.error('usage: node screenshots.mjs FOLDER [PIXEL_RATIO]');
  process.exit(2);
}

// A three, drawn as a person would.
const THREE = [
  [0.28, 0.24], [0.42, 0.17], [0.6, 0.18], [0.7, 0.28], [0.66, 0.4], [0.5, 0.47], [0.45, 0.48],
  [0.6, 0.51], [0.73, 0.61], [0.72, 0.74], [0.58, 0.83], [0.4, 0.83], [0.27, 0.76],
];
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
    await stroke(page, THREE, { steps: 4 });
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
