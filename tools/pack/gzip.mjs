// Compresses a file: node gzip.mjs IN OUT
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const [from, to] = process.argv.slice(2);
writeFileSync(`${to}.new`, gzipSync(readFileSync(from), { level: 9 }));
renameSync(`${to}.new`, to);
