// A Web Worker as far as web/learn.js and web/learner.js need one, on Node's own threads.
import { webcrypto } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker as Thread, isMainThread, parentPort, workerData } from 'node:worker_threads';

// Lock -> the end of the thread that holds it.
const held = new Map();

const locks = {
  request: async (name, use) => {
    await held.get(name);
    return use();
  },
};

export class NodeWorker {
  constructor(address) {
    this.thread = new Thread(new URL(import.meta.url), { workerData: String(address) });
    const ended = new Promise((resolve) => {
      this.thread.once('exit', resolve);
    });
    held.set(new URL(address).hash.slice(1), ended);
  }

  addEventListener(type, listener, { once = false } = {}) {
    const tell = (value) => listener({ data: value, preventDefault() {} });
    this.thread[once ? 'once' : 'on'](type, tell);
  }

  postMessage(message, transfer) {
    this.thread.postMessage(message, transfer);
  }

  terminate() {
    return this.thread.terminate();
  }
}

// The learner's files as the page has them, together in a folder; `program` is where the build leaves
// learner_core.js. Gives learn.js, imported.
export async function importLearn(web, program) {
  const folder = mkdtempSync(join(tmpdir(), 'learner-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  for (const name of ['call.js', 'learn.js', 'learner.js', 'threads.js']) {
    copyFileSync(join(web, name), join(folder, name));
  }
  for (const name of ['learner_core.js', 'learner_core.wasm']) {
    copyFileSync(join(program, name), join(folder, name));
  }
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  Object.assign(globalThis, { Worker: NodeWorker, navigator: { locks } });
  globalThis.crypto ??= /** @type {any} */ (webcrypto); // Node 18 has none of itself
  return import(pathToFileURL(join(folder, 'learn.js')).href);
}

async function fetchFile(address) {
  const bytes = await readFile(new URL(address));
  return new Response(bytes, { headers: { 'Content-Type': 'application/wasm' } });
}

if (!isMainThread) {
  Object.assign(globalThis, {
    self: globalThis,
    navigator: {},
    location: { href: workerData },
    fetch: fetchFile,
    postMessage: (message, { transfer = [] } = {}) => parentPort.postMessage(message, transfer),
    addEventListener: (type, listener) => parentPort.on(type, (data) => listener({ data })),
    close: () => parentPort.close(),
  });
  await import(workerData);
}
