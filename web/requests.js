// What the program asks of the page: files, and what only a page can do.
import { giveTensors, withChecksum } from './call.js';
import { DIGIT_FILES, loadTestFile, takeDigits } from './digits.js';
import { fetchFor, weightsOf } from './files.js';
import { keepMine, tellLearner } from './learning.js';
import { choosePicture, copyText, saveFile, shareAddress } from './share.js';
import { chooseTheme } from './theme.js';

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
    fetchWeights(program, `${name}.map`, weightsOf(`${name}.map`), '_latentpad_load_map'),
  digits: (program) =>
    fetchFor(program, 'digits', DIGIT_FILES, (files) => takeDigits(program, files), loadTestFile),
  copy: (program, text) => copyText(program, text),
  save: (program, name, bytes) => saveFile(program, name, bytes),
  share: (program) => shareAddress(program),
  open: (program) => choosePicture(program),
  remember: (program, what) => remember(what),
  theme: (program, theme) => chooseTheme(theme),
  about: () => byId('more').click(),
  learn: (program, json, bytes) => tellLearner(program, json, bytes),
  keep: (program, name, bytes) => keepMine(bytes),
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
