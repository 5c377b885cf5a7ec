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
  const tellsOfDialogs = await knowsEvent(browser, 'input.fileDialogOpened');
  return {
    open: (url) => open(browser, url, tellsOfDialogs),
    async close() {
      await browser.close();
      display.close();
    },
  };
}

// Whether the driver of this Firefox has an event: older ones (140) refuse its name.
const knowsEvent = (browser, event) =>
  browser.connection.send('session.subscribe', { events: [event] }).then(
    () => true,
    () => false,
  );

// Gives a file to the input that `open` makes the page click, where the driver hears of no dialog: the
// click ends in the document, where the driver finds the input.
async function giveFile(page, path, open) {
  await page.evaluate(() => {
    const { click } = HTMLInputElement.prototype;
    HTMLInputElement.prototype.click = function clickUnopened() {
      HTMLInputElement.prototype.click = click;
      this.id = 'chooser';
      document.body.append(this);
    };
  });
  await open();
  const input = await page.waitForSelector('#chooser');
  await input.uploadFile(path);
  await input.evaluate((element) => element.remove());
}

async function open(browser, url, tellsOfDialogs) {
  const page = await browser.newPage();
  const complaints = [];
  const sent = [];
  page.on('request', (request) => sent.push(request.url()));
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  return {
    complaints: async () => complaints,
    sent: async () => [...sent, ...(await page.evaluate(() => globalThis.watched?.sent() ?? []))],
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
      if (!tellsOfDialogs) return giveFile(page, path, open);
      const [chooser] = await Promise.all([page.waitForFileChooser(), open()]);
      await chooser.accept([path]);
    },
    screenshot: async () => Buffer.from(await page.screenshot()),
    reload: () => page.reload(),
    close: () => page.close(),
  };
}
