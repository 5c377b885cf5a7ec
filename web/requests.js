// What the program asks of the page: files, and what only a page can do.
import { giveTensors, withChecksum, withString } from './call.js?v=@VERSION@';
import { DIGIT_FILES, takeDigits } from './digits.js?v=@VERSION@';
import { loadBytes } from './files.js?v=@VERSION@';
import { choosePicture, copyText, savePicture, shareAddress } from './share.js?v=@VERSION@';
import { chooseTheme } from './theme.js?v=@VERSION@';

// Sizes on the server are not known beforehand where it compresses: these are the files' own.
const SIZES = JSON.parse('@SIZES@');

export const weightsOf = (model) => `weights/${model}.safetensors`;

// 0 for a file that the page does not have.
export const sizeOf = (name) => SIZES[name] ?? 0;

// Fetches files, tells the program how far it is, and lets `take` have them. `key` as in
// App::FetchProgress.
/** @param {Program} program */
async function fetchFor(program, key, names, take) {
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
    await take(await Promise.all(names.map((name) => loadBytes(name, advance))));
  } catch (error) {
    failed = true;
    withString(program, key, (text) =>
      withString(program, error.message, (sentence) => {
        program._latentpad_fetch_failed(text, sentence);
      }),
    );
  }
}

/**
 * @param {Program} program
 * @param {'_latentpad_load_model' | '_latentpad_load_map'} take
 */
function fetchWeights(program, key, name, take) {
  return fetchFor(program, key, [name], async ([bytes]) =>
    giveTensors(program, take, await withChecksum(bytes), name),
  );
}

/** @type {Record<string, (program: Program, text?: any, bytes?: any) => unknown>} */
const ACTS = {
  model: (program, name) => fetchWeights(program, name, weightsOf(name), '_latentpad_load_model'),
  map: (program, name) =>
    fetchWeights(program, `${name}.map`, `weights/${name}.map.safetensors`, '_latentpad_load_map'),
  digits: (program) =>
    fetchFor(program, 'digits', DIGIT_FILES, (files) => takeDigits(program, files)),
  copy: (program, text) => copyText(program, text),
  save: (program, name, bytes) => savePicture(program, name, bytes),
  share: (program) => shareAddress(program),
  open: (program) => choosePicture(program),
  remember: (program, what) => remember(what),
  theme: (program, theme) => chooseTheme(theme),
  about: () => byId('more').click(),
};

const byId = (id) => document.getElementById(id);

// Storage can be switched off: then everything is new on each visit.
function remember(what) {
  try {
    localStorage.setItem(`latentpad.${what}`, 'seen');
  } catch {}
}

export function hasSeen(what) {
  try {
    return localStorage.getItem(`latentpad.${what}`) !== null;
  } catch {
    return false;
  }
}

// `kind` as in KindName of src/app/platform/page.cc.
/** @param {Program} program */
export function fulfil(program, kind, text, bytes) {
  return ACTS[kind](program, text, bytes);
}
