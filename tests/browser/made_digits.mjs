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

// The page says whether there are digits: here it says what the test wants of test digits, and that
// there are none to learn from.
export async function pageThatHas(digits) {
  const text = (await readPageFile('index.html')).toString();
  const body = text
    .replace(/data-digits="\w+"/, `data-digits="${digits ? 'yes' : 'no'}"`)
    .replace(/data-training="\w+"/, 'data-training="no"');
  return { body };
}

// An `answer` for servePage: the page has these digits.
export const withDigits = (name) =>
  name === 'index.html' ? pageThatHas(true) : FILES[name] && { body: FILES[name] };
