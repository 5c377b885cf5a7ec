// How fast the page learns, and how smooth it stays meanwhile:
//   LATENTPAD_ENGINES=chromium,firefox,webkit node learn_speed.mjs [SECONDS]
// For each engine, on one thread and on those that an isolated page has, the seconds of an epoch of
// 60 000 digits (784-500-10, batches of 100, reckoned from what is learned in SECONDS), and the times
// from frame to frame, median and 99th percentile: while z is moved with each frame, while it learns,
// and while it learns and z is moved.
import { engines } from './engines/index.mjs';
import { ISOLATION, servePage, until } from './harness.mjs';

const chosen = (process.env.LATENTPAD_ENGINES ?? Object.keys(engines).join()).split(',');
const SECONDS = Number(process.argv[2] ?? 20);
const COURSE = { latentDim: 10, hiddenDim: 500, recipe: 'original', batchSize: 100 };

// What happens in some seconds: the times between frames, sorted, and the digits learned a second.
const watchFrames = (page, moving) =>
  page.evaluate(
    async ([seconds, moves]) => {
      const times = [];
      const start = performance.now();
      const { step } = latentpad.state().learn;
      await new Promise((resolve) => {
        const tick = () => {
          const now = performance.now();
          times.push(now);
          if (moves) latentpad.act({ act: 'set_z', index: 0, value: Math.sin(now / 500) });
          if (now - start < 1000 * seconds) return requestAnimationFrame(tick);
          return resolve();
        };
        requestAnimationFrame(tick);
      });
      const learned = 100 * (latentpad.state().learn.step - step);
      const between = times.slice(1).map((time, i) => time - times[i]);
      return {
        between: between.sort((a, b) => a - b),
        rate: (1000 * learned) / (performance.now() - start),
        snapshots: latentpad.state().learn.snapshots,
      };
    },
    [SECONDS, moving],
  );

function tell({ between }) {
  const at = (share) => Math.round(between[Math.floor(share * (between.length - 1))]);
  return `${at(0.5)} / ${at(0.99)} ms`;
}

async function measure(name, url) {
  const browser = await engines[name]();
  try {
    const page = await browser.open(url);
    await until(page, () => globalThis.latentpad?.ready.then(() => true) ?? false);
    await until(page, () => document.getElementById('curtain').hidden);
    await page.evaluate(() => latentpad.act({ act: 'view', name: 'learn' }));
    const idle = await watchFrames(page, true);
    await page.evaluate((course) => latentpad.act({ act: 'learn', ...course }), COURSE);
    await until(page, () => latentpad.state().learn.step > 20);
    const { threads } = await page.evaluate(() => latentpad.state().learn);
    const learning = await watchFrames(page, false);
    const both = await watchFrames(page, true);
    const shown = (both.snapshots - learning.snapshots) / SECONDS;
    const epoch = ({ rate }) => (60_000 / rate).toFixed(1);
    const cells = [name, threads, `${epoch(learning)} s`, `${epoch(both)} s`];
    cells.push(...[idle, learning, both].map(tell), shown.toFixed(1));
    console.log(`| ${cells.join(' | ')} |`);
  } finally {
    await browser.close();
  }
}

const COLUMNS = [
  'the page learns in',
  'threads',
  'an epoch',
  'and z moves',
  'frames at rest, z moves: median / p99',
  'learning',
  'learning, z moves',
  'snapshots a second',
];
console.log(`| ${COLUMNS.join(' | ')} |\n|${' --- |'.repeat(COLUMNS.length)}`);
const plain = await servePage();
const isolated = await servePage({ headers: ISOLATION });
for (const name of chosen) {
  await measure(name, plain.url);
  await measure(name, isolated.url);
}
await plain.close();
await isolated.close();
