// A browser and a static server for the tests: the finished page under a subfolder, as on GitHub
// Pages, with no header that a plain server would not send.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

const HERE = fileURLToPath(new URL('.', import.meta.url));
export const PAGE_FOLDER = process.env.LATENTPAD_PAGE ?? join(HERE, '../../build/web');
const SUBFOLDER = '/somewhere/latentpad/';

// No entry for .wasm and .safetensors: many servers have none either.
const TYPES = {
  '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml',
  '.png': 'image/png', '.webmanifest': 'application/manifest+json',
};

export const readPageFile = (name) => readFile(join(PAGE_FOLDER, name));

// `answer(name)` may return {status, body}, or a promise of it, to stand in for the file `name`;
// {cut: bytes} breaks the connection after so many bytes of the file. `headers` go with every file;
// `compress` as most servers do.
export async function servePage({
  answer = () => undefined, port: wanted = 0, headers = {}, compress = false,
} = {}) {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://x').pathname));
    if (!path.startsWith(SUBFOLDER)) return response.writeHead(404).end();
    const name = path.slice(SUBFOLDER.length) || 'index.html';
    try {
      const { status = 200, body = await readPageFile(name), cut } = (await answer(name)) ?? {};
      response.writeHead(status, {
        'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream',
        ...(compress && { 'Content-Encoding': 'gzip' }), ...headers,
      });
      if (cut === undefined) return response.end(compress ? gzipSync(body) : body);
      response.write(body.subarray(0, cut), () => response.destroy());
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(wanted, '127.0.0.1', resolve));
  const { port } = server.address();
  return {
    port,
    url: `http://127.0.0.1:${port}${SUBFOLDER}`,
    close: () => new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    }),
  };
}

export function launchBrowser({ args = [] } = {}) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader', ...args,
    ],
  });
}

// An open page: with everything that must stay empty (console errors, requests elsewhere) noted.
export async function openPage(browser, url, { prepare, ...options } = {}) {
  const context = await browser.newContext(
      { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1, ...options });
  const page = await context.newPage();
  page.complaints = [];
  page.elsewhere = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  page.on('request', (request) => {
    if (!request.url().startsWith(url)) page.elsewhere.push(request.url());
  });
  if (prepare) await prepare(page);
  await page.goto(url);
  return page;
}

// Waits until an open page can be used.
export async function untilReady(page) {
  await page.waitForFunction(() => globalThis.latentpad?.ready.then(() => true), null,
                             { timeout: 30_000 });
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
    for (let i = 0; i < n; ++i) await new Promise(requestAnimationFrame);
  }, count);
}

// The middle of a widget, or another point of it in fractions of its size.
export async function point(page, name, x = 0.5, y = 0.5) {
  const rect = (await rects(page))[name];
  if (!rect) throw new Error(`rects() has no ${name}`);
  return { x: rect.x + x * rect.width, y: rect.y + y * rect.height };
}

export async function click(page, name) {
  const { x, y } = await point(page, name);
  await page.mouse.click(x, y);
  await frames(page);
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

// What the screen shows of a widget, as the bytes of a PNG: equal exactly when it looks the same.
export async function look(page, name) {
  const { x, y, width, height } = (await rects(page))[name];
  await page.mouse.move(2, 2); // no hovering
  await frames(page, 4);
  return page.screenshot({ clip: { x, y, width, height } });
}

export const sum = (values) => values.reduce((total, value) => total + value, 0);
