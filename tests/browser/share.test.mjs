// The address, links, saved pictures, copying and pasting, pictures from outside.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  atPeace,
  click,
  frames,
  openReady,
  point,
  pressClipboard,
  rects,
  setUp,
  state,
  stroke,
  sum,
} from './harness.mjs';

const shared = setUp();

const SEVEN = [
  [0.25, 0.2],
  [0.75, 0.2],
  [0.45, 0.85],
];

const open = (hash = '', options = {}) =>
  openReady(shared.browser, shared.server.url + hash, options);
const hashOf = (page) => page.evaluate(() => location.hash);
const live = (page) => page.evaluate(() => document.getElementById('live').textContent);

// Waits until the address says what is shown: it follows within half a second.
async function settledHash(page) {
  await atPeace(page);
  return hashOf(page);
}

const difference = (a, b) => Math.max(...a.map((value, i) => Math.abs(value - b[i])));

test('the first view has no address, and its anchors are left alone', async () => {
  const page = await open();
  await atPeace(page);
  assert.equal(await hashOf(page), '');
  await page.evaluate(() => {
    location.hash = '#about';
  });
  await frames(page);
  await atPeace(page);
  assert.equal((await rects(page)).notice, undefined);
  await page.context().close();
});

test('a drawing goes into the address and comes back from it', async () => {
  const page = await open();
  const length = await page.evaluate(() => history.length);
  await stroke(page, SEVEN);
  const hash = await settledHash(page);
  assert.match(hash, /^#v1&/);
  assert.ok(hash.length < 500, `${hash.length} characters`);
  assert.equal(await page.evaluate(() => history.length), length);
  const drawn = await state(page);

  await page.reload();
  await page.waitForFunction(() => globalThis.latentpad?.ready.then(() => true));
  await frames(page, 4);
  const again = await state(page);
  assert.equal(again.exampleShown, false);
  assert.equal(again.strokes, 1);
  assert.ok(difference(again.ink, drawn.ink) < 0.1);
  await atPeace(page);
  assert.equal(await hashOf(page), hash, 'opening an address does not change it');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('model, view, seed and z come back, and only the model named is fetched', async () => {
  const page = await open();
  await click(page, 'model_5');
  await page.waitForFunction(() => latentpad.state().model.name === 'latent5');
  await click(page, 'tab_sample');
  await click(page, 'sample');
  await click(page, 'sample_3');
  await click(page, 'tab_manifold');
  await frames(page, 60); // the digit glides
  await settledHash(page);
  const link = await page.evaluate(() => location.href);
  const shown = await state(page);
  await page.context().close();

  const fetched = [];
  const other = await openReady(shared.browser, link, {
    reducedMotion: 'reduce',
    prepare: (tab) =>
      tab.on('request', (request) => {
        const name = /weights\/([a-z0-9]+)\.bin/.exec(request.url())?.[1];
        if (name) fetched.push(name);
      }),
  });
  const again = await state(other);
  assert.equal(again.model.name, 'latent5');
  assert.equal(again.view, 'manifold');
  assert.equal(again.sampleSeed, shown.sampleSeed);
  assert.equal(again.zSource, 'prior');
  assert.ok(difference(again.z, shown.z) < 0.00051);
  assert.equal(fetched[0], 'latent5');
  assert.ok(!fetched.includes('latent10'), `fetched ${fetched}`);
  await other.context().close();
});

test('another address on the open page is shown', async () => {
  const page = await open();
  await stroke(page, SEVEN);
  await page.evaluate(() => {
    location.hash = '#v1&m=latent2&w=map';
  });
  await page.waitForFunction(() => latentpad.state().model.name === 'latent2');
  await frames(page);
  const shown = await state(page);
  assert.equal(shown.view, 'map');
  assert.equal(shown.exampleShown, true);
  await click(page, 'undo');
  assert.equal((await state(page)).strokes, 1, 'what was drawn before can be brought back');
  await page.context().close();
});

for (const [what, hash, says] of [
  ['damaged', '#v1&s=FFyUBKQF7APb', /damaged/],
  ['unknown', '#nonsense', /damaged/],
  ['badly encoded', '#%E0%A4%A', /damaged/],
  ['of another version', '#v7&m=latent10', /another version/],
  ['of a model that is not here', '#v1&m=latent99', /does not have/],
  ['of a model that cannot be chosen', '#v1&m=denoise20', /does not have/],
  ['with a number out of its range', '#v1&n=18446744073709551615', /damaged/],
]) {
  test(`an address that is ${what} gives the first view and a line that says so`, async () => {
    const page = await open(String(hash));
    const { exampleShown, view, model } = await state(page);
    assert.equal(exampleShown, true);
    assert.equal(view, 'sample');
    assert.equal(model.name, 'latent10');
    assert.ok((await rects(page)).notice, 'a notice is on the screen');
    await page.waitForFunction(() => document.getElementById('live').textContent !== '');
    assert.match(await live(page), /** @type {RegExp} */ (says));
    await click(page, 'notice');
    assert.equal((await rects(page)).notice, undefined);
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  });
}

test('a notice goes by itself', async () => {
  const page = await open('#nonsense');
  assert.ok((await rects(page)).notice);
  await page.waitForFunction(() => !latentpad.rects().notice, null, { timeout: 8000 });
  await page.context().close();
});

test('Share copies the link of this very moment', async () => {
  const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
  await stroke(page, SEVEN);
  await click(page, 'share');
  await page.waitForFunction(() => latentpad.rects().notice);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied, await page.evaluate(() => location.href));
  assert.match(copied, /#v1&s=/);
  await page.context().close();
});

test('where the clipboard is refused, the link can be copied by hand', async () => {
  const page = await open('', {
    prepare: (tab) =>
      tab.addInitScript(() => {
        navigator.clipboard.writeText = () =>
          Promise.reject(new DOMException('no', 'NotAllowedError'));
      }),
  });
  await stroke(page, SEVEN);
  await click(page, 'share');
  const field = page.getByLabel('Text to copy');
  await field.waitFor();
  const selected = await field.evaluate((/** @type {any} */ f) =>
    f.value.slice(f.selectionStart, f.selectionEnd),
  );
  assert.equal(selected, await page.evaluate(() => location.href));
  await page.keyboard.press('Escape');
  await field.waitFor({ state: 'hidden' });
  await page.context().close();
});

// Width and height in the header of a PNG file.
async function pngOf(download) {
  const bytes = await readFile(await download.path());
  assert.equal(bytes.toString('latin1', 1, 4), 'PNG');
  return {
    name: download.suggestedFilename(),
    width: bytes.readUInt32BE(16),
    height: bytes.readUInt32BE(20),
  };
}

async function save(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), click(page, name)]);
  return pngOf(download);
}

