// The page looks as it did: compared with kept pictures, point by point but for what the eye does
// not see. After a change that is meant: LATENTPAD_KEEP=1 node --test looks.test.mjs, and look at
// what is kept.
import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { click, frames, rects, setUp } from './harness.mjs';

const KEPT = fileURLToPath(new URL('looks/', import.meta.url));
// Another release of the browser may draw edges differently; a widget elsewhere differs by far more.
const MOST_DIFFERENT = 0.004;

const shared = setUp();

async function compare(name, png) {
  const file = join(KEPT, `${name}.png`);
  if (process.env.LATENTPAD_KEEP) {
    await mkdir(KEPT, { recursive: true });
    await writeFile(file, png);
    return;
  }
  const [kept, now] = [PNG.sync.read(await readFile(file)), PNG.sync.read(png)];
  assert.deepEqual([now.width, now.height], [kept.width, kept.height]);
  const difference = new PNG({ width: kept.width, height: kept.height });
  const count = pixelmatch(kept.data, now.data, difference.data, kept.width, kept.height,
                           { threshold: 0.15 });
  const share = count / (kept.width * kept.height);
  if (share <= MOST_DIFFERENT) return;
  const shown = join(tmpdir(), `${name}-difference.png`);
  await writeFile(shown, PNG.sync.write(difference));
  assert.fail(`${name}: ${(100 * share).toFixed(2)} % of the pixels differ; see ${shown}`);
}

for (const [size, viewport] of [['desktop', { width: 1440, height: 900 }],
                                ['phone', { width: 390, height: 844 }]]) {
  for (const colorScheme of ['light', 'dark']) {
    test(`${size}, ${colorScheme}: the first view, the samples and the way`, async () => {
      const page = await shared.open({ viewport, colorScheme, reducedMotion: 'reduce' });
      await page.waitForFunction(() => latentpad.state().percentile !== null);
      for (const view of ['sample', 'morph']) {
        await click(page, `tab_${view}`);
        assert.ok((await rects(page)).draw_pad);
        await page.mouse.move(2, 2);
        await frames(page, 6);
        await compare(`${size}-${colorScheme}-${view}`, await page.screenshot());
      }
      await page.context().close();
    });
  }
}
