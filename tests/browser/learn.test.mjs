// The page learns: from nothing, from dreams, and from the visitor's own hand.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  atRest,
  click,
  frames,
  ISOLATION,
  keptBytes,
  openReady,
  rects,
  servePage,
  setUp,
  state,
  stroke,
} from './harness.mjs';
import { idx, LABELS, PIXELS, pageThatHas } from './made_digits.mjs';

const shared = setUp();

// A page without MNIST's digits, as whoever builds it without them has it: it learns from dreams.
let server;
before(async () => {
  server = await servePage({
    answer: (name) => (name === 'index.html' ? pageThatHas(false) : undefined),
  });
});
after(() => server.close());

const SMALL = { act: 'learn', latentDim: 2, hiddenDim: 32, batchSize: 20, seed: 3, data: 'dreams' };

const open = (options) =>
  openReady(shared.browser, server.url, { serviceWorkers: 'block', ...options });
const act = (page, what) => page.evaluate((request) => latentpad.act(request), what);
const learning = async (page) => (await state(page)).learn;
const untilStep = (page, step) =>
  page.waitForFunction((n) => latentpad.state().learn.step >= n, step);

test('some steps lower the loss, and every view shows the network of this moment', async () => {
  const page = await open();
  await act(page, { act: 'view', name: 'learn' });
  await page.evaluate((course) => {
    latentpad.act(course);
    latentpad.act({ act: 'learn_pause' }); // before it has come far
  }, SMALL);
  await page.waitForFunction(() => latentpad.state().model.name === 'mine');
  await act(page, { act: 'learn_step' });
  await untilStep(page, 1);
  await atRest(page);
  const early = await state(page);
  await act(page, { act: 'learn_play' });
  const decoded = await page.evaluate(() => latentpad.decode([0.5, -0.5]).pixels);
  await untilStep(page, 200);
  const late = await state(page);
  assert.equal(late.model.latentDim, 2);
  assert.ok(
    late.learn.reconNats + late.learn.klNats < early.learn.reconNats + early.learn.klNats - 20,
    `${early.learn.reconNats} to ${late.learn.reconNats}`,
  );
  assert.notDeepEqual(await page.evaluate(() => latentpad.decode([0.5, -0.5]).pixels), decoded);
  // Drawing goes on meanwhile.
  const { ink } = await state(page);
  await stroke(page, [
    [0.3, 0.3],
    [0.7, 0.7],
  ]);
  assert.notDeepEqual((await state(page)).ink, ink);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('by its buttons: play, pause, step, start over', async () => {
  const page = await open();
  await click(page, 'tab_learn');
  await click(page, 'learn_play');
  await untilStep(page, 3);
  assert.equal((await learning(page)).data, 'dreams');
  await click(page, 'learn_play'); // is a pause now
  await page.waitForFunction(() => !latentpad.state().learn.running);
  await atRest(page);
  const paused = await learning(page);
  await click(page, 'learn_step');
  await untilStep(page, paused.step + 1);
  await atRest(page);
  assert.equal((await learning(page)).step, paused.step + 1);
  await click(page, 'learn_5');
  await page.waitForFunction(() => latentpad.state().model.latentDim === 5);
  const again = await learning(page);
  assert.ok(again.running);
  await click(page, 'learn_back');
  await page.waitForFunction((n) => latentpad.state().learn.snapshots > n, again.snapshots);
  await click(page, 'learn_play');
  await page.waitForFunction(() => !latentpad.state().learn.running);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a pause stops all work', async () => {
  const page = await open();
  await act(page, SMALL);
  await untilStep(page, 20);
  await act(page, { act: 'learn_pause' });
  await atRest(page);
  const { step, snapshots } = await learning(page);
  // Nothing asks for a frame, and the worker says nothing, while the page does something else.
  for (let i = 0; i < 20; ++i) {
    await page.mouse.move(300 + i, 300);
    await frames(page, 3);
  }
  assert.deepEqual((({ step: s, snapshots: n }) => [s, n])(await learning(page)), [
    step,
    snapshots,
  ]);
  await act(page, { act: 'learn_play' });
  await untilStep(page, step + 20);
  await page.context().close();
});

test('in another view, a course that rests gives its worker back and goes on from there', async () => {
  const page = await open();
  const workers = async (count) => {
    for (let i = 0; page.workers().length !== count; ++i) {
      assert.ok(i < 400, `${page.workers().length} workers instead of ${count}`);
      await frames(page);
    }
  };
  await click(page, 'tab_learn');
  await act(page, SMALL);
  await untilStep(page, 150);
  assert.equal(page.workers().length, 1);
  await click(page, 'tab_sample');
  const { step: left } = await learning(page);
  await untilStep(page, left + 50); // it goes on learning there
  assert.equal(page.workers().length, 1);
  await act(page, { act: 'learn_pause' });
  await workers(0);
  await atRest(page);
  const paused = await state(page);
  assert.equal(paused.model.name, 'mine');
  const weights = await hashOfMine(page);
  await click(page, 'tab_learn');
  assert.equal(page.workers().length, 0);

  await click(page, 'learn_step');
  await untilStep(page, paused.learn.step + 1);
  await atRest(page);
  assert.equal(page.workers().length, 1);
  const stepped = await learning(page);
  assert.equal(stepped.step, paused.learn.step + 1);
  assert.notDeepEqual(await hashOfMine(page), weights);
  const nats = ({ reconNats, klNats }) => reconNats + klNats;
  assert.ok(nats(stepped) < nats(paused.learn) + 25, `${nats(paused.learn)} to ${nats(stepped)}`);
  await click(page, 'learn_play');
  await untilStep(page, stepped.step + 50);
  await click(page, 'learn_play');
  await page.waitForFunction(() => !latentpad.state().learn.running);

  await click(page, 'tab_map');
  await workers(0);
  // A lesson needs a worker, which goes when it is done.
  await click(page, 'clear');
  await stroke(page, HEART, { steps: 1 });
  await page.evaluate(() => {
    latentpad.act({ act: 'lesson_add' });
    latentpad.act({ act: 'teach', steps: 5 });
  });
  await page.waitForFunction(() => {
    const { running, step } = latentpad.state().learn;
    return !running && step === 5;
  });
  await workers(0);
  assert.equal((await learning(page)).error, '');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

const hashOfMine = (page) =>
  page.evaluate(async () => {
    const bytes = latentpad.weights();
    const hash = await crypto.subtle.digest('SHA-256', bytes);
    return { size: bytes.length, hash: [...new Uint8Array(hash)].join() };
  });

const HEART = Array.from({ length: 33 }, (_, i) => {
  const t = (i / 32) * 2 * Math.PI;
  const x = 16 * Math.sin(t) ** 3;
  const y = 13 * Math.cos(t) - 5 * Math.cos(2 * t) - 2 * Math.cos(3 * t) - Math.cos(4 * t);
  return [0.5 + x / 48, 0.48 - y / 48];
});

test('a symbol is taught, digits are kept, and it stays over a reload', async () => {
  const page = await open();
  await click(page, 'tab_learn');
  await click(page, 'learn_teach');
  await click(page, 'clear');
  await stroke(page, HEART, { steps: 1 });
  const before = await state(page);
  await click(page, 'lesson_add');
  await click(page, 'lesson_add');
  await frames(page, 4);
  assert.ok((await rects(page)).lesson_1);
  await click(page, 'teach');
  await page.waitForFunction(
    () => {
      const { running, step } = latentpad.state().learn;
      return !running && step > 0;
    },
    null,
    { timeout: 120_000 },
  );
  await atRest(page);
  const { model, learn, negElbo } = await state(page);
  assert.deepEqual([model.name, model.latentDim], ['mine', 10]);
  assert.equal(learn.lesson.count, 2);
  assert.ok(learn.lesson.now < 0.75 * learn.lesson.before, JSON.stringify(learn.lesson));
  assert.ok(learn.lesson.known < learn.lesson.knownBefore + 8, JSON.stringify(learn.lesson));
  assert.ok(negElbo < before.negElbo - 30, `${before.negElbo} to ${negElbo}`);
  assert.equal(learn.error, '');

  const file = await hashOfMine(page);
  assert.ok(file.size > 3_000_000);
  while ((await keptBytes(page)) !== file.size) await frames(page);
  await page.reload();
  await page.evaluate(() => latentpad.ready);
  await frames(page);
  assert.ok((await rects(page)).model_mine, 'it is offered again');
  await click(page, 'model_mine');
  await page.waitForFunction(() => latentpad.state().model.name === 'mine');
  assert.deepEqual(await hashOfMine(page), file);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('any model file becomes “mine”; a hostile one gets the reader’s sentence', async () => {
  const page = await open();
  const opened = await page.evaluate(async () => {
    const { body } = await fetch('weights/latent5.bin');
    const file = new Response(body.pipeThrough(new DecompressionStream('gzip')));
    globalThis.theirs = new Uint8Array(await file.arrayBuffer());
    latentpad.open(globalThis.theirs, 'theirs.safetensors');
    return latentpad.state().model;
  });
  assert.deepEqual([opened.name, opened.latentDim], ['mine', 5]);
  const sentence = await page.evaluate(() => {
    globalThis.theirs[globalThis.theirs.length - 5] ^= 1;
    try {
      latentpad.open(globalThis.theirs, 'broken.safetensors');
    } catch (error) {
      return error.message;
    }
    return '';
  });
  assert.match(sentence, /broken\.safetensors/);
  assert.equal((await state(page)).model.latentDim, 5);
  await page.context().close();
});

// As a drop of a file on the page.
const drop = (page, name, bytes) =>
  page.evaluate(
    ([fileName, values]) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(values)], fileName));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer, cancelable: true }));
    },
    [name, [...bytes]],
  );

