// Files to pixels.
import { Problem } from './files.js';

// What the browsers read, and what people have.
export const PICTURE_TYPES = 'image/png,image/jpeg,image/webp,image/gif';

const MOST_PIXELS = 64_000_000; // four bytes each while it is read
const LARGEST = 560; // pixels of a side that are kept: twice the ink's

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47]; // of PNG

// Width and height as the file's beginning says, or null: of PNG and JPEG, which are the ones that
// come large.
function sizeInHeader(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 24 && SIGNATURE.every((byte, i) => bytes[i] === byte)) {
    return [view.getUint32(16), view.getUint32(20)];
  }
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return null;
  for (let at = 2; at + 9 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1];
    // Frames, but not the tables and the reserved codes among them.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return [view.getUint16(at + 7), view.getUint16(at + 5)];
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

const HEADER = 1 << 18; // bytes: photographs begin with their previews

async function checkSize(file, name) {
  const size = sizeInHeader(new Uint8Array(await file.slice(0, HEADER).arrayBuffer()));
  if (size === null || size[0] * size[1] <= MOST_PIXELS) return;
  throw new Problem(
    `${name} is too large, ${size[0]} × ${size[1]} pixels: take a picture of at ` +
      `most ${MOST_PIXELS / 1e6} million pixels.`,
  );
}

function pixelsOf(bitmap) {
  const scale = Math.min(1, LARGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(scale * bitmap.width));
  canvas.height = Math.max(1, Math.round(scale * bitmap.height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

// The pixels of a picture of any size, scaled down to what the pad can use. Fails with a Problem.
export async function readPicture(file) {
  const name = file.name || 'This picture';
  if (file.type === 'image/svg+xml') {
    throw new Problem(`${name} is an SVG file, which cannot be read here: save it as PNG first.`);
  }
  await checkSize(file, name);
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    throw new Problem(`${name} cannot be read as a picture: take a PNG, JPEG or WebP file.`);
  }
  try {
    return pixelsOf(bitmap);
  } finally {
    bitmap.close();
  }
}
