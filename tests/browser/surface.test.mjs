// globalThis.latentpad, as scripts use it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openPage, setUp, state, stroke } from './harness.mjs';

const shared = setUp();

// What calling `source` in the page throws.
const thrown = (page, source) =>
  page.evaluate(`(() => {
  try {
    ${source};
  } catch (error) {
    return error instanceof Error ? error.message : 'no Error: ' + error;
  }
  return 'nothing';
})()`);

test('encode and decode agree with what is shown', async () => {
  const page = await shared.open();
  await stroke(page, [
    [0.3, 0.2],
    [0.7, 0.2],
    [0.4, 0.8],
  ]);
  const shown = await state(page);
  const { code, digit } = await page.evaluate(
    ({ input, z }) => ({
      code: latentpad.encode(Float32Array.from(input)),
      digit: latentpad.decode(z).pixels,
    }),
    shown,
  );
  for (const [actual, expected] of [
    [code.mu, shown.mu],
    [code.logSigma, shown.logSigma],
    [digit, shown.reconstruction],
  ]) {
    assert.equal(actual.length, expected.length);
    actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-4));
  }
  await page.context().close();
});

test('the losses are those of the shown digit', async () => {
  const page = await shared.open();
  const { input, mu, logSigma, reconstruction, reconNats, klNats, negElbo } = await state(page);
  const cross = input.reduce((total, x, i) => {
    const p = Math.min(Math.max(reconstruction[i], 1e-9), 1 - 1e-9);
    return total - x * Math.log(p) - (1 - x) * Math.log(1 - p);
  }, 0);
  const kl = mu.reduce(
    (total, m, j) => total + 0.5 * (m * m + Math.exp(2 * logSigma[j]) - 1) - logSigma[j],
    0,
  );
  assert.ok(Math.abs(reconNats - cross) < 0.05, `${reconNats}, ${cross}`);
  assert.ok(Math.abs(klNats - kl) < 0.01, `${klNats}, ${kl}`);
  assert.ok(Math.abs(negElbo - reconNats - klNats) < 1e-3);
  await page.context().close();
});

test('wrong arguments are thrown as one sentence', async () => {
  const page = await shared.open();
  assert.match(await thrown(page, 'latentpad.encode([1, 2])'), /784.*2/);
  assert.match(await thrown(page, 'latentpad.encode()'), /array/);
  assert.match(await thrown(page, 'latentpad.encode("x".repeat(784))'), /array/);
  assert.match(await thrown(page, 'latentpad.encode(new Array(784).fill(2))'), /0.*1/);
  assert.match(await thrown(page, 'latentpad.encode(new Array(784).fill(NaN))'), /finite/);
  assert.match(await thrown(page, 'latentpad.decode([1, 2, 3])'), /10.*3/);
  assert.match(await thrown(page, 'latentpad.decode(new Array(10).fill(Infinity))'), /finite/);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('state names the model', async () => {
  const page = await shared.open();
  const { model } = await state(page);
  assert.equal(model.name, 'latent10');
  assert.equal(model.latentDim, 10);
  assert.equal(model.hiddenDim, 500);
  await page.context().close();
});

test('before it is ready, the surface says so', async () => {
  const page = await openPage(shared.browser, shared.server.url, {
    prepare: (page) => page.route('**/weights/*', () => {}), // never answered
  });
  await page.waitForFunction(() => globalThis.latentpad);
  assert.match(await thrown(page, 'latentpad.state()'), /ready/);
  await page.context().close();
});
