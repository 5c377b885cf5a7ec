// WebKit (WebKitGTK's MiniBrowser) through its WebDriver, on a screen of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { openDisplay } from './display.mjs';

const KEYS = {
  Control: '\uE009',
  Shift: '\uE008',
  Tab: '\uE004',
  Enter: '\uE007',
  Escape: '\uE00C',
};

function findMiniBrowser() {
  const root = '/usr/lib';
  for (const triplet of readdirSync(root).filter((name) => name.includes('-linux-'))) {
    const folder = join(root, triplet, 'webkit2gtk-4.1');
    try {
      if (readdirSync(folder).includes('MiniBrowser')) return join(folder, 'MiniBrowser');
    } catch {}
  }
  throw new Error('There is no MiniBrowser: it comes with the Debian package libwebkit2gtk-4.1-0.');
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return port;
}

// A WebDriver command: https://www.w3.org/TR/webdriver2/
async function command(base, method, path, body) {
  const response = await fetch(base + path, {
    method,
    ...(method === 'POST' && { body: JSON.stringify(body ?? {}) }),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebDriver ${path}: ${value.error} ${value.message}`);
  return value;
}

async function startDriver(env) {
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`], { env, stdio: 'ignore' });
  const failed = once(driver, 'error').then(([error]) => {
    throw new Error(
      `WebKitWebDriver does not start (Debian package webkit2gtk-driver): ${error.message}`,
    );
  });
  failed.catch(() => {});
  const base = `http://127.0.0.1:${port}`;
  const answers = async () => {
    for (let i = 0; i < 100; ++i) {
      const up = await fetch(`${base}/status`).then(
        () => true,
        () => false,
      );
      if (up) return;
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
    }
    throw new Error('WebKitWebDriver does not answer.');
  };
  await Promise.race([answers(), failed]);
  return { base, driver };
}

export async function webkit() {
  const display = await openDisplay();
  const { base, driver } = await startDriver(display.env);
  const { sessionId } = await command(base, 'POST', '/session', {
    capabilities: {
      alwaysMatch: {
        'webkitgtk:browserOptions': { binary: findMiniBrowser(), args: ['--automation'] },
      },
    },
  });
  const session = `${base}/session/${sessionId}`;
  await command(session, 'POST', '/timeouts', { script: 60_000, pageLoad: 60_000 });
  await command(session, 'POST', '/window/rect', { width: 1440, height: 1000 });
  return {
    open: (url) => open(session, url),
    async close() {
      await command(session, 'DELETE', '').catch(() => {});
      driver.kill();
      display.close();
    },
  };
}

async function open(session, url) {
  const act = (actions) => command(session, 'POST', '/actions', { actions: [actions] });
  const mouse = (action) =>
    act({ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions: [action] });
  const evaluate = async (run, argument = null) => {
    const { value, error } = await command(session, 'POST', '/execute/async', {
      script: `const done = arguments[1];
        Promise.resolve().then(() => (${run})(arguments[0])).then(
            (value) => done({ value }), (error) => done({ error: String(error) }));`,
      args: [argument],
    });
    if (error) throw new Error(error);
    return value;
  };
  await command(session, 'POST', '/url', { url });
  const sent = [];
  const sentByDocument = () => evaluate(() => globalThis.watched?.sent() ?? []);
  return {
    complaints: () => evaluate(() => watched.complaints),
    sent: async () => [...sent, ...(await sentByDocument())],
    evaluate,
    move: (x, y) =>
      mouse({
        type: 'pointerMove',
        duration: 0,
        x: Math.round(x),
        y: Math.round(y),
        origin: 'viewport',
      }),
    down: () => mouse({ type: 'pointerDown', button: 0 }),
    up: () => mouse({ type: 'pointerUp', button: 0 }),
    key(keys) {
      const values = keys.split('+').map((name) => KEYS[name] ?? name);
      return act({
        type: 'key',
        id: 'keyboard',
        actions: [
          ...values.map((value) => ({ type: 'keyDown', value })),
          ...values.reverse().map((value) => ({ type: 'keyUp', value })),
        ],
      });
    },
    // Under automation every file dialog is cancelled at once, which proves that it was opened; and
    // files are given only to what is in the document.
    async chooseFile(path, open) {
      await evaluate(() => {
        const { click } = HTMLInputElement.prototype;
        globalThis.opened = new Promise((resolve, reject) => {
          setTimeout(reject, 10_000, new Error('no file dialog'));
          HTMLInputElement.prototype.click = function clickInDocument() {
            HTMLInputElement.prototype.click = click;
            this.id = 'chooser';
            this.addEventListener('cancel', () => resolve());
            document.body.append(this);
            this.click();
          };
        });
      });
      await open();
      await evaluate(() => opened);
      const found = { using: 'css selector', value: '#chooser' };
      const [element] = Object.values(await command(session, 'POST', '/element', found));
      await command(session, 'POST', `/element/${element}/value`, { text: path });
      await evaluate(() => document.getElementById('chooser').remove());
    },
    screenshot: async () => Buffer.from(await command(session, 'GET', '/screenshot'), 'base64'),
    async reload() {
      sent.push(...(await sentByDocument()));
      await command(session, 'POST', '/refresh');
    },
    close: () => command(session, 'POST', '/url', { url: 'about:blank' }),
  };
}
