// The page without a network, and from one release to the next.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  click,
  launchBrowser,
  openReady,
  PAGE_FOLDER,
  readPageFile,
  servePage,
  state,
  stroke,
  until,
  untilReady,
} from './harness.mjs';

const MODEL = 'weights/latent5.bin';
const NEW_VERSION = 'ffffffffffff';
const NEWEST_VERSION = 'eeeeeeeeeeee';

let browser;
let version; // of the page as it was built
let newer; // the folder of a release that differs in every file that can differ
let newest; // and of another

// A copy of the page under another version. The texts carry it; the weights of one model get another
// description and so another hash.
async function makeRelease(folder, newVersion) {
  await cp(PAGE_FOLDER, folder, { recursive: true });
  for (const name of await readdir(folder, { recursive: true })) {
    if (!['.html', '.js', '.css', '.webmanifest'].includes(extname(name))) continue;
    const text = (await readFile(join(folder, name), 'utf8')).replaceAll(version, newVersion);
    await writeFile(join(folder, name), name.endsWith('.css') ? `${text}/* newer */` : text);
  }
  const weights = gunzipSync(await readFile(join(folder, MODEL)));
  weights.write('2', weights.indexOf('"seed":"') + 8);
  await writeFile(join(folder, MODEL), gzipSync(weights));
  const worker = await readFile(join(folder, 'sw.js'), 'utf8');
  const hashes = new Map();
  for (const [, name] of worker.matchAll(/"([^"]+)": "[0-9a-f]{64}"/g)) {
    const hash = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
    hashes.set(name, hash);
  }
  await writeFile(
    join(folder, 'sw.js'),
    worker.replace(/"([^"]+)": "[0-9a-f]{64}"/g, (_, name) => `"${name}": "${hashes.get(name)}"`),
  );
}

before(async () => {
  browser = await launchBrowser();
  version = (await readPageFile('index.html')).toString().match(/start\.js\?v=(\w+)/)[1];
  newer = await mkdtemp(join(tmpdir(), 'latentpad-'));
  await makeRelease(newer, NEW_VERSION);
  newest = await mkdtemp(join(tmpdir(), 'latentpad-'));
  await makeRelease(newest, NEWEST_VERSION);
});

after(async () => {
  await browser.close();
  await rm(newer, { recursive: true });
  await rm(newest, { recursive: true });
});

// A server whose release can be changed: `from(name)` is the folder that a file comes from.
async function serveReleases() {
  const releases = /** @type {any} */ ({
    from: () => PAGE_FOLDER,
    asked: [],
  });
  const answer = async (name) => {
    releases.asked.push(name);
    return { body: await readFile(join(releases.from(name), name)) };
  };
  releases.server = await servePage({ answer });
  releases.url = releases.server.url;
  return releases;
}

// Where what is fetched costs money, nothing comes unasked.
const onMeteredConnection = (page) =>
  page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', {
      value: { effectiveType: '4g', saveData: true },
    });
  });

const visit = (releases) => openReady(browser, releases.url, { prepare: onMeteredConnection });

// Waits until the worker of `wanted` is in charge. It takes over when the one before it has nothing
// to do, which a browser ends after half a minute, but not while a driver watches it.
async function untilKept(page, wanted) {
  const inCharge = async ([v, orNext]) => {
    const registration = await navigator.serviceWorker.getRegistration();
    const { active, waiting, installing } = registration ?? {};
    const is = active?.state === 'activated' && !waiting && navigator.serviceWorker.controller;
    return (
      !installing &&
      (is || (orNext && waiting)) &&
      (await caches.match(`./?release=${v}`)) !== undefined
    );
  };
  await until(page, inCharge, [wanted, true]);
  if (await page.evaluate(inCharge, [wanted, false])) return;
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('ServiceWorker.enable');
  await devtools.send('ServiceWorker.stopAllWorkers');
  await devtools.detach();
  await until(page, inCharge, [wanted, false]);
}

