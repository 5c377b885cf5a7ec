// The service worker: keeps a release of the page, whole, for when there is no network.
//
// Every address but the folder's own carries the version (?v=...), and every version has its own list
// of hashes, so no request can be answered from another version. The files themselves are kept by
// hash, once for all versions. A new release is fetched in the background, each file checked against
// the hash below, and starts with the next load of the page; if a file is missing or of yet another
// release, the old release simply stays, as long as a page of it is open.

const VERSION = '@VERSION@';
// path -> SHA-256
const FILES = @HASHES@;
// Paths of what the page starts with; the rest is kept once it has been used.
const FIRST = @FIRST@;

const SCOPE = self.registration.scope;
const PREFIX = `latentpad ${SCOPE} `; // other pages of this site may have caches too
const INDEX = 'index.html';

const CACHE = `${PREFIX}files`;
const RELEASE = `${SCOPE}?release=`; // + version: its {files: path -> hash, older: versions}
const FILE = `${SCOPE}?file=`; // + hash

const addressOf = (path) => new URL(`${path}?v=${VERSION}`, SCOPE).href;

async function hashOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const openCache = () => caches.open(CACHE);

const isOurs = (path) => Object.hasOwn(FILES, path);

// One at a time: what one worker is about to use, another must not sweep away. Safari and Firefox
// have locks since 2022.
const alone = (work) => navigator.locks ? navigator.locks.request(CACHE, work) : work();

// Version -> what is known of the release.
async function releasesIn(cache) {
  const releases = new Map();
  for (const { url } of await cache.keys()) {
    if (!url.startsWith(RELEASE)) continue;
    releases.set(url.slice(RELEASE.length), await (await cache.match(url)).json());
  }
  return releases;
}

function pathOf(address) {
  const { origin, pathname } = new URL(address);
  return (origin + pathname).slice(SCOPE.length);
}

const typeOf = (response) => response.headers.get('Content-Type') ?? 'application/octet-stream';

function keep(cache, path, response, bytes) {
  const headers = { 'Content-Type': typeOf(response) };
  return cache.put(FILE + FILES[path], new Response(bytes, { headers }));
}

// Isolated from pages of other origins, which threads need: not every host can send these. What embeds
// the page need not be.
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

function isolate(response) {
  if (response.type !== 'basic' && response.type !== 'default') return response;
  if (response.redirected || response.status < 200 || response.status === 304) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(ISOLATION)) headers.set(name, value);
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}

// Fetches a file, first as the browser likes, then past its HTTP cache, and keeps it.
async function fetchWhole(cache, path) {
  const address = path === INDEX ? SCOPE : addressOf(path);
  for (const mode of ['default', 'reload']) {
    const response = await fetch(address, { cache: path === INDEX ? 'reload' : mode });
    const bytes = response.ok ? await response.arrayBuffer() : null;
    if (bytes && await hashOf(bytes) === FILES[path]) return keep(cache, path, response, bytes);
  }
  throw new Error(`${path} is not that of version ${VERSION}.`);
}

// Removes releases, and the files that no other release has.
async function forget(cache, versions) {
  for (const version of versions) await cache.delete(RELEASE + version);
  const releases = [...(await releasesIn(cache)).values()];
  const needed = new Set(releases.flatMap(({ files }) => Object.values(files)));
  for (const { url } of await cache.keys()) {
    if (url.startsWith(FILE) && !needed.has(url.slice(FILE.length))) await cache.delete(url);
  }
}

// Keeps what the page starts with and whatever has been kept of an older version; what has not
// changed is not fetched again.
async function install() {
  const cache = await openCache();
  const releases = await releasesIn(cache);
  releases.delete(VERSION);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const used = new Set();
  for (const { files } of releases.values()) {
    for (const [path, hash] of Object.entries(files)) if (kept.has(FILE + hash)) used.add(path);
  }
  try {
    const release = { files: FILES, older: [...releases.keys()] };
    await cache.put(RELEASE + VERSION, new Response(JSON.stringify(release)));
    for (const path of Object.keys(FILES)) {
      const wanted = FIRST.includes(path) || used.has(path);
      if (wanted && !kept.has(FILE + FILES[path])) await fetchWhole(cache, path);
    }
  } catch (error) {
    await forget(cache, [VERSION]);
    throw error;
  }
  await self.skipWaiting();
}