test('the reconstruction, the samples, the manifold and the morph are saved as PNG', async () => {
  const page = await open('', { acceptDownloads: true });
  const digit = await save(page, 'save');
  assert.equal(digit.name, 'latentpad-reconstruction.png');
  assert.equal(digit.width, digit.height);
  assert.ok(digit.width >= 280 && digit.width % 28 === 0);
  const places = await rects(page);
  const columns = Object.keys(places).filter(
    (name) => name.startsWith('sample_') && places[name].y === places.sample_0.y,
  ).length;
  const rows = Object.keys(places).filter((name) => /^sample_\d+$/.test(name)).length / columns;
  const sheet = await save(page, 'save_sheet');
  assert.equal(sheet.name, 'latentpad-samples.png');
  const digits = (length, count) => Math.round((length / (30 * count - 2)) * 1000) / 1000;
  assert.equal(digits(sheet.width, columns), digits(sheet.height, rows));
  await click(page, 'tab_manifold');
  assert.equal((await save(page, 'save_sheet')).name, 'latentpad-manifold.png');
  await click(page, 'tab_morph');
  assert.equal((await save(page, 'save_sheet')).name, 'latentpad-morph.png');
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('z is copied and pasted as text', async () => {
  const page = await open('', {
    permissions: ['clipboard-read', 'clipboard-write'],
    reducedMotion: 'reduce',
  });
  await click(page, 'sample_posterior');
  const { z } = await state(page);
  await pressClipboard(page, 'Control+c');
  const text = await page.evaluate(() => navigator.clipboard.readText());
  const code = JSON.parse(text);
  assert.equal(code.model, 'latent10');
  assert.ok(difference(code.z, z) < 0.0001);

  await click(page, 'back_to_digit');
  await pressClipboard(page, 'Control+v');
  const pasted = await state(page);
  assert.equal(pasted.zSource, 'manual');
  assert.ok(difference(pasted.z, z) < 0.0001);

  await page.evaluate(() => navigator.clipboard.writeText('[1, -1, 0, 0, 0, 0, 0, 0, 0, 2.5]'));
  await pressClipboard(page, 'Control+v');
  assert.equal((await state(page)).z[9], 2.5);

  await page.evaluate(() => navigator.clipboard.writeText(''));
  await click(page, 'copy_z');
  await page.waitForFunction(async () => (await navigator.clipboard.readText()).includes('2.5'));
  await page.context().close();
});

test('a text that is no code of this model is refused in a sentence', async () => {
  const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.focus('#canvas');
  const { z } = await state(page);
  for (const [text, says] of [
    ['[1, 2, 3]', '3 numbers.*takes 10'],
    ['good morning', 'no code'],
  ]) {
    await page.evaluate((words) => navigator.clipboard.writeText(words), text);
    await pressClipboard(page, 'Control+v');
    await page.waitForFunction(
      (pattern) => new RegExp(pattern).test(document.getElementById('live').textContent),
      says,
    );
  }
  assert.deepEqual((await state(page)).z, z);
  await page.context().close();
});

// A black disc on white, as a PNG made in the page.
const disc = (page, size = 900) =>
  page.evaluate(async (side) => {
    const canvas = new OffscreenCanvas(side, side);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, side, side);
    context.beginPath();
    context.arc(side / 2, side / 2, side / 4, 0, 7);
    context.fillStyle = 'black';
    context.fill();
    const blob = await canvas.convertToBlob();
    return [...new Uint8Array(await blob.arrayBuffer())];
  }, size);

async function assertDisc(page) {
  await page.waitForFunction(() => !latentpad.state().exampleShown);
  await frames(page); // results follow the drawing with the next frame
  const { ink, strokes } = await state(page);
  assert.equal(strokes, 0);
  assert.ok(ink[14 * 28 + 14] > 0.9, 'ink in the middle');
  assert.ok(ink[0] < 0.1, 'none in the corner');
  const share = sum(ink) / 784;
  assert.ok(share > 0.1 && share < 0.6, `${share} of the pad is ink`);
}

test('a picture is pasted, dropped, and chosen', async () => {
  const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
  const bytes = await disc(page);
  await page.evaluate(async (png) => {
    const blob = new Blob([Uint8Array.from(png)], { type: 'image/png' });
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]);
  }, bytes);
  await page.focus('#canvas');
  await pressClipboard(page, 'Control+v');
  await assertDisc(page);
  await click(page, 'undo');
  assert.ok((await state(page)).strokes > 0);

  await page.evaluate((png) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(png)], 'disc.png', { type: 'image/png' }));
    const drag = (type) =>
      new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
    const canvas = document.getElementById('canvas');
    if (canvas.dispatchEvent(drag('dragover'))) throw new Error('the drop is not taken');
    canvas.dispatchEvent(drag('drop'));
  }, bytes);
  await page.waitForFunction(() => latentpad.state().strokes === 0);
  await assertDisc(page);
  await click(page, 'undo');

  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open a picture' }).press('Enter'),
  ]);
  await chooser.setFiles({ name: 'disc.png', mimeType: 'image/png', buffer: Buffer.from(bytes) });
  await page.waitForFunction(() => latentpad.state().strokes === 0);
  await assertDisc(page);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('a picture survives in the address', async () => {
  const page = await open('', { permissions: ['clipboard-read', 'clipboard-write'] });
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open a picture' }).press('Enter'),
  ]);
  const bytes = await disc(page);
  await chooser.setFiles({ name: 'disc.png', mimeType: 'image/png', buffer: Buffer.from(bytes) });
  await page.waitForFunction(() => latentpad.state().strokes === 0);
  await frames(page);
  const { ink } = await state(page);
  const hash = await settledHash(page);
  const other = await open(hash);
  assert.ok(difference((await state(other)).ink, ink) <= 0.51 / 15);
  await other.context().close();
  await page.context().close();
});

