// The learner's worker: takes messages to its program and back (src/learn/messages.h says what they
// are). A message is what that header calls JSON, as an object, with its buffers in an array
// `buffers`. Between two pieces of work it looks at its messages, by a channel of its own: timers
// would be slowed down while the page is hidden.
import { withString } from './call.js';
// @ts-expect-error made by the build
import createLearner from './learner_core.js';
import { createWithThreads } from './threads.js';

const VERSION = new URL(import.meta.url).search;
const LOCK = new URL(import.meta.url).hash.slice(1);

/** @type {any[]} */
const inbox = [];
/** @type {LearnerProgram | null} */
let program = null;
let awake = false;
const again = new MessageChannel();

function wake() {
  if (awake || !program) return;
  awake = true;
  again.port2.postMessage(null);
}

function give({ buffers = [], ...message }) {
  for (const buffer of buffers) {
    const address = program._learner_buffer(buffer.byteLength);
    program.HEAPU8.set(new Uint8Array(buffer), address);
  }
  withString(/** @type {any} */ (program), JSON.stringify(message), program._learner_receive);
}

function tell() {
  for (;;) {
    const json = program._learner_next();
    if (json === 0) return;
    const message = JSON.parse(program.UTF8ToString(json));
    const buffers = Array.from({ length: program._learner_sent_count() }, (_, index) => {
      const address = program._learner_sent(index);
      return program.HEAPU8.slice(address, address + program._learner_sent_size(index)).buffer;
    });
    postMessage({ ...message, buffers }, { transfer: buffers });
  }
}

// A program that broke off in the middle is of no more use, nor is this worker.
function fail(error) {
  program = null;
  console.error(error);
  const sentence =
    'The learner ran out of memory or into a fault; what it showed last is kept: start again, ' +
    'with fewer digits or a smaller network.';
  postMessage({ type: 'failed', sentence, running: false, ended: true });
  close();
}

function work() {
  awake = false;
  try {
    while (inbox.length > 0) give(inbox.shift());
    if (program._learner_has_work()) program._learner_work(performance.now() / 1000);
    tell();
    if (program._learner_has_work()) wake();
  } catch (error) {
    fail(error);
  }
}

addEventListener('message', ({ data }) => {
  inbox.push(data);
  wake();
});
again.port1.onmessage = work;

// Held as long as this worker lives: learn.js waits for it to be free.
if (LOCK) navigator.locks?.request(LOCK, () => new Promise(() => {}));

// What the program needs of `name`.wasm. Not while it streams: that asks for a type that not every
// static server knows.
const withCode = (name, failed) => ({
  instantiateWasm(imports, done) {
    fetch(new URL(`./${name}.wasm${VERSION}`, import.meta.url))
      .then((response) => {
        if (!response.ok) throw new Error(`${name}.wasm: the server answers ${response.status}.`);
        return response.arrayBuffer();
      })
      .then((bytes) => WebAssembly.instantiate(bytes, imports))
      .then(({ instance, module }) => done(instance, module))
      .catch(failed);
    return {};
  },
});

createWithThreads((failed) => withCode('learner_threads', failed))
  .catch(() => createLearner(withCode('learner_core', fail)))
  .then((loaded) => {
    program = loaded;
    if (inbox.length > 0) wake();
  })
  .catch(fail);
