// The code and the samples: sliders, q(z|x), N(0, I).
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { click, look, point, rects, setUp, state, stroke } from './harness.mjs';

const shared = setUp();

function assertClose(actual, expected, tolerance, what) {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((value, i) => {
    assert.ok(
      Math.abs(value - expected[i]) <= tolerance,
      `${what}[${i}]: ${value}, ${expected[i]}`,
    );
  });
}

test('a slider moves one z and the reconstruction; "back to my digit" returns', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  const before = await state(page);
  assertClose(before.z, before.mu, 1e-6, 'z');
  const picture = await look(page, 'reconstruction');
  const to = before.z[3] > 0 ? 0.1 : 0.9;
  const from = 0.5 + before.z[3] / 8; // the track shows -4 to 4
  await stroke(
    page,
    [
      [from, 0.5],
      [to, 0.5],
    ],
    { name: 'z3' },
  );

  const moved = await state(page);
  assert.equal(moved.zSource, 'manual');
  assert.ok(Math.abs(moved.z[3] - before.z[3]) > 1, `${before.z[3]} -> ${moved.z[3]}`);
  before.z.forEach((value, j) => j === 3 || assert.equal(moved.z[j], value));
  assert.deepEqual(moved.ink, before.ink);
  assert.notDeepEqual(moved.reconstruction, before.reconstruction);
  assert.ok(!picture.equals(await look(page, 'reconstruction')));

  await click(page, 'back_to_digit');
  const back = await state(page);
  assertClose(back.z, before.mu, 1e-6, 'z');
  assertClose(back.reconstruction, before.reconstruction, 1e-6, 'reconstruction');
  assert.ok(picture.equals(await look(page, 'reconstruction')));
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('drawing makes z follow the digit again', async () => {
  const page = await shared.open();
  await stroke(
    page,
    [
      [0.5, 0.5],
      [0.9, 0.5],
    ],
    { name: 'z0' },
  );
  await stroke(page, [
    [0.3, 0.3],
    [0.6, 0.8],
  ]);
  const { z, mu, zSource } = await state(page);
  assert.equal(zSource, 'mean');
  assertClose(z, mu, 1e-6, 'z');
  await page.context().close();
});

test('samples of q(z|x) scatter around mu with sigma', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  const { mu, logSigma } = await state(page);
  const scores = [];
  const seen = new Set();
  for (let i = 0; i < 12; ++i) {
    await click(page, 'sample_posterior');
    const { z, zSource } = await state(page);
    assert.equal(zSource, 'posterior');
    seen.add(JSON.stringify(z));
    z.forEach((value, j) => scores.push((value - mu[j]) / Math.exp(logSigma[j])));
  }
  assert.equal(seen.size, 12, 'samples repeat');
  const mean = scores.reduce((a, b) => a + b) / scores.length;
  const variance = scores.reduce((a, b) => a + b * b, 0) / scores.length;
  // 120 draws: four standard errors.
  assert.ok(Math.abs(mean) < 0.37, `mean ${mean}`);
  assert.ok(Math.abs(variance - 1) < 0.52, `variance ${variance}`);
  await page.context().close();
});

test('the grid: new samples, temperature, and taking the z of one', async () => {
  const page = await shared.open({ reducedMotion: 'reduce' });
  const names = Object.keys(await rects(page)).filter((name) => /^sample_\d+$/.test(name));
  assert.ok(names.length >= 10, `${names.length} samples`);
  const first = await look(page, 'sample_3');
  const { sampleSeed, temperature } = await state(page);

  await click(page, 'sample');
  assert.notEqual((await state(page)).sampleSeed, sampleSeed);
  const second = await look(page, 'sample_3');
  assert.ok(!first.equals(second));

  const at = temperature / 2; // the track shows 0 to 2
  await stroke(
    page,
    [
      [at, 0.5],
      [0.15, 0.5],
    ],
    { name: 'temperature' },
  );
  const cold = await state(page);
  assert.ok(cold.temperature < 0.6, `temperature ${cold.temperature}`);
  assert.ok(!second.equals(await look(page, 'sample_3')));

  await click(page, 'sample_3');
  const taken = await state(page);
  assert.equal(taken.zSource, 'prior');
  assert.ok(taken.z.every((value) => Math.abs(value) < 5 * cold.temperature));
  assert.notDeepEqual(taken.z, cold.z);
  const decoded = await page.evaluate((z) => latentpad.decode(z).pixels, taken.z);
  assertClose(decoded, taken.reconstruction, 1e-5, 'reconstruction');
  assert.deepEqual(taken.ink, cold.ink);
  await page.context().close();
});

test('the theme button switches the colours', async () => {
  const page = await shared.open({ colorScheme: 'light' });
  assert.equal((await state(page)).theme, 'paper');
  await click(page, 'theme');
  assert.equal((await state(page)).theme, 'night');
  assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), 'night');
  await point(page, 'theme');
  await page.context().close();
});
