// The page's own files, and what is wrong with them when something is.
import { withString } from './call.js';

// Every part is fetched under the version that index.html names, so that two versions never mix.
const VERSION = new URL(import.meta.url).search;

// What the user is told: one sentence about what is wrong, one about what to do.
export class Problem extends Error {
  constructor(what, remedy) {
    super(what);
    this.remedy = remedy;
  }
}

export const sentence = (text) => (text.endsWith('.') ? text : `${text}.`);

export const CONNECTION = 'Check the connection, then try again.';

async function request(name) {
  let response;
  try {
    response = await fetch(new URL(name + VERSION, import.meta.url));
  } catch {
    throw new Problem(`${name} could not be loaded: the server does not answer.`, CONNECTION);
  }
  if (response.status === 410) {
    // sw.js
    throw new Problem(
      `A new release of this page has arrived: reload the page to get ${name}.`,
      'The drawing is kept in its address.',
    );
  }
  if (!response.ok) {
    throw new Problem(
      `${name} could not be loaded: the server answers ${response.status}.`,
      'Try again; if this is your own copy of the page, check that the file was uploaded.',
    );
  }
  return response;
}

// What the page calls .bin is a .gz file, lest a server unpack it or say that it is packed. Other bytes
// stay as they are.
export async function unpack(bytes, name) {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch {
    throw new Problem(
      `${name} is damaged: it cannot be unpacked.`,
      'Reload the page without its cache (Ctrl+F5); if this is your own copy of it, build it again.',
    );
  }
}

// The bytes of a response to request(name). `advance(bytes)` is told of each piece as it arrives.
async function bytesOf(response, name, advance) {
  const reader = response.body.getReader();
  const pieces = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read().catch(() => {
      throw new Problem(`${name} could not be loaded: the connection broke off.`, CONNECTION);
    });
    if (done) break;
    advance(value.length);
    pieces.push(value);
    size += value.length;
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * The bytes of a file, unpacked. `advance(bytes)` is told of each piece as it arrives.
 * @param {string} name
 * @param {(bytes: number) => void} [advance]
 */
export async function loadBytes(name, advance = () => {}) {
  return unpack(await bytesOf(await request(name), name, advance), name);
}

export const notUsable = (name, error) =>
  new Problem(
    sentence(`${name} is not usable: ${error.message}`),
    'Reload the page without its cache (Ctrl+F5).',
  );

// A compiled module, and as loadBytes. Browsers compile while it arrives, and remember what they
// compiled, if the server says what it is.
export async function loadModule(name, advance) {
  const response = await request(name);
  const typed = response.headers.get('Content-Type')?.startsWith('application/wasm');
  const bytes = bytesOf(typed ? response.clone() : response, name, advance);
  const compiled = typed
    ? WebAssembly.compileStreaming(response)
    : bytes.then((whole) => WebAssembly.compile(whole));
  const usable = compiled.catch((error) => {
    throw notUsable(name, error);
  });
  // What broke off is said first.
  await Promise.all([bytes, usable.catch(() => {})]);
  return usable;
}

export const MODELS = JSON.parse('@MODELS@'); // of the switch

export const weightsOf = (model) => `weights/${model}.bin`; // packed by tools/cmake/PackWeights.cmake

// Sizes on the server are not known beforehand where it compresses: these are the files' own.
const SIZES = JSON.parse('@SIZES@');

// 0 for a file that the page does not have.
export const sizeOf = (name) => SIZES[name] ?? 0;

// Fetches files, tells the program how far it is, and lets `take` have them. `key` as in
// App::FetchProgress; `load` is loadBytes or a function like it.
/** @param {Program} program */
export async function fetchFor(program, key, names, take, load = loadBytes) {
  const total = names.reduce((sum, name) => sum + (SIZES[name] ?? 0), 0);
  let loaded = 0;
  let failed = false;
  const advance = (count) => {
    if (failed) return; // one of several: the others still arrive
    loaded += count;
    const share = total > 0 ? Math.min(loaded / total, 1) : 0.5;
    withString(program, key, (text) => program._latentpad_fetch_progress(text, share));
  };
  try {
    await take(await Promise.all(names.map((name) => load(name, advance))));
  } catch (error) {
    failed = true;
    withString(program, key, (text) =>
      withString(program, error.message, (sentence) => {
        program._latentpad_fetch_failed(text, sentence);
      }),
    );
  }
}
