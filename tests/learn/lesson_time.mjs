// How long a lesson takes in the worker, under Node: five stars, 200 steps.
//   LEARNER_WEB=web LEARNER_PROGRAM=FOLDER node lesson_time.mjs
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importLearn } from './node_worker.mjs';

const WEB = process.env.LEARNER_WEB;
const { LearnerLink } = await importLearn(WEB, process.env.LEARNER_PROGRAM);

function star(turn) {
  const points = [];
  for (let i = 0; i <= 100; ++i) {
    const corner = Math.min(Math.floor(i / 20), 4);
    const at = (n) => turn - Math.PI / 2 + (n * 4 * Math.PI) / 5;
    const part = i / 20 - corner;
    const mix = (f) => f(at(corner)) + part * (f(at(corner + 1)) - f(at(corner)));
    points.push(0.5 + 0.36 * mix(Math.cos), 0.53 + 0.36 * mix(Math.sin), 1);
  }
  return [{ width: 0.09, points }];
}

let start = 0;
let cpu = process.cpuUsage();
let last = null;
const link = new LearnerLink((message) => {
  if (message.type === 'failed') throw new Error(message.sentence);
  if (message.type === 'snapshot') link.send({ type: 'taken' });
  if (message.type === 'loss') last = message.lesson;
  if (message.type === 'loss' && message.digits === 0) {
    start = performance.now();
    cpu = process.cpuUsage();
  }
  if (message.type !== 'done') return;
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `a lesson: ${seconds.toFixed(1)} s, ${((user + system) / 1e6).toFixed(1)} s of processor`,
    last,
  );
  link.close();
});
const weights = readFileSync(join(WEB, '../weights/latent10.safetensors'));
link.send({
  type: 'start',
  fromNothing: false,
  weights: 0,
  data: 'lesson',
  steps: 200,
  lesson: { drawings: [-0.1, -0.05, 0, 0.05, 0.1].map(star) },
  buffers: [weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.length)],
});
link.send({ type: 'run' });
