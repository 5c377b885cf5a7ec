// How long an epoch takes in the worker, under Node: 60 000 digits at 784-500-10, batches of 100.
//   LEARNER_WEB=web LEARNER_PROGRAM=FOLDER node epoch.mjs [STEPS]
// STEPS of its 600 are done and the rest is reckoned.
import { importLearn } from './node_worker.mjs';

const { LearnerLink } = await importLearn(process.env.LEARNER_WEB, process.env.LEARNER_PROGRAM);
const steps = Number(process.argv[2] ?? 600);
const file = new Uint8Array(16 + 784 * 60000);
[0x803, 60000, 28, 28].forEach((word, i) => new DataView(file.buffer).setUint32(4 * i, word));
for (let i = 16; i < file.length; ++i) file[i] = (i * 2654435761) >>> 24 > 200 ? 255 : 0;

let start = 0;
let cpu = process.cpuUsage();
const link = new LearnerLink((message) => {
  if (message.type === 'failed') throw new Error(message.sentence);
  if (message.type === 'snapshot') link.send({ type: 'taken' });
  if (message.type === 'loss' && message.digits === 0) {
    start = performance.now();
    cpu = process.cpuUsage();
  }
  if (message.type !== 'done') return;
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const share = 600 / steps;
  console.log(
    `an epoch: ${(seconds * share).toFixed(1)} s, ${(((user + system) / 1e6) * share).toFixed(1)} s of processor`,
  );
  link.close();
});
link.send({ type: 'start', data: 'digits', images: [0], steps, buffers: [file.buffer] });
link.send({ type: 'run' });