test('pictures that are dropped are learned from', async () => {
  const page = await open();
  const file = idx(0x803, [200, 28, 28], PIXELS.slice(0, 200));
  await drop(page, 'bars-idx3-ubyte', file.subarray(0, 1000));
  await page.waitForFunction(() => latentpad.state().notice?.includes('copy it again'));
  await drop(page, 'labels-idx1-ubyte', idx(0x801, [200], [Uint8Array.from(LABELS.slice(0, 200))]));
  await page.waitForFunction(() => latentpad.state().notice?.includes('no pictures to learn from'));
  await drop(page, 'bars-idx3-ubyte', file);
  await page.waitForFunction(() => latentpad.state().notice?.includes('bars-idx3-ubyte.'));
  await act(page, { ...SMALL, data: 'digits' });
  await untilStep(page, 100);
  const { model, learn } = await state(page);
  assert.deepEqual([model.name, learn.data, learn.error], ['mine', 'digits', '']);
  assert.ok(learn.epoch >= 9, `${learn.epoch}`); // of ten batches each
  // It draws bars: upright ones, so that rows look alike.
  const { pixels } = await page.evaluate(() => latentpad.decode([0, 0]));
  const row = (y) => pixels.slice(28 * y, 28 * y + 28);
  const [a, b] = [row(8), row(20)];
  assert.ok(Math.max(...a.map((value, i) => Math.abs(value - b[i]))) < 0.35);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

// What three steps of a course have made: the weights; and on how many threads.
async function learnThree(page) {
  await page.evaluate(() => {
    latentpad.act({ act: 'view', name: 'learn' });
    latentpad.act({ act: 'learn', latentDim: 10, hiddenDim: 500, seed: 3, data: 'dreams' });
    latentpad.act({ act: 'learn_pause' });
  });
  for (let step = 1; step <= 3; ++step) {
    await page.waitForFunction(
      (before) => latentpad.state().learn.step >= before && !latentpad.state().learn.running,
      step - 1,
    );
    await act(page, { act: 'learn_step' });
  }
  await untilStep(page, 3);
  await atRest(page);
  const { step, threads } = await learning(page);
  const weights = await page.evaluate(async () =>
    new Uint8Array(await crypto.subtle.digest('SHA-256', latentpad.weights())).join(),
  );
  const { complaints } = page;
  await page.context().close();
  return { step, threads, weights, complaints };
}

test('in an isolated page it learns on several threads, the very same', async () => {
  const alone = await learnThree(await open());
  assert.equal(alone.threads, 1);
  const served = await servePage({
    headers: ISOLATION,
    answer: (name) => (name === 'index.html' ? pageThatHas(false) : undefined),
  });
  const page = await openReady(shared.browser, served.url, { serviceWorkers: 'block' });
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  const together = await learnThree(page);
  assert.equal(together.threads, Math.min(cores, 4));
  assert.equal(together.step, alone.step);
  assert.equal(together.weights, alone.weights);
  assert.deepEqual(together.complaints, []);
  await served.close();
});

test('where its threads cannot be had it learns on one', async () => {
  for (const missing of ['learner_threads.js', 'learner_threads.wasm']) {
    const served = await servePage({
      headers: ISOLATION,
      answer: (name) => {
        if (name === missing) return { status: 404, body: '' };
        return name === 'index.html' ? pageThatHas(false) : undefined;
      },
    });
    const page = await openReady(shared.browser, served.url, { serviceWorkers: 'block' });
    assert.equal((await learnThree(page)).threads, 1, missing);
    await served.close();
  }
});

test('a worker that dies leaves a sentence and the last snapshot', async () => {
  const page = await open();
  await page.evaluate(() => {
    const { Worker: Real } = globalThis;
    globalThis.Worker = class extends Real {
      constructor(address, options) {
        super(address, options);
        globalThis.theWorker = this;
      }
    };
  });
  await act(page, { act: 'view', name: 'learn' });
  await act(page, SMALL);
  await untilStep(page, 10);
  await page.evaluate(() => globalThis.theWorker.dispatchEvent(new Event('error')));
  await page.waitForFunction(() => latentpad.state().learn.error !== '');
  const { learn, model } = await state(page);
  assert.match(learn.error, /start again/);
  assert.equal(learn.running, false);
  assert.equal(model.name, 'mine');
  await act(page, SMALL);
  await untilStep(page, 2);
  assert.equal((await learning(page)).error, '');
  await page.context().close();
});
