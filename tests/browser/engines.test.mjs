// What has to work in every browser, with real pointer and key events: LATENTPAD_ENGINES chooses among
// them ("chromium,firefox,webkit").
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { engines } from './engines/index.mjs';
import {
  atPeace,
  atRest,
  elsewhere,
  frames,
  keptBytes,
  pressClipboard,
  rects,
  servePage,
  state,
  sum,
  until,
} from './harness.mjs';

const chosen = (process.env.LATENTPAD_ENGINES ?? Object.keys(engines).join()).split(',');

let server;
before(async () => {
  server = await servePage({ watched: true });
});
after(() => server.close());

async function untilReady(page) {
  await until(page, () => globalThis.latentpad?.ready.then(() => true) ?? false);
  await until(page, () => document.getElementById('curtain').hidden);
}

async function stroke(page, path) {
  const { x, y, width, height } = (await rects(page)).draw_pad;
  const at = ([u, v]) => [x + u * width, y + v * height];
  await page.move(...at(path[0]));
  await page.down();
  for (const next of path.slice(1)) await page.move(...at(next));
  await page.up();
  await frames(page);
}

async function clickRect(page, { x, y, width, height }) {
  await page.move(x + width / 2, y + height / 2);
  await page.down();
  await page.up();
  await frames(page);
}

async function click(page, name) {
  const rect = (await rects(page))[name];
  assert.ok(rect, `rects() has no ${name}`);
  await clickRect(page, rect);
}

const rectOf = (page, id) =>
  page.evaluate((name) => {
    const { x, y, width, height } = document.getElementById(name).getBoundingClientRect();
    return { x, y, width, height };
  }, id);

const SEVEN = [
  [0.25, 0.25],
  [0.45, 0.25],
  [0.72, 0.25],
  [0.6, 0.5],
  [0.45, 0.85],
];

const STAR = Array.from({ length: 6 }, (_, i) => {
  const turn = (4 * Math.PI * i) / 5;
  return [0.5 + 0.32 * Math.sin(turn), 0.5 - 0.32 * Math.cos(turn)];
});

// The way into the clipboard and out of it that needs nobody's permission: a text field, selected,
// and real keys. Returns what is in the field after them.
async function pressInField(page, keys, text = '') {
  await page.evaluate((value) => {
    const field = document.createElement('textarea');
    Object.assign(field, { id: 'field', value });
    field.style.position = 'fixed';
    document.body.prepend(field); // at the end, WebKit would scroll there
    field.select();
  }, text);
  await pressClipboard(page, keys);
  return page.evaluate(() => {
    const field = document.getElementById('field');
    field.remove();
    document.getElementById('canvas').focus();
    return field.value;
  });
}

const handIsOpen = (page) => page.evaluate(() => document.getElementById('hand').open);

// Leaves a picture in the page's `picture`: a dark line on a light ground.
const makePicture = (page) =>
  page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = 200;
    const context = canvas.getContext('2d');
    context.fillStyle = 'white';
    context.fillRect(0, 0, 200, 200);
    context.fillStyle = 'black';
    context.fillRect(40, 90, 120, 20);
    const blob = await new Promise((resolve) => {
      canvas.toBlob(resolve);
    });
    globalThis.picture = new File([blob], 'line.png', { type: 'image/png' });
  });

// Takes the picture for the drawing's successor: draw a stroke first.
async function assertPicture(page) {
  await until(page, () => latentpad.state().strokes === 0);
  await frames(page);
  const { ink } = await state(page);
  assert.ok(ink[14 * 28 + 14] > 0.5, 'the dark line is no ink');
  assert.equal(ink[2 * 28 + 14], 0, 'the light ground is ink');
}

