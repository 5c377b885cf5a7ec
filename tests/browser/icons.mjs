// Draws web/icons/*.png from web/favicon.svg: node icons.mjs
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launchBrowser } from './harness.mjs';

const WEB = fileURLToPath(new URL('../../web/', import.meta.url));

// Systems cut maskable icons to shapes of their own, and those of iOS to rounded squares: these go to
// the edges, maskable ones with the drawing within the middle 80 %.
const ICONS = [
  { name: 'icon-192', size: 192 },
  { name: 'icon-512', size: 512 },
  { name: 'icon-180', size: 180, square: true },
  { name: 'maskable-512', size: 512, square: true, scale: 0.8 },
];

const svg = await readFile(join(WEB, 'favicon.svg'), 'utf8');
const ground = svg.match(/<rect[^>]*fill="([^"]+)"/)[1];
await mkdir(join(WEB, 'icons'), { recursive: true });
const browser = await launchBrowser();
const page = await browser.newPage();
for (const { name, size, square = false, scale = 1 } of ICONS) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>
    body { margin: 0; background: ${square ? ground : 'transparent'} }
    svg { display: block; width: 100vw; height: 100vh; transform: scale(${scale}) }
  </style>${svg}`);
  const png = await page.screenshot({ omitBackground: !square });
  await writeFile(join(WEB, 'icons', `${name}.png`), png);
  console.log(`web/icons/${name}.png`);
}
await browser.close();
