// Test digits made up here in place of MNIST's, so that every build can show the view of them.
import { gzipSync } from 'node:zlib';
import { readPageFile } from './harness.mjs';

export const COUNT = 300;
export const LABELS = Array.from({ length: COUNT }, (_, i) => (i * 7) % 10);
// Bars of different places and shades.
export const PIXELS = Array.from({ length: COUNT }, (_, i) =>
  Uint8Array.from({ length: 784 }, (_, p) => {
    const column = p % 28;
    return column >= 4 + (i % 17) && column < 8 + (i % 17) ? 255 - (i % 200) : 0;
  }),
);

export function idx(magic, sizes, data) {
  const header = Buffer.alloc(4 * (1 + sizes.length));
  [magic, ...sizes].forEach((word, i) => header.writeUInt32BE(word, 4 * i));
  return Buffer.concat([header, ...data]);
}

export const FILES = {
  'digits/images.bin': gzipSync(idx(0x803, [COUNT, 28, 28], PIXELS)),
  'digits/labels.bin': gzipSync(idx(0x801, [COUNT], [Uint8Array.from(LABELS)])),
};

// The script says whether there are digits: here it says what the test wants of test digits, and that
// there are none to learn from.
export async function script(has) {
  const text = (await readPageFile('digits.js')).toString();
  const body = text
    .replace(/HAS_DIGITS = '\w+'/, `HAS_DIGITS = '${has ? 'yes' : 'no'}'`)
    .replace(/HAS_TRAINING = '\w+'/, "HAS_TRAINING = 'no'");
  return { body };
}

// An `answer` for servePage: the page has these digits.
export const withDigits = (name) =>
  name === 'digits.js' ? script(true) : FILES[name] && { body: FILES[name] };