for (const name of chosen) {
  describe(name, () => {
    let browser;
    let page;
    let example; // the ink of the first view
    before(async () => {
      browser = await engines[name]();
      page = await browser.open(server.url);
    });
    after(() => browser?.close());

    test(`${name}: becomes ready and shows the example`, async () => {
      await untilReady(page);
      const { exampleShown, ink, reconstruction, error } = await state(page);
      assert.equal(exampleShown, true);
      assert.equal(error, null);
      assert.ok(sum(ink) > 20 && sum(reconstruction) > 20);
      example = ink;
    });

    test(`${name}: a stroke changes the ink, the code and the screen`, async () => {
      const before = await state(page);
      const screen = await page.screenshot();
      await stroke(page, SEVEN);
      const after = await state(page);
      assert.equal(after.strokes, 1);
      assert.equal(after.exampleShown, false);
      const ink = (u, v) => after.ink[Math.floor(28 * v) * 28 + Math.floor(28 * u)];
      assert.ok(
        ink(0.45, 0.25) > 0.5 && ink(0.45, 0.83) > 0.5,
        'the ink is not where it was drawn',
      );
      assert.notDeepEqual(after.mu, before.mu);
      assert.notDeepEqual(after.reconstruction, before.reconstruction);
      assert.ok(!screen.equals(await page.screenshot()), 'the screen is the same');
    });

    test(`${name}: undo and redo, by key and by button`, async () => {
      const drawn = await state(page);
      await page.key('Control+z');
      await frames(page);
      assert.deepEqual((await state(page)).ink, example);
      await click(page, 'redo');
      assert.deepEqual((await state(page)).ink, drawn.ink);
    });

    test(`${name}: another model takes the same drawing`, async () => {
      const { ink } = await state(page);
      await click(page, 'model_2');
      await until(page, () => latentpad.state().model.latentDim === 2);
      const after = await state(page);
      assert.equal(after.mu.length, 2);
      assert.deepEqual(after.ink, ink);
      await click(page, 'model_10');
      await until(page, () => latentpad.state().model.latentDim === 10);
    });

    test(`${name}: the tabs change the view`, async () => {
      for (const view of ['manifold', 'morph', 'sample']) {
        await click(page, `tab_${view}`);
        assert.equal((await state(page)).view, view);
      }
    });

    test(`${name}: the address brings the drawing back`, async () => {
      const { ink } = await state(page);
      await until(page, () => location.hash.startsWith('#v'));
      await atPeace(page); // the last change is in it
      await page.reload();
      await untilReady(page);
      const { ink: again, strokes } = await state(page);
      assert.equal(strokes, 1);
      const difference = Math.max(...ink.map((value, i) => Math.abs(value - again[i])));
      assert.ok(difference < 0.1, `ink differs by ${difference}`);
    });

    test(`${name}: the text below, and drawing after coming back`, async () => {
      const address = await page.evaluate(() => location.href);
      await clickRect(page, await rectOf(page, 'more'));
      await until(page, async () => {
        const before = scrollY;
        for (let i = 0; i < 12; ++i) await new Promise(requestAnimationFrame);
        const { top } = document.getElementById('about').getBoundingClientRect();
        return Math.abs(top) < 2 && scrollY === before;
      });
      assert.ok((await rects(page)).draw_pad.y < 0);
      assert.equal(await page.evaluate(() => location.href), address);
      assert.equal(await page.evaluate(() => document.activeElement.id), 'about-title');

      await page.evaluate(() => window.scrollTo({ top: 200, behavior: 'instant' }));
      await frames(page);
      const { strokes } = await state(page);
      await stroke(page, [
        [0.2, 0.9],
        [0.8, 0.9],
      ]);
      const { ink, strokes: drawn } = await state(page);
      assert.equal(drawn, strokes + 1);
      assert.ok(ink[25 * 28 + 14] > 0.5, 'the ink is not where it was drawn');
      assert.equal(await page.evaluate(() => scrollY), 200, 'drawing has scrolled the page');
    });

    test(`${name}: z goes to the clipboard and comes back`, async () => {
      await page.evaluate(() => {
        window.scrollTo({ top: 0, behavior: 'instant' });
        document.getElementById('canvas').focus();
        latentpad.act({ act: 'set_z', index: 0, value: 1.25 });
      });
      await frames(page);
      const { z } = await state(page);
      await pressClipboard(page, 'Control+c');
      assert.equal(await handIsOpen(page), false);
      await page.evaluate(() => latentpad.act({ act: 'back_to_digit' }));
      await until(page, () => latentpad.state().zSource === 'mean');
      await pressClipboard(page, 'Control+v');
      await until(page, () => latentpad.state().zSource === 'manual');
      (await state(page)).z.forEach((value, i) => assert.ok(Math.abs(value - z[i]) < 0.001));
    });

    test(`${name}: the buttons copy z and the link, or offer them to copy by hand`, async () => {
      for (const refused of [false, true]) {
        await page.evaluate((refuse) => {
          delete navigator.clipboard.writeText;
          if (refuse) navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
        }, refused);
        for (const button of ['copy_z', 'share']) {
          await pressInField(page, 'Control+c', 'nothing');
          await click(page, button);
          await atRest(page);
          assert.equal(await handIsOpen(page), refused, `${button}: the dialog`);
          if (refused) {
            await pressClipboard(page, 'Control+c'); // the text is selected
            await page.key('Escape');
            await until(page, () => !document.getElementById('hand').open);
          }
          const copied = await pressInField(page, 'Control+v');
          if (button === 'share') {
            assert.equal(copied, await page.evaluate(() => location.href));
          } else {
            const { z, model } = await state(page);
            const text = JSON.parse(copied).z;
            assert.equal(text.length, z.length);
            text.forEach((value, i) => assert.ok(Math.abs(value - z[i]) < 0.5001e-4, `z[${i}]`));
            assert.equal(JSON.parse(copied).model, model.name);
          }
        }
      }
      await page.evaluate(() => {
        delete navigator.clipboard.writeText;
      });
    });

    test(`${name}: numbers pasted as text are z, other text is refused`, async () => {
      const numbers = [1, -1, 0, 0, 0.5, 0, 0, 0, 0, 2.5];
      for (const text of [JSON.stringify(numbers), 'good morning', '[1, 2, 3]']) {
        await pressInField(page, 'Control+c', text);
        await pressClipboard(page, 'Control+v');
        const { z, zSource } = await state(page);
        assert.deepEqual(z, numbers, text);
        assert.equal(zSource, 'manual');
      }
    });

    test(`${name}: a dropped picture is on the pad`, async () => {
      await makePicture(page);
      await stroke(page, SEVEN);
      // Drivers drag nothing from outside the window.
      await page.evaluate(() => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(picture);
        const canvas = document.getElementById('canvas');
        for (const type of ['dragover', 'drop']) {
          const event = new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true });
          if (canvas.dispatchEvent(event)) throw new Error(`${type} is not taken`);
        }
      });
      await assertPicture(page);
    });

    test(`${name}: a pasted picture is on the pad`, async () => {
      await makePicture(page);
      await stroke(page, SEVEN);
      if (name === 'webkit') {
        // WebKitGTK's paste events bring no pictures
        await page.evaluate(() => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(picture);
          document
            .getElementById('canvas')
            .dispatchEvent(
              new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
            );
        });
      } else {
        await page.evaluate(() => {
          document.addEventListener(
            'keydown',
            () => {
              globalThis.written = navigator.clipboard.write([
                new ClipboardItem({ 'image/png': picture }),
              ]);
            },
            { once: true, capture: true },
          );
        });
        await page.key('Shift'); // a press lets the page write
        await page.evaluate(() => written);
        await pressClipboard(page, 'Control+v');
      }
      await assertPicture(page);
    });

    test(`${name}: a chosen picture is on the pad`, async (t) => {
      const folder = await mkdtemp(join(tmpdir(), 'latentpad-'));
      t.after(() => rm(folder, { recursive: true }));
      await makePicture(page);
      const bytes = await page.evaluate(async () => [
        ...new Uint8Array(await picture.arrayBuffer()),
      ]);
      const path = join(folder, 'line.png');
      await writeFile(path, Uint8Array.from(bytes));
      await stroke(page, SEVEN);
      await click(page, 'help');
      await page.chooseFile(path, () => click(page, 'open_picture'));
      await assertPicture(page);
    });

    test(`${name}: learns from nothing; a pause stops the work`, async () => {
      await page.evaluate(() =>
        latentpad.act({
          act: 'learn',
          latentDim: 2,
          hiddenDim: 32,
          batchSize: 20,
          data: 'dreams',
        }),
      );
      await until(page, () => latentpad.state().learn.step > 0);
      const early = (await state(page)).learn;
      await until(page, (from) => latentpad.state().learn.step > from + 100, early.step);
      await page.evaluate(() => latentpad.act({ act: 'learn_pause' }));
      await until(page, () => !latentpad.state().learn.running);
      await atRest(page);
      const { learn: late, model } = await state(page);
      assert.deepEqual([model.name, model.latentDim, late.error], ['mine', 2, '']);
      assert.ok(late.reconNats < early.reconNats, `${early.reconNats} to ${late.reconNats}`);
      await frames(page, 20);
      assert.equal((await state(page)).learn.step, late.step);
    });

    test(`${name}: a drawing is taught, digits are kept`, async () => {
      await page.evaluate(() => {
        latentpad.act({ act: 'model', name: 'latent10' });
        latentpad.act({ act: 'clear' });
      });
      await stroke(page, STAR);
      await page.evaluate(() => {
        latentpad.act({ act: 'lesson_add' });
        latentpad.act({ act: 'teach', steps: 80 });
      });
      await until(page, () => {
        const { running, step } = latentpad.state().learn;
        return !running && step === 80;
      });
      await atRest(page);
      const { learn, model } = await state(page);
      assert.deepEqual([model.name, model.latentDim, learn.error], ['mine', 10, '']);
      const { before: untaught, now, knownBefore, known } = learn.lesson;
      assert.ok(now < 0.75 * untaught, `${untaught} to ${now}`);
      assert.ok(known < knownBefore + 12, `${knownBefore} to ${known}`);
    });

    test(`${name}: what was taught is there again after a reload`, async () => {
      const size = await page.evaluate(() => latentpad.weights().length);
      while ((await keptBytes(page)) !== size) await frames(page);
      await page.reload();
      await untilReady(page);
      await frames(page);
      assert.equal(await page.evaluate(() => latentpad.weights()?.length), size);
      await click(page, 'model_mine');
      await until(page, () => latentpad.state().model.name === 'mine');
    });

    test(`${name}: no complaints in the console`, async () => {
      assert.deepEqual(await page.complaints(), []);
    });

    test(`${name}: nothing has left the browser`, async () => {
      const sent = await page.sent();
      assert.ok(
        sent.some((address) => address.includes('latentpad.wasm')),
        `${sent}`,
      );
      assert.deepEqual(elsewhere(sent), []);
    });

    // After it there are complaints.
    test(`${name}: what goes wrong or leaves would be seen`, async () => {
      await page.evaluate(() => {
        console.error('spoken');
        setTimeout(() => {
          throw new Error('thrown');
        });
        Promise.reject(new Error('rejected'));
        try {
          new WebSocket('wss://elsewhere.invalid/socket');
        } catch {} // where the policy's refusal is thrown
        fetch('https://elsewhere.invalid/fetch').catch(() => {});
        navigator.sendBeacon('https://elsewhere.invalid/beacon', '');
      });
      await atPeace(page);
      const complaints = (await page.complaints()).join();
      for (const what of ['spoken', 'thrown', 'rejected', 'elsewhere.invalid']) {
        assert.ok(complaints.includes(what), `${what}: ${complaints}`);
      }
    });

    // WebKit's driver shows it in the same tab.
    test(`${name}: without a network`, async (t) => {
      const closing = await servePage();
      t.after(() => closing.close());
      const visited = await browser.open(closing.url);
      await untilReady(visited);
      if (!(await visited.evaluate(() => 'serviceWorker' in navigator))) {
        return t.skip('it has no service workers here');
      }
      await until(
        visited,
        async () =>
          navigator.serviceWorker.controller?.state === 'activated' &&
          (await caches.keys()).length === 1,
      );
      await closing.close();
      await visited.reload();
      await untilReady(visited);
      await stroke(visited, SEVEN);
      assert.equal((await state(visited)).exampleShown, false);
    });
  });
}
