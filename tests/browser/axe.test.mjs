// axe-core finds nothing serious, in both colour schemes.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { openPage, servePage, setUp } from './harness.mjs';

const shared = setUp();
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function assertAccessible(page) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() =>
    globalThis.axe.run({ resultTypes: ['violations'] }),
  );
  assert.ok(passes.length > 15, `axe-core checked only ${passes.length} rules`);
  const serious = violations.filter(({ impact }) => ['serious', 'critical'].includes(impact));
  assert.deepEqual(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    [],
  );
}

for (const colorScheme of ['light', 'dark']) {
  test(`${colorScheme}: the first view and the text below`, async () => {
    const page = await shared.open({ colorScheme, reducedMotion: 'reduce' });
    await page.waitForSelector('#curtain', { state: 'hidden' });
    await assertAccessible(page);
    await page.context().close();
  });

  test(`${colorScheme}: a phone`, async () => {
    const page = await shared.open({
      colorScheme,
      reducedMotion: 'reduce',
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    });
    await page.waitForSelector('#curtain', { state: 'hidden' });
    await assertAccessible(page);
    await page.context().close();
  });

  test(`${colorScheme}: a problem`, async () => {
    const server = await servePage({
      answer: (name) => (name === 'latentpad.wasm' ? { status: 404, body: '' } : undefined),
    });
    const page = await openPage(shared.browser, server.url, {
      colorScheme,
      reducedMotion: 'reduce',
    });
    await page.waitForSelector('#problem:not([hidden])');
    await assertAccessible(page);
    await page.context().close();
    await server.close();
  });
}
