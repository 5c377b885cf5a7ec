// The page's arithmetic and its start, beside TensorFlow.js and ONNX Runtime in the same Chromium:
// node page.mjs FOLDER, which holds core_bench.js. Prints tables for the README.
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { launchBrowser, PAGE_FOLDER, servePage } from '../../tests/browser/harness.mjs';
import { layersOf } from './networks.js';
import { onnxOf } from './onnx.js';

// The page's own file, in 8 bits: all compute with the same weights.
const MODEL = join(PAGE_FOLDER, 'weights/latent10.bin');
const STARTS = 5;
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
};
const [programs] = process.argv.slice(2);

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

// The peers, their network and what a server like GitHub Pages would compress.
async function servePeers() {
  const file = gunzipSync(await readFile(MODEL));
  const { autoencoder } = layersOf(new Uint8Array(file).buffer);
  const peer = Buffer.from(onnxOf(autoencoder));
  const find = (path) => {
    if (path === '/peer.onnx') return peer;
    if (path === '/model.safetensors') return file;
    if (path.startsWith('/core_bench.')) return readFile(join(programs, path));
    return readFile(join(import.meta.dirname, path));
  };
  const server = createServer(async ({ url = '/' }, response) => {
    const path = new URL(url, 'http://x').pathname;
    try {
      const body = await find(path);
      const type = TYPES[extname(path)];
      response.writeHead(200, {
        'Content-Type': type ?? 'application/octet-stream',
        ...(type && { 'Content-Encoding': 'gzip' }),
      });
      response.end(type ? gzipSync(body) : body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(undefined));
  });
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

// What `told` says in a page that nobody has visited, and the bytes that came for it.
async function firstVisit(browser, url, told) {
  const context = await browser.newContext({ serviceWorkers: 'block' });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Network.enable');
  let bytes = 0;
  devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength;
  });
  await page.goto(url);
  const result = await page.evaluate(told);
  await context.close();
  return { result, bytes };
}

const browser = await launchBrowser();
const peers = await servePeers();

const context = await browser.newContext();
const page = await context.newPage();
await page.goto(`${peers.url}bench.html`);
await page.waitForFunction(() => typeof globalThis.run === 'function');
const { reconstruct, decode, step } = await page.evaluate(() => globalThis.run());
await context.close();

const names = Object.keys(reconstruct);
row(`Chromium ${browser.version()}, one thread`, ...names, 'the faster peer takes');
row(...names.map(() => '---'), '---', '---');
for (const [what, spent] of Object.entries({
  'a digit encoded and decoded': reconstruct,
  '400 digits decoded': decode,
})) {
  const others = names.slice(1).map((name) => spent[name]);
  row(
    what,
    ...names.map((name) => `${Number(spent[name].toPrecision(2))} ms`),
    `${(Math.min(...others) / spent[names[0]]).toFixed(1)} times as long`,
  );
}
const GFLOP = 0.401; // of a step of 100 digits at 784-500-10: forward, backward
row(`a training step of 100 digits`, `${Number(step.toPrecision(2))} ms`, '', '', '');
console.log(`\nTraining: ${((1000 * GFLOP) / step).toFixed(1)} GFLOP/s.\n`);

const ours = await servePage({ compress: true });
const starts = { Latentpad: [], 'ONNX Runtime': [] };
const sizes = {};
for (let run = 0; run < STARTS; ++run) {
  const own = await firstVisit(browser, ours.url, async () => {
    await globalThis.latentpad.ready;
    await new Promise(requestAnimationFrame);
    const shown = performance.now();
    while (latentpad.state().percentile === null) await new Promise(requestAnimationFrame);
    return shown;
  });
  starts.Latentpad.push(own.result);
  sizes.Latentpad = own.bytes;
  const other = await firstVisit(browser, `${peers.url}start.html`, () => globalThis.shown);
  starts['ONNX Runtime'].push(other.result);
  sizes['ONNX Runtime'] = other.bytes;
}
row('first visit', 'until the first reconstruction', 'fetched');
row('---', '---', '---');
for (const [name, spent] of Object.entries(starts)) {
  row(name, `${Math.round(median(spent))} ms`, `${Math.round(sizes[name] / 1000)} kB`);
}
console.log(
  `\nONNX Runtime's start takes ${(median(starts['ONNX Runtime']) / median(starts.Latentpad)).toFixed(1)} times as long.`,
);

await browser.close();
await ours.close();
peers.close();
