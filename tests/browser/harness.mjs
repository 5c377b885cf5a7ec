// A browser and a static server for the tests: the finished page under a subfolder, as on GitHub
// Pages, with no header that a plain server would not send.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { after, before } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';
import { watch } from './watch.mjs';

const HERE = fileURLToPath(new URL('.', import.meta.url));
export const PAGE_FOLDER = process.env.LATENTPAD_PAGE ?? join(HERE, '../../build/web');
const SUBFOLDER = '/somewhere/latentpad/';

// No entry for .wasm and .bin: many servers have none either.
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export const readPageFile = (name) => readFile(join(PAGE_FOLDER, name));

// What isolates a page from those of other origins, which threads need. Most servers do not send it.
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

// `answer(name)` may return {status, body, type}, or a promise of it, to stand in for the file `name`;
// {cut: bytes} breaks the connection after so many bytes of the file. `headers` go with every file;
// `compress` as most servers do; `watched` puts watch.mjs before the page's own scripts, for browsers
// whose driver cannot.
/** @param {Record<string, any>} options */
export async function servePage({
  answer = () => undefined,
  port: wanted = 0,
  headers = {},
  compress = false,
  watched = false,
} = {}) {
  const watching = {
    'watch.js': () => `(${watch})();`,
    'index.html': async () =>
      String(await readPageFile('index.html')).replace(
        '<head>',
        '<head>\n<script src="watch.js"></script>',
      ),
  };
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (!path.startsWith(SUBFOLDER)) return response.writeHead(404).end();
    const name = path.slice(SUBFOLDER.length) || 'index.html';
    try {
      const other = watched && watching[name];
      const {
        status = 200,
        body = other ? await other() : await readPageFile(name),
        type = TYPES[extname(name)] ?? 'application/octet-stream',
        cut,
      } = (await answer(name)) ?? {};
      response.writeHead(status, {
        'Content-Type': type,
        ...(compress && { 'Content-Encoding': 'gzip' }),
        ...headers,
      });
      if (cut === undefined) return response.end(compress ? gzipSync(body) : body);
      response.write(body.subarray(0, cut), () => response.destroy());
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => {
    server.listen(wanted, '127.0.0.1', () => resolve(undefined));
  });
  server.unref(); // a test that failed leaves it open
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    url: `http://127.0.0.1:${port}${SUBFOLDER}`,
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

// Chromium's shell runs pages as the browser does, without its windows, which cost as much as the page.
// Drawing is Mesa's, as wherever there is no graphics card.
export const CHROMIUM = {
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium-headless-shell',
  args: [
    '--no-sandbox',
    '--disable-quic',
    '--no-first-run',
    '--disable-component-update',
    '--disable-sync',
    '--use-angle=gl-egl',
    '--ignore-gpu-blocklist',
  ],
};

// Its contexts fail when they are closed if anything in them was sent elsewhere than to where their
// pages are from, or to the addresses `framed`, of what these show in frames.
export async function launchBrowser({ args = [] } = {}) {
  process.env.PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS = '1'; // theirs are requests, too
  const browser = await chromium.launch({
    ...CHROMIUM,
    args: [...CHROMIUM.args, '--disable-background-networking', ...args],
  });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = /** @param {any} options */ async ({ framed = [], ...options } = {}) =>
    keepHome(await newContext(options), framed);
  return browser;
}

// Notes where everything goes: pages, workers, pings and beacons are requests; WebSockets are not.
const sentIn = new WeakMap();
export const sentBy = (page) => sentIn.get(page.context());

function keepHome(context, framed) {
  const sent = [];
  sentIn.set(context, sent);
  context.on('request', (request) => sent.push(request.url()));
  context.on('page', (page) => page.on('websocket', (socket) => sent.push(socket.url())));
  const close = context.close.bind(context);
  context.close = async () => {
    await close();
    assert.deepEqual(elsewhere(sent, framed), [], 'left the browser');
  };
  return context;
}

// Which of these addresses are of another place than the first, a page's, and than those of what it
// frames. blob: and data: are within the browser.
export function elsewhere(addresses, framed = []) {
  const [page = 'about:blank'] = addresses;
  const homes = [page, ...framed].map((address) => new URL(address).origin);
  return addresses.filter((address) => {
    const { origin, protocol } = new URL(address);
    return !homes.includes(origin) && !['blob:', 'data:', 'about:'].includes(protocol);
  });
}

// An open page: with what must stay empty, the errors and warnings of its console, noted.
/** @returns {Promise<import('playwright-core').Page>} */
export async function openPage(browser, url, { prepare, ...options } = /** @type {any} */ ({})) {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    ...options,
  });
  const page = await context.newPage();
  page.complaints = [];
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    if (message.text() === 'Service Worker registration blocked by Playwright') return; // as asked
    page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  await page.addInitScript(watch);
  if (prepare) await prepare(page);
  await page.goto(url);
  return page;
}

// Waits until an open page can be used.
export async function untilReady(page) {
  await page.waitForFunction(() => globalThis.latentpad?.ready.then(() => true), null, {
    timeout: 30_000,
  });
  await frames(page, 4);
}

