// Packs MNIST's training images for the page: node pack_digits.mjs IMAGES FIRST REST
//
// IMAGES is an IDX file (src/data/idx.h), plain or .gz. FIRST gets its first 10 000 images, with
// which learning can begin, REST the others: each an IDX file of its own, compressed by gzip.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

const MAGIC = 0x803;
const HEADER = 16;
const SIDE = 28;
const FIRST_IMAGES = 10_000;

function fail(what) {
  console.error(`pack_digits: ${what}.`);
  process.exit(1);
}

const [imagesPath, firstPath, restPath] = process.argv.slice(2);
if (!restPath) fail('usage: node pack_digits.mjs IMAGES FIRST REST');

function read(path) {
  try {
    const bytes = readFileSync(path);
    return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  } catch (error) {
    return fail(`${path} cannot be read (${error.message}); copy or download it again`);
  }
}

// Whole or not at all.
function write(path, bytes) {
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}

const file = read(imagesPath);
const words = [0, 4, 8, 12].map((at) => (file.length < HEADER ? 0 : file.readUInt32BE(at)));
const [magic, count, rows, columns] = words;
if (magic !== MAGIC || rows !== SIDE || columns !== SIDE) {
  fail(`${imagesPath} is no IDX file of 28x28 images; give MNIST's train-images-idx3-ubyte`);
}
const size = SIDE * SIDE;
if (file.length !== HEADER + count * size || count < 2) {
  fail(`${imagesPath} has ${file.length} bytes, not those of ${count} images; copy it again`);
}

function part(begin, end) {
  const header = Buffer.from(file.subarray(0, HEADER));
  header.writeUInt32BE(end - begin, 4);
  const images = file.subarray(HEADER + begin * size, HEADER + end * size);
  return gzipSync(Buffer.concat([header, images]), { level: 9 });
}

const first = count > FIRST_IMAGES ? FIRST_IMAGES : Math.ceil(count / 2);
write(firstPath, part(0, first));
write(restPath, part(first, count));