// White paper, which is refused.
const blank = (page) =>
  page.evaluate(async () => {
    const canvas = new OffscreenCanvas(40, 40);
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, 40, 40);
    return [...new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer())];
  });

// Drops files, one after the other, on the canvas.
const drop = (page, ...files) =>
  page.evaluate((all) => {
    for (const { name, type, bytes } of all) {
      const transfer = new DataTransfer();
      transfer.items.add(new File([Uint8Array.from(bytes)], name, { type }));
      document
        .getElementById('canvas')
        .dispatchEvent(
          new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
        );
    }
  }, files);

const says = (page, pattern) =>
  page.waitForFunction(
    (source) => new RegExp(source).test(document.getElementById('live').textContent),
    pattern.source,
  );

test('of two pictures the later one stays, whichever is read first', async () => {
  const page = await open('', {
    prepare: (tab) =>
      tab.addInitScript(() => {
        const read = globalThis.createImageBitmap;
        globalThis.reads = [];
        globalThis.ended = 0;
        globalThis.createImageBitmap = /** @type {typeof read} */ (
          async (image, options) => {
            await new Promise((resolve) => {
              reads.push(resolve);
            });
            return read(image, options).finally(() => {
              ++ended;
            });
          }
        );
      }),
  });
  const bytes = await disc(page);
  const file = { name: 'disc.png', type: 'image/png', bytes };
  await drop(page, { ...file, name: 'blank.png', bytes: await blank(page) }, file);
  await page.waitForFunction(() => reads.length === 2);
  await page.evaluate(() => reads[1]());
  await assertDisc(page);
  const shown = await state(page);
  await page.evaluate(() => reads[0]());
  await page.waitForFunction(() => ended === 2);
  await frames(page, 4);
  const after = await state(page);
  assert.deepEqual(after.ink, shown.ink);
  assert.equal(after.error, null, 'nothing is said of the earlier one');
  await page.context().close();
});

