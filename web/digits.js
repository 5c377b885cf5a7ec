// The digits of MNIST, in the page's folder if it was built with them at hand.

import { loadBytes } from './files.js';

const { digits, training } = document.documentElement.dataset; // the build says it there

export const HAS_DIGITS = digits === 'yes';

export const DIGIT_FILES = ['digits/images.bin', 'digits/labels.bin'];

export const HAS_TRAINING = training === 'yes';

// IDX files of training images: 10 000 to begin with, and the others (tools/cmake/pack_digits.mjs).
export const TRAINING_FILES = ['digits/train-first.bin', 'digits/train-rest.bin'];

/** @type {Map<string, ReturnType<typeof loadBytes>>} */
const testFiles = new Map();

// One of DIGIT_FILES, which is fetched once: the program and the learner both want it.
export function loadTestFile(name, advance) {
  const known = testFiles.get(name);
  if (known) return known;
  const bytes = loadBytes(name, advance);
  testFiles.set(name, bytes);
  bytes.catch(() => testFiles.delete(name));
  return bytes;
}

// Hands the files to the program, which says by itself what is wrong with them: then they are fetched
// anew when it asks again.
/** @param {Program} program */
export function takeDigits(program, [images, labels]) {
  const address = program._malloc(images.length + labels.length);
  program.HEAPU8.set(images, address);
  program.HEAPU8.set(labels, address + images.length);
  const error = program._latentpad_load_digits(
    address,
    images.length,
    address + images.length,
    labels.length,
  );
  if (error !== 0) testFiles.clear();
  program._free(address);
}
