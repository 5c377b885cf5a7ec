// Keeps the page for when there is no network: see sw.js.

import { MODELS, weightsOf } from './files.js';

const VERSION = new URL(import.meta.url).searchParams.get('v');

// While this page is open, its release is kept.
function holdRelease() {
  const name = `${new URL('.', import.meta.url).href}?release=${VERSION}`; // as in sw.js
  navigator.locks?.request(name, { mode: 'shared' }, () => new Promise(() => {}));
}

// Whether nobody pays for what is fetched unasked. Browsers that do not know it fetch what is asked for.
function isUnmetered() {
  const { connection } = /** @type {any} */ (navigator);
  return (
    connection?.effectiveType === '4g' && !connection.saveData && connection.type !== 'cellular'
  );
}

const untilIdle = () =>
  new Promise((resolve) => {
    requestIdleCallback(resolve);
  });

// Called once the page can be used, so that nothing competes with its start. Without a worker
// (private windows, http without s) the page simply needs the network.
export async function keepForOffline() {
  if (!navigator.serviceWorker) return;
  holdRelease();
  try {
    // The script's own address stays the same over all versions: the browser looks there for a new
    // one.
    await navigator.serviceWorker.register(new URL('sw.js', import.meta.url), {
      updateViaCache: 'none',
    });
    const { active } = await navigator.serviceWorker.ready;
    const fetched = performance.getEntriesByType('resource').map(({ name }) => name);
    active.postMessage({ version: VERSION, keep: fetched });
    if (!isUnmetered()) return;
    await untilIdle();
    const models = MODELS.map((model) => new URL(weightsOf(model), import.meta.url).href);
    active.postMessage({ version: VERSION, keep: models });
  } catch {
    // As without a worker.
  }
}