export async function openReady(browser, url, options = {}) {
  const page = await openPage(browser, url, options);
  await untilReady(page);
  return page;
}

// One browser and one server for all tests of a file: call it at the top, use what it returns
// inside tests.
export function setUp() {
  const shared = {};
  before(async () => {
    shared.server = await servePage();
    shared.browser = await launchBrowser();
  });
  after(async () => {
    await shared.browser.close();
    await shared.server.close();
  });
  shared.open = (options) => openReady(shared.browser, shared.server.url, options);
  return shared;
}

export const state = (page) => page.evaluate(() => latentpad.state());
export const rects = (page) => page.evaluate(() => latentpad.rects());

// Lets the page draw `count` frames.
export function frames(page, count = 3) {
  return page.evaluate(async (n) => {
    const frame = globalThis.watched?.frame ?? requestAnimationFrame; // else: not opened by openPage
    for (let i = 0; i < n; ++i)
      await new Promise((resolve) => {
        frame(resolve);
      });
  }, count);
}

// Waits until the page is at rest: nothing is on its way, no frame is asked for.
export const atRest = (page) => page.evaluate(() => watched.rest());

// Waits until also no timer runs: nothing will happen by itself.
export const atPeace = (page) => page.evaluate(() => watched.rest({ timers: true }));

// Waits until a function of the page says yes, or the promise that it returns does.
export async function until(page, isSo, argument) {
  const deadline = Date.now() + 120_000; // a busy machine is slow
  while (!(await page.evaluate(isSo, argument))) {
    if (Date.now() > deadline) throw new Error(`never: ${isSo}`);
    await sleep(20); // not a frame: without scripts a page has none
  }
}

// How many bytes of the visitor's own model the browser keeps over visits.
export const keptBytes = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.open('latentpad', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('latentpad');
        request.onsuccess = () => {
          const database = request.result;
          const get = database.transaction('latentpad').objectStore('latentpad').get('mine');
          get.onsuccess = () => {
            database.close();
            resolve(get.result?.length ?? 0);
          };
        };
      }),
  );

// Presses the keys that copy or paste, and waits until the page has answered them. `page` is
// Playwright's, or that of engines/.
export async function pressClipboard(page, keys) {
  const before = await page.evaluate(() => watched.clipboard());
  await (page.key ? page.key(keys) : page.keyboard.press(keys));
  await until(page, (count) => watched.clipboard() > count, before);
  await atRest(page);
}

// The middle of a widget, or another point of it in fractions of its size.
export async function point(page, name, x = 0.5, y = 0.5) {
  const rect = (await rects(page))[name];
  if (!rect) throw new Error(`rects() has no ${name}`);
  return { x: rect.x + x * rect.width, y: rect.y + y * rect.height };
}

// Presses a widget and waits until the page has answered: press, release, what is computed of it and
// what is drawn of that are frames of their own. A page that moves by itself has answered by then, too.
export async function click(page, name) {
  const { x, y } = await point(page, name);
  await page.mouse.click(x, y);
  await page.evaluate(() => watched.rest({ most: 12 }));
}

// Presses, moves along `path` (points in fractions of the widget's size), releases.
export async function stroke(page, path, { name = 'draw_pad', steps = 8 } = {}) {
  const start = await point(page, name, ...path[0]);
  await page.mouse.move(start.x, start.y);
  await page.mouse.down();
  for (const [x, y] of path.slice(1)) {
    const next = await point(page, name, x, y);
    await page.mouse.move(next.x, next.y, { steps });
  }
  await page.mouse.up();
  await frames(page);
}

// The fingers on a page's screen, where Playwright's own only taps: points are {x, y} of the viewport,
// and in touch() may have an id; what a touchEnd leaves out has been lifted.
export async function fingersOf(page) {
  const cdp = await page.context().newCDPSession(page);
  const touch = (type, ...touchPoints) =>
    cdp.send('Input.dispatchTouchEvent', { type, touchPoints });
  const moveTo = async (from, to) => {
    for (let i = 1; i <= 10; ++i) {
      await touch('touchMove', {
        x: from.x + (i * (to.x - from.x)) / 10,
        y: from.y + (i * (to.y - from.y)) / 10,
      });
      await frames(page, 1);
    }
  };
  const tap = async (name, x = 0.5, y = 0.5) => {
    await touch('touchStart', await point(page, name, x, y));
    await touch('touchEnd');
    await frames(page, 5);
  };
  const swipe = async (from, to) => {
    await touch('touchStart', from);
    await frames(page, 1);
    await moveTo(from, to);
    await touch('touchEnd');
    await frames(page, 5);
  };
  return { touch, moveTo, tap, swipe };
}

// What the screen shows of a widget, as the bytes of a PNG: equal exactly when it looks the same.
export async function look(page, name) {
  const { x, y, width, height } = (await rects(page))[name];
  await page.mouse.move(2, 2); // no hovering
  await frames(page, 4);
  return page.screenshot({ clip: { x, y, width, height } });
}

export const sum = (values) => values.reduce((total, value) => total + value, 0);
