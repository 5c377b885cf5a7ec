// The service worker: keeps a release of the page, whole, for when there is no network.
//
// Every address but the folder's own carries the version (?v=...), and every version has a cache of
// its own, so no request can be answered from another version. A new release is fetched in the
// background, each file checked against the hash below, and starts with the next load of the page;
// if a file is missing or of yet another release, the old release simply stays.

const VERSION = '@VERSION@';
// path -> SHA-256
const FILES = @HASHES@;
// Paths of what the page starts with; the rest is kept once it has been used.
const FIRST = @FIRST@;

const SCOPE = self.registration.scope;
const PREFIX = `latentpad ${SCOPE} `; // other pages of this site may have caches too
const INDEX = 'index.html';

const OLDER = `${SCOPE}?older`; // names of the caches that this version supersedes

const addressOf = (path) => new URL(`${path}?v=${VERSION}`, SCOPE).href;

async function hashOf(bytes) {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const openCache = () => caches.open(PREFIX + VERSION);

const isOurs = (path) => Object.hasOwn(FILES, path);

async function otherCaches() {
  const names = await caches.keys();
  return names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + VERSION);
}

function pathOf(address) {
  const { origin, pathname } = new URL(address);
  return (origin + pathname).slice(SCOPE.length);
}

const typeOf = (response) => response.headers.get('Content-Type') ?? 'application/octet-stream';

function keep(cache, path, response, bytes) {
  const headers = { 'Content-Type': typeOf(response), 'X-Hash': FILES[path] };
  return cache.put(addressOf(path), new Response(bytes, { headers }));
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

// What is in these caches: path -> responses.
async function filesIn(names) {
  const files = new Map();
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const path = pathOf(request.url);
      files.set(path, [...(files.get(path) ?? []), await cache.match(request)]);
    }
  }
  return files;
}

// Keeps what the page starts with and whatever an older version has kept; what has not changed is
// not fetched again.
async function install() {
  const others = await otherCaches();
  const older = await filesIn(others);
  const used = Object.keys(FILES).filter((path) => older.has(path));
  const cache = await openCache();
  try {
    for (const path of new Set([...FIRST, ...used])) {
      const same = older.get(path)?.find(({ headers }) => headers.get('X-Hash') === FILES[path]);
      await (same ? cache.put(addressOf(path), same) : fetchWhole(cache, path));
    }
    await cache.put(OLDER, new Response(JSON.stringify(others)));
  } catch (error) {
    await caches.delete(PREFIX + VERSION);
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

async function answerNavigation(request) {
  const cache = await openCache();
  return await cache.match(addressOf(INDEX)) ?? fetch(request);
}

// `version` is that of the page which asks: with an older page still open, not this worker's.
async function answerFile(request, path, version, wait) {
  const kept = await caches.match(request.url, { cacheName: PREFIX + version });
  if (kept) return kept;
  if (version !== VERSION) {
    return new Response(null, { status: 410, statusText: 'Replaced by a newer release' });
  }
  return isOurs(path) ? fetchAndKeep(path, request, wait) : fetch(request);
}

self.addEventListener('install', (event) => event.waitUntil(install()));
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

// Keeps what a page has fetched, perhaps before there was a worker.
async function keepFetched(addresses) {
  const cache = await openCache();
  for (const path of addresses.map(pathOf)) {
    if (isOurs(path) && !await cache.match(addressOf(path))) {
      await fetchWhole(cache, path).catch(() => {}); // the next visit may have more luck
    }
  }
}

// Once the only page open is of this version, nobody needs the older ones. A newer one may be on its
// way: it is none of the superseded.
async function forgetOlder() {
  const open = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  const ours = open.filter(({ url }) => url.startsWith(SCOPE));
  if (ours.length > 1 || self.registration.installing) return;
  const older = await caches.match(OLDER, { cacheName: PREFIX + VERSION });
  for (const name of await older?.json() ?? []) await caches.delete(name);
}

// A page has started.
self.addEventListener('message', (event) => {
  const { version, fetched } = event.data;
  if (version !== VERSION) return;
  event.waitUntil(keepFetched(fetched).then(forgetOlder));
});