const untilKeptFile = (page, name) =>
  until(
    page,
    async ([path, v]) => {
      const release = await (await caches.match(`./?release=${v}`))?.json();
      return release && (await caches.match(`./?file=${release.files[path]}`)) !== undefined;
    },
    [name, version],
  );

// The releases that are kept.
const keptReleases = (page) =>
  page.evaluate(async () => {
    const requests = await Promise.all(
      (await caches.keys()).map(async (name) => (await caches.open(name)).keys()),
    );
    return requests
      .flat()
      .map(({ url }) => new URL(url).searchParams.get('release'))
      .filter((release) => release !== null);
  });

const untilReleases = (page, wanted) =>
  until(
    page,
    async (versions) => {
      const [name, ...others] = await caches.keys();
      const urls = (await (await caches.open(name)).keys()).map(({ url }) => new URL(url));
      const kept = urls.map(({ searchParams }) => searchParams.get('release')).filter(Boolean);
      return others.length === 0 && kept.sort().join() === versions;
    },
    [...wanted].sort().join(),
  );

// How many files are kept, and how many the kept releases name at most.
const countFiles = (page) =>
  page.evaluate(async () => {
    const cache = await caches.open((await caches.keys())[0]);
    const urls = (await cache.keys()).map(({ url }) => url);
    const named = new Set();
    for (const url of urls.filter((address) => address.includes('?release='))) {
      const { files } = await (await cache.match(url)).json();
      for (const hash of Object.values(files)) named.add(hash);
    }
    const kept = urls.map((url) => new URL(url).searchParams.get('file')).filter(Boolean);
    return { kept: kept.length, strays: kept.filter((hash) => !named.has(hash)).length };
  });

const untilNothingInstalls = (page) =>
  until(page, async () => !(await navigator.serviceWorker.getRegistration()).installing);

// Looks for a new release, as each load does. A browser joins a look to one that is under way, which
// may have seen the release before: the second one here begins after this call.
async function look(page) {
  for (let i = 0; i < 2; ++i) {
    await page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      await registration.update().catch(() => {});
    });
  }
}

async function reload(page) {
  await page.reload();
  await untilReady(page);
}

// The version of the document, of what it has loaded, and of the stylesheet's content.
const versionsOf = (page) =>
  page.evaluate(async () => {
    const addresses = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
    const style = document.querySelector('link[href^="style.css"]').href;
    return {
      document: document.querySelector('script[src^="start.js"]').src.split('?v=')[1],
      loaded: [...new Set(addresses.map(({ searchParams }) => searchParams.get('v')))],
      newerStyle: (await (await fetch(style)).text()).endsWith('/* newer */'),
    };
  });

async function chooseModel(page, latentDim) {
  await click(page, `model_${latentDim}`);
  await page.waitForFunction(
    (wanted) => latentpad.state().model.latentDim === wanted || latentpad.state().error,
    latentDim,
  );
}