// The beginning of a PNG file of this size: what is behind it does not matter.
function pngHeader(width, height) {
  const bytes = Buffer.alloc(33);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  bytes.writeUInt32BE(13, 8);
  bytes.write('IHDR', 12);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  bytes.set([1, 0], 24);
  return [...bytes];
}

test('a picture that is too large and one in SVG are refused for what they are', async () => {
  const page = await open();
  await drop(page, { name: 'wall.png', type: 'image/png', bytes: pngHeader(30_000, 30_000) });
  await says(page, /wall\.png is too large, 30000 × 30000 pixels: .* 64 million/);
  // A JPEG file: its preview first, then the frame.
  const jpeg = [
    0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 17, 8, 0x40, 0, 0x40, 0, 3, 0, 0,
  ];
  await drop(page, { name: 'photo.jpg', type: 'image/jpeg', bytes: jpeg });
  await says(page, /photo\.jpg is too large, 16384 × 16384 pixels/);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>';
  await drop(page, { name: 'plan.svg', type: 'image/svg+xml', bytes: [...Buffer.from(svg)] });
  await says(page, /plan\.svg is an SVG file.*PNG/);
  assert.equal((await state(page)).exampleShown, true);
  const chosen = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: 'Open a picture' }).press('Enter');
  const types = await (await chosen).element().getAttribute('accept');
  assert.ok(types.includes('image/png') && !/svg|\*/.test(types), types);
  await page.context().close();
});

test('an error goes with the next picture and the next stroke', async () => {
  const page = await open();
  const white = await blank(page);
  const bytes = await disc(page);
  const fail = async () => {
    await drop(page, { name: 'white.png', type: 'image/png', bytes: white });
    await page.waitForFunction(() => latentpad.state().error !== null);
  };
  await fail();
  await drop(page, { name: 'disc.png', type: 'image/png', bytes });
  await assertDisc(page);
  assert.equal((await state(page)).error, null);
  await fail();
  await stroke(page, SEVEN);
  assert.equal((await state(page)).error, null);
  assert.equal((await rects(page)).error, undefined);
  await page.context().close();
});

test('a file that is no picture is refused in a sentence', async () => {
  const page = await open();
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: 'Open a picture' }).press('Enter'),
  ]);
  await chooser.setFiles({
    name: 'letter.png',
    mimeType: 'image/png',
    buffer: Buffer.from('hello'),
  });
  await page.waitForFunction(() => /letter\.png/.test(document.getElementById('live').textContent));
  assert.equal((await state(page)).exampleShown, true);
  await page.context().close();
});

test("saving the page, its address bar and the like stay the browser's", async () => {
  const page = await open();
  await page.evaluate(() => {
    globalThis.taken = [];
    window.addEventListener('keydown', (event) => {
      if (event.defaultPrevented) taken.push(event.key);
      event.preventDefault(); // the test's: nothing of it must really happen
    });
  });
  await page.focus('#canvas');
  const { x, y } = await point(page, 'draw_pad');
  await page.mouse.move(x, y);
  for (const key of ['F5', 'F11', 'Control+s', 'Control+l', 'Control+p', 'Control+c']) {
    await page.keyboard.press(key);
  }
  await frames(page);
  assert.deepEqual(await page.evaluate(() => taken.filter((key) => key !== 'Control')), []);
  await page.context().close();
});
