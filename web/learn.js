// The page's side of the learner: a worker when one is wanted, and what becomes of it.

/**
 * A message of src/learn/messages.h: its JSON as an object, its buffers in `buffers`.
 * @typedef {{ type: string, buffers?: ArrayBuffer[], [field: string]: any }} Message
 */

// Where a browser has no module workers, nothing can be learned.
export const CAN_LEARN = typeof Worker === 'function' && typeof WebAssembly === 'object';

const STOPPED =
  'The browser has ended the learner, perhaps for want of memory; what it showed last is kept: ' +
  'start again.';

/**
 * Calls `told` with every message of the learner. The worker starts with the first message that is
 * sent, and again with the next one after it has failed; a worker that dies without a word is told
 * as `failed`, too. `snapshot` is the last one, whatever happens.
 */
export class LearnerLink {
  /** @param {(message: Message) => void} told */
  constructor(told) {
    this.told = told;
    /** @type {Message | null} */
    this.snapshot = null;
    /** @type {Worker | null} */
    this.worker = null;
  }

  /**
   * The buffers are handed over: they are empty here afterwards.
   * @param {Message} message
   */
  send(message) {
    this.worker ??= this.start();
    this.worker.postMessage(message, message.buffers ?? []);
  }

  /** Frees all memory. What was learned since the last snapshot is lost. */
  close() {
    this.worker?.terminate();
    this.worker = null;
  }

  start() {
    const name = `latentpad learner ${crypto.randomUUID?.() ?? Math.random()}`;
    const address = new URL('./learner.js?v=@VERSION@', import.meta.url);
    address.hash = encodeURIComponent(name);
    const worker = new Worker(address, { type: 'module' });
    const end = (sentence) => {
      if (this.worker !== worker) return; // closed, or told already
      this.close();
      this.told({ type: 'failed', sentence, running: false });
    };
    worker.addEventListener('message', ({ data }) => {
      if (this.worker !== worker) return;
      if (data.type === 'snapshot') this.snapshot = data;
      if (data.ended) return end(data.sentence);
      this.told(data);
    });
    worker.addEventListener('messageerror', () => end(STOPPED));
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      end(STOPPED);
    });
    this.watch(worker, address.hash.slice(1), end);
    return worker;
  }

  // No event tells of a worker that the browser kills, but the lock that it held becomes free. It is
  // held from the worker's first line on, hence the wait until there is one to wait for.
  async watch(worker, lock, end) {
    if (!navigator.locks) return;
    await new Promise((resolve) => {
      worker.addEventListener('message', resolve, { once: true });
    });
    await navigator.locks.request(lock, () => end(STOPPED));
  }
}