test('after one visit the page works without a network', async () => {
  const releases = await serveReleases();
  const page = await visit(releases);
  await untilKept(page, version);
  await chooseModel(page, 2);
  await untilKeptFile(page, 'weights/latent2.bin');
  await until(page, () => location.hash.startsWith('#v'));
  await releases.server.close();

  await reload(page);
  const before = await state(page);
  await stroke(page, [
    [0.3, 0.2],
    [0.6, 0.8],
  ]);
  assert.notDeepEqual((await state(page)).mu, before.mu);
  await chooseModel(page, 2);
  assert.equal((await state(page)).model.latentDim, 2);
  assert.equal((await state(page)).error, null);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('from the second visit on it has threads, without a network too', async () => {
  const releases = await serveReleases();
  const page = await visit(releases);
  assert.equal(await page.evaluate(() => crossOriginIsolated), false);
  await untilKept(page, version);
  await reload(page);
  assert.equal(await page.evaluate(() => crossOriginIsolated), true);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  const learn = async () => {
    await page.evaluate(() => {
      latentpad.act({ act: 'view', name: 'learn' });
      latentpad.act({ act: 'learn', latentDim: 2, hiddenDim: 32, data: 'dreams' });
    });
    await page.waitForFunction(
      (threads) => latentpad.state().learn.step > 0 && latentpad.state().learn.threads === threads,
      Math.min(cores, 4),
    );
  };
  await learn();
  await untilKeptFile(page, 'learner_threads.wasm');
  await releases.server.close();
  await reload(page);
  await learn();
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('the other models come by themselves, unless the connection is metered', async () => {
  const releases = await serveReleases();
  const page = await openReady(browser, releases.url);
  for (const dimensions of [2, 5, 20]) {
    await untilKeptFile(page, `weights/latent${dimensions}.bin`);
  }
  assert.equal((await state(page)).model.latentDim, 10);
  await releases.server.close();
  await chooseModel(page, 5);
  assert.equal((await state(page)).error, null);
  await page.context().close();

  const frugal = await serveReleases();
  const other = await openReady(browser, frugal.url, {
    prepare: async (opened) => {
      await onMeteredConnection(opened);
      await opened.addInitScript(() => {
        globalThis.told = [];
        const { postMessage } = ServiceWorker.prototype;
        ServiceWorker.prototype.postMessage = function noted(/** @type {any[]} */ ...what) {
          globalThis.told.push(what[0]);
          return postMessage.apply(this, /** @type {any} */ (what));
        };
      });
    },
  });
  await until(other, () => globalThis.told.length > 0);
  await other.evaluate(
    () =>
      new Promise((resolve) => {
        requestIdleCallback(resolve);
      }),
  );
  const told = await other.evaluate(() => globalThis.told.flatMap(({ keep }) => keep));
  assert.ok(!told.some((name) => /latent(2|5|20)\./.test(name)), told.join());
  await other.context().close();
  await frugal.server.close();
});

test('what was fetched before there was a worker is kept as well', async () => {
  const releases = await serveReleases();
  const page = await openReady(browser, releases.url, {
    // The worker comes late.
    prepare: async (opened) => {
      await onMeteredConnection(opened);
      await opened.addInitScript(() => {
        const { register } = ServiceWorkerContainer.prototype;
        ServiceWorkerContainer.prototype.register = async function late(...what) {
          await new Promise((resolve) => {
            globalThis.registerNow = resolve;
          });
          return register.apply(this, /** @type {any} */ (what));
        };
      });
    },
  });
  await chooseModel(page, 2);
  await page.evaluate(() => registerNow());
  await untilKeptFile(page, 'weights/latent2.bin');
  await releases.server.close();
  await page.context().close();
});

test('a new release is fetched whole and starts with the next load', async () => {
  const releases = await serveReleases();
  const page = await visit(releases);
  await untilKept(page, version);
  await reload(page);
  releases.from = () => newer;
  releases.asked.length = 0;

  await reload(page);
  assert.deepEqual(await versionsOf(page), {
    document: version,
    loaded: [version],
    newerStyle: false,
  });
  await look(page);
  await untilKept(page, NEW_VERSION);
  // What has not changed has not been fetched again.
  assert.ok(releases.asked.includes('start.js'));
  assert.ok(!releases.asked.includes('weights/latent10.bin'), releases.asked.join());

  await reload(page);
  assert.deepEqual(await versionsOf(page), {
    document: NEW_VERSION,
    loaded: [NEW_VERSION],
    newerStyle: true,
  });
  await untilReleases(page, [NEW_VERSION]);
  await releases.server.close();
  await reload(page);
  assert.equal((await versionsOf(page)).document, NEW_VERSION);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
});

test('with two pages open, releases do not pile up', async () => {
  const releases = await serveReleases();
  const page = await visit(releases);
  await untilKept(page, version);
  const other = await page.context().newPage();
  await other.goto(releases.url);
  await untilReady(other); // and stays at this release

  const take = async (folder, wanted) => {
    releases.from = () => folder;
    await look(page);
    await untilKept(page, wanted);
    await reload(page);
  };
  await take(newer, NEW_VERSION);
  await untilReleases(page, [version, NEW_VERSION]);
  await take(newest, NEWEST_VERSION);
  await untilReleases(page, [version, NEWEST_VERSION]);
  const together = await countFiles(page);
  assert.equal(together.strays, 0);

  // The page that was left behind still has its own files, and what is the same is kept once.
  assert.deepEqual(await versionsOf(other), {
    document: version,
    loaded: [version],
    newerStyle: false,
  });
  await other.close();
  await reload(page);
  await untilReleases(page, [NEWEST_VERSION]);
  const alone = await countFiles(page);
  assert.equal(alone.strays, 0);
  assert.ok(together.kept < 2 * alone.kept, `${together.kept} files, then ${alone.kept}`);
  assert.deepEqual(await keptReleases(page), [NEWEST_VERSION]);
  await page.context().close();
  await releases.server.close();
});

test('a release that is only half there is not taken', async () => {
  const releases = await serveReleases();
  const page = await visit(releases);
  await untilKept(page, version);
  releases.from = (name) => (name === 'style.css' ? PAGE_FOLDER : newer);
  releases.asked.length = 0;
  await reload(page);
  await look(page);
  await untilNothingInstalls(page);
  assert.ok(releases.asked.includes('style.css'));
  await reload(page);
  assert.deepEqual(await versionsOf(page), {
    document: version,
    loaded: [version],
    newerStyle: false,
  });

  releases.from = () => newer;
  await reload(page);
  await look(page);
  await untilKept(page, NEW_VERSION);
  await reload(page);
  assert.equal((await versionsOf(page)).document, NEW_VERSION);
  await page.context().close();
  await releases.server.close();
});

test('an open page never gets a file of another release', async () => {
  const releases = await serveReleases();
  const page = await visit(releases);
  await untilKept(page, version);
  releases.from = (name) => (name === 'sw.js' ? PAGE_FOLDER : newer); // the worker's own comes last
  await chooseModel(page, 5);
  const refused = await state(page);
  assert.equal(refused.model.latentDim, 10);
  assert.match(refused.error, /latent5/);

  releases.from = () => newer;
  await look(page);
  await untilKept(page, NEW_VERSION);
  await click(page, 'model_2'); // by now the worker is of the new release
  await until(page, () => /release/.test(latentpad.state().error ?? ''));
  await page.context().close();
  await releases.server.close();
});

test('a script of another release than its page says so', async () => {
  const releases = await serveReleases();
  releases.from = (name) => (name === 'index.html' ? PAGE_FOLDER : newer);
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(releases.url);
  await page.waitForSelector('#problem:not([hidden])');
  assert.match(await page.textContent('#problem-what'), /new release/);
  await context.close();
  await releases.server.close();
});

test('it can be installed', async () => {
  const releases = await serveReleases();
  const page = await visit(releases);
  await untilKept(page, version);
  const cdp = await page.context().newCDPSession(page);
  const { errors } = await cdp.send('Page.getAppManifest');
  assert.deepEqual(errors, []);
  const { installabilityErrors } = await cdp.send('Page.getInstallabilityErrors');
  // Private windows cannot install anything.
  assert.deepEqual(
    installabilityErrors.map(({ errorId }) => errorId).filter((error) => error !== 'in-incognito'),
    [],
  );
  const manifest = JSON.parse(String(await readPageFile('manifest.webmanifest')));
  for (const { src, sizes } of manifest.icons.filter(({ type }) => type === 'image/png')) {
    const size = await page.evaluate(async (address) => {
      const { width, height } = await createImageBitmap(await (await fetch(address)).blob());
      return `${width}x${height}`;
    }, src);
    assert.equal(size, sizes);
  }
  await page.context().close();
  await releases.server.close();
});
