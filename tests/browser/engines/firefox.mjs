// Firefox through Puppeteer, on a screen of its own: without one it offers no WebGL.
import puppeteer from 'puppeteer-core';
import { openDisplay } from './display.mjs';

export async function firefox() {
  const display = await openDisplay();
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.FIREFOX ?? '/usr/bin/firefox-esr',
    headless: false,
    env: display.env,
    defaultViewport: { width: 1440, height: 900 },
  });
  return {
    open: (url) => open(browser, url),
    async close() {
      await browser.close();
      display.close();
    },
  };
}

async function open(browser, url) {
  const page = await browser.newPage();
  const complaints = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  return {
    complaints,
    evaluate: (run, argument) => page.evaluate(run, argument),
    move: (x, y) => page.mouse.move(x, y),
    down: () => page.mouse.down(),
    up: () => page.mouse.up(),
    async key(keys) {
      const names = keys.split('+');
      for (const name of names) await page.keyboard.down(name);
      for (const name of names.reverse()) await page.keyboard.up(name);
    },
    async chooseFile(path, open) {
      const [chooser] = await Promise.all([page.waitForFileChooser(), open()]);
      await chooser.accept([path]);
    },
    screenshot: async () => Buffer.from(await page.screenshot()),
    reload: () => page.reload(),
    close: () => page.close(),
  };
}
