// node --test pack_digits.test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';

const folder = mkdtempSync(join(tmpdir(), 'pack-'));
after(() => rmSync(folder, { recursive: true }));

function idx(count, magic = 0x803, side = 28) {
  const file = Buffer.alloc(16 + 784 * count);
  [magic, count, side, side].forEach((word, i) => file.writeUInt32BE(word, 4 * i));
  for (let i = 16; i < file.length; ++i) file[i] = (i * 31) % 251;
  return file;
}

let runs = 0;

function pack(bytes) {
  const place = join(folder, String(++runs));
  const paths = ['images', 'first', 'rest'].map((name) => `${place}-${name}`);
  writeFileSync(paths[0], bytes);
  const script = new URL('../../tools/cmake/pack_digits.mjs', import.meta.url);
  const { status, stderr } = spawnSync(process.execPath, [fileURLToPath(script), ...paths], {
    encoding: 'utf8',
  });
  const parts = paths.slice(1).map((path) => existsSync(path) && gunzipSync(readFileSync(path)));
  return { status, stderr, parts };
}

for (const [what, compress] of [
  ['plain', (bytes) => bytes],
  ['packed', gzipSync],
]) {
  test(`the two parts of a ${what} file are all of it`, () => {
    const file = idx(10_100);
    const { status, parts } = pack(compress(file));
    assert.equal(status, 0);
    assert.deepEqual(
      parts.map((part) => part.readUInt32BE(4)),
      [10_000, 100],
    );
    const images = parts.map((part) => part.subarray(16));
    assert.ok(Buffer.concat([file.subarray(0, 16), ...images]).equals(file));
    for (const part of parts) assert.ok(part.subarray(0, 4).equals(file.subarray(0, 4)));
  });
}

test('a small file is halved', () => {
  const { parts } = pack(idx(3));
  assert.deepEqual(
    parts.map((part) => part.readUInt32BE(4)),
    [2, 1],
  );
});

test('a damaged file gets a sentence and leaves nothing', () => {
  for (const bytes of [
    Buffer.alloc(0),
    Buffer.alloc(9),
    idx(5).subarray(0, 1000),
    Buffer.concat([idx(5), Buffer.alloc(1)]),
    idx(1),
    idx(4, 0x801),
    idx(4, 0x803, 32),
    gzipSync(idx(4)).subarray(0, 60),
  ]) {
    const { status, stderr, parts } = pack(bytes);
    assert.equal(status, 1);
    assert.match(stderr, /^pack_digits: .*; (give|copy)/);
    assert.deepEqual(parts, [false, false]);
  }
});
