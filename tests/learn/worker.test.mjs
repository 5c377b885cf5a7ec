// The learner's worker and the page's side of it, under Node:
//   node --test worker.test.mjs, with LEARNER_WEB=web, LEARNER_PROGRAM=folder of learner_core.js
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { importLearn } from './node_worker.mjs';

const WEB = process.env.LEARNER_WEB;
const { LearnerLink } = await importLearn(WEB, process.env.LEARNER_PROGRAM);

const links = [];
after(() => links.forEach((link) => link.close()));

// A link whose messages can be waited for, all answered as the page would. A fault that nobody waits
// for ends the wait.
function open() {
  const told = [];
  const waiting = [];
  const link = new LearnerLink((message) => {
    told.push(message);
    if (message.type === 'snapshot') link.send({ type: 'taken' });
    for (const look of [...waiting]) look();
  });
  links.push(link);
  const until = (found) =>
    new Promise((resolve, reject) => {
      const look = () => {
        const message = told.find(found);
        if (message) resolve(message);
        return message;
      };
      if (look()) return;
      waiting.push(() => {
        const latest = told.at(-1);
        if (!look() && latest.type === 'failed') reject(new Error(latest.sentence));
      });
    });
  return { link, told, until };
}

// An IDX file of bars.
function images(count) {
  const file = new Uint8Array(16 + 784 * count);
  const header = new DataView(file.buffer);
  [0x803, count, 28, 28].forEach((word, i) => header.setUint32(4 * i, word));
  for (let digit = 0; digit < count; ++digit) {
    for (let y = 4; y < 24; ++y) {
      for (let x = 12; x < 16; ++x) file[16 + 784 * digit + 28 * y + x + (digit % 8)] = 255;
    }
  }
  return file.buffer;
}

const SMALL = { type: 'start', hiddenDim: 32, latentDim: 2, batchSize: 20, data: 'digits' };
const onBars = () => ({ ...SMALL, images: [0], buffers: [images(100)] });

test('some steps lower the loss, and the snapshot of the end comes before done', async () => {
  const { link, told, until } = open();
  link.send({ ...onBars(), steps: 100 });
  link.send({ type: 'run' });
  const done = await until(({ type }) => type === 'done');
  assert.equal(done.step, 100);
  const losses = told.filter(({ type, digits }) => type === 'loss' && digits > 0);
  assert.ok(losses.at(-1).reconNats < 0.5 * losses[0].reconNats);
  assert.equal(
    losses.reduce((sum, { digits }) => sum + digits, 0),
    2000,
  );
  assert.equal(link.snapshot.step, 100);
  const [params] = link.snapshot.buffers;
  assert.equal(params.byteLength, 4 * (785 * 32 + 33 * 4 + 3 * 32 + 33 * 784));
  assert.ok(new Float32Array(params).every(Number.isFinite));
});

test('paused, it does no work', async () => {
  const { link, told, until } = open();
  link.send(onBars());
  link.send({ type: 'run' });
  await until(({ step }) => step > 0);
  link.send({ type: 'pause' });
  link.send({ type: 'set', beta: -1 }); // its answer comes after all that was before
  await until(({ type }) => type === 'failed');
  link.send({ type: 'set', beta: -1 });
  await until(
    (message) => message.type === 'failed' && message !== told.find((m) => m.type === 'failed'),
  );
  const before = link.worker.thread.performance.eventLoopUtilization();
  const count = told.length;
  await new Promise((resolve) => setTimeout(resolve, 500));
  const { utilization } = link.worker.thread.performance.eventLoopUtilization(before);
  assert.ok(utilization < 0.05, `busy for ${utilization} of the time`);
  assert.equal(told.length, count);
});

test('a lesson is learned and digits are kept', async () => {
  const points = [];
  for (let i = 0; i <= 100; ++i) {
    const corner = Math.min(Math.floor(i / 20), 4);
    const at = (n) => -Math.PI / 2 + (n * 4 * Math.PI) / 5;
    const part = i / 20 - corner;
    const mix = (f) => f(at(corner)) + part * (f(at(corner + 1)) - f(at(corner)));
    points.push(0.5 + 0.36 * mix(Math.cos), 0.53 + 0.36 * mix(Math.sin), 1);
  }
  const weights = readFileSync(join(WEB, '../weights/latent10.safetensors'));
  const { link, told, until } = open();
  link.send({
    type: 'start',
    fromNothing: false,
    weights: 0,
    data: 'lesson',
    steps: 200,
    lesson: { drawings: [[{ width: 0.09, points }]] },
    buffers: [weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length)],
  });
  link.send({ type: 'run' });
  await until(({ type }) => type === 'done');
  const { lesson } = told.filter(({ type }) => type === 'loss').at(-1);
  assert.ok(lesson.now < 0.5 * lesson.before, JSON.stringify(lesson));
  assert.ok(lesson.known < lesson.knownBefore + 4, JSON.stringify(lesson));
});

test('what it does not understand gets a sentence, and it goes on', async () => {
  const { link, until } = open();
  link.send({ type: 'dance' });
  const failed = await until(({ type }) => type === 'failed');
  assert.match(failed.sentence, /no message of this type: dance/);
  link.send({ ...onBars(), steps: 3 });
  link.send({ type: 'run' });
  await until(({ type }) => type === 'done');
});

test('out of memory is a sentence; the last snapshot is kept and a new start works', async () => {
  const { link, told, until } = open();
  link.send({ ...onBars(), steps: 5 });
  link.send({ type: 'run' });
  await until(({ type }) => type === 'done');
  link.send({ ...onBars(), buffers: [new ArrayBuffer(2 ** 31 - 2 ** 16)] });
  const failed = await until(({ type }) => type === 'failed');
  assert.match(failed.sentence, /ran out of memory/);
  assert.equal(failed.running, false);
  assert.equal(link.worker, null);
  assert.equal(link.snapshot.step, 5);
  told.length = 0;
  link.send({ ...onBars(), steps: 7 });
  link.send({ type: 'run' });
  assert.equal((await until(({ type }) => type === 'done')).step, 7);
});

test('a worker that dies without a word is told as failed', async () => {
  const { link, until } = open();
  link.send({ ...onBars(), steps: 5 });
  link.send({ type: 'run' });
  await until(({ type }) => type === 'done');
  link.worker.thread.terminate();
  const failed = await until(({ type }) => type === 'failed');
  assert.match(failed.sentence, /browser has ended the learner/);
  assert.equal(link.snapshot.step, 5);
});
