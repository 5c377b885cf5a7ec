// What the program asks of the page: files, and what only a page can do.
import { loadBytes } from './files.js?v=@VERSION@';

function withString(program, text, use) {
  const bytes = new TextEncoder().encode(`${text}\0`);
  const address = program._malloc(bytes.length);
  program.HEAPU8.set(bytes, address);
  try {
    return use(address);
  } finally {
    program._free(address);
  }
}

// Hands bytes with a name to an exported function. Returns its complaint, or ''.
export function giveBytes(program, name, bytes, path) {
  const address = program._malloc(Math.max(bytes.length, 1));
  program.HEAPU8.set(bytes, address);
  try {
    return withString(program, path, (text) => {
      const error = program[name](address, bytes.length, text);
      return error === 0 ? '' : program.UTF8ToString(error);
    });
  } finally {
    program._free(address);
  }
}

// Sizes on the server are not known beforehand where it compresses: these are the files' own.
const SIZES = JSON.parse('@SIZES@');

async function fetchFor(program, key, name, take) {
  let loaded = 0;
  try {
    const bytes = await loadBytes(name, (count) => {
      loaded += count;
      const share = SIZES[name] > 0 ? Math.min(loaded / SIZES[name], 1) : 0.5;
      withString(program, key, (text) => program._latentpad_fetch_progress(text, share));
    });
    giveBytes(program, take, bytes, name);
  } catch (error) {
    withString(program, key, (text) => withString(program, error.message, (sentence) => {
      program._latentpad_fetch_failed(text, sentence);
    }));
  }
}

const ACTS = {
  model: (program, name) =>
      fetchFor(program, name, `weights/${name}.safetensors`, '_latentpad_load_model'),
  map: (program, name) =>
      fetchFor(program, `${name}.map`, `weights/${name}.map.safetensors`, '_latentpad_load_map'),
};

// `kind` as in KindName of platform_page.cc.
export function fulfil(program, kind, text, bytes) {
  return ACTS[kind](program, text, bytes);
}