// Hands a file on as it arrives, so that the page sees the progress, and keeps it. One of another
// release ends as if the connection had broken.
async function fetchAndKeep(path, request, wait) {
  const response = await fetch(request);
  if (!response.ok || !response.body) return response;
  const pieces = [];
  const check = async (controller) => {
    const bytes = await new Blob(pieces).arrayBuffer();
    if (await hashOf(bytes) !== FILES[path]) {
      self.registration.update();
      return controller.error(new Error(`${path} is not that of version ${VERSION}.`));
    }
    // With the storage full, the page gets its file all the same.
    await openCache().then((cache) => keep(cache, path, response, bytes)).catch(() => {});
  };
  const checked = new TransformStream({
    transform(piece, controller) {
      pieces.push(piece);
      controller.enqueue(piece);
    },
    flush: check,
  });
  wait(response.body.pipeTo(checked.writable).catch(() => {}));
  return new Response(checked.readable, { headers: { 'Content-Type': typeOf(response) } });
}

// A file as it is in a version, if it has been kept.
async function find(path, version) {
  const cache = await openCache();
  const files = version === VERSION ? FILES : (await releasesIn(cache)).get(version)?.files ?? {};
  return Object.hasOwn(files, path) ? cache.match(FILE + files[path]) : undefined;
}

async function answerNavigation(request) {
  return isolate(await find(INDEX, VERSION) ?? await fetch(request));
}

// `version` is that of the page which asks: with an older page still open, not this worker's.
async function answerFile(request, path, version, wait) {
  const kept = await find(path, version);
  if (kept) return isolate(kept);
  if (version !== VERSION) {
    return new Response(null, { status: 410, statusText: 'Replaced by a newer release' });
  }
  return isolate(await (isOurs(path) ? fetchAndKeep(path, request, wait) : fetch(request)));
}

self.addEventListener('install', (event) => event.waitUntil(alone(install)));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(SCOPE)) return;
  const path = pathOf(request.url);
  if (request.mode === 'navigate') {
    if (path === '' || path === INDEX) event.respondWith(answerNavigation(request));
    return;
  }
  const version = new URL(request.url).searchParams.get('v');
  if (version) event.respondWith(answerFile(request, path, version, (p) => event.waitUntil(p)));
});

// Keeps what a page has fetched, perhaps before there was a worker, or may want next.
async function keepFiles(addresses) {
  const cache = await openCache();
  for (const path of addresses.map(pathOf)) {
    if (isOurs(path) && !await find(path, VERSION)) {
      await fetchWhole(cache, path).catch(() => {}); // the next visit may have more luck
    }
  }
}

// The versions of the open pages, each of which holds a lock that says so (offline.js); null if
// there is a page that holds none. Not all browsers tell whose a lock is: hence the count.
async function openVersions() {
  const { held } = await navigator.locks?.query() ?? { held: [] };
  const names = held.map(({ name }) => name).filter((name) => name.startsWith(RELEASE));
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const ours = open.filter(({ url }) => url.startsWith(SCOPE));
  return names.length < ours.length ? null : names.map((name) => name.slice(RELEASE.length));
}

// Forgets the versions before this one of which no page is open. A newer one may be on its way: it is
// none of those.
async function forgetOlder() {
  const open = await openVersions();
  if (open === null) return;
  const cache = await openCache();
  const { older } = (await releasesIn(cache)).get(VERSION) ?? { older: [] };
  await forget(cache, older.filter((version) => !open.includes(version)));
  for (const name of await caches.keys()) {
    if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name); // of another make
  }
}

// A page has started, or nothing happens in it.
self.addEventListener('message', (event) => {
  const { version, keep: addresses } = event.data;
  if (version !== VERSION) return;
  event.waitUntil(keepFiles(addresses).then(() => alone(forgetOlder)));
});
