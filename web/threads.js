// The learner's program with threads, where the browser allows them: in a page that is isolated from
// others (Cross-Origin-Opener-Policy and Cross-Origin-Embedder-Policy: a server may send them, and
// sw.js does), on more than one core.

const VERSION = new URL(import.meta.url).search;

// In pages of 64 KB, as in src/learn/CMakeLists.txt.
const MEMORY = { initial: 512, maximum: 32768, shared: true };

/**
 * Rejects where there are no threads. `withCode(failed)` is what the program is to start with; it
 * tells of a fault.
 * @param {(failed: (error: any) => void) => object} withCode
 * @returns {Promise<LearnerProgram>}
 */
export async function createWithThreads(withCode) {
  const allowed = globalThis.crossOriginIsolated && typeof SharedArrayBuffer === 'function';
  if (!allowed || !(navigator.hardwareConcurrency > 1)) {
    throw new Error('There are no threads.');
  }
  const address = new URL('./learner_threads.js', import.meta.url);
  address.search = VERSION;
  const { default: create } = await import(address.href);
  const memory = new WebAssembly.Memory(MEMORY);
  const PlainWorker = Worker;
  /** @type {Worker[]} */
  const threads = [];
  try {
    const loaded = await new Promise((resolve, reject) => {
      // The program makes its threads' workers by itself, at addresses without the version; and it
      // would wait for one that cannot be had.
      globalThis.Worker = class extends PlainWorker {
        constructor(script, options) {
          const versioned = new URL(script, import.meta.url);
          versioned.search = VERSION;
          super(versioned, options);
          threads.push(this);
          this.addEventListener('error', reject);
        }
      };
      const given = { wasmMemory: memory, mainScriptUrlOrBlob: address.href };
      create({ ...withCode(reject), ...given }).then(resolve, reject);
    });
    // Its own view of the memory is that of before the last growth, if another thread has made it.
    return Object.create(loaded, { HEAPU8: { get: () => new Uint8Array(memory.buffer) } });
  } catch (error) {
    for (const thread of threads) thread.terminate();
    throw error;
  } finally {
    globalThis.Worker = PlainWorker;
  }
}
