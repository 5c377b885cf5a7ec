// Checks what the browser can do, loads the program and its model, starts them.
import { giveTensors, withChecksum } from './call.js';
import {
  CONNECTION,
  loadBytes,
  loadModule,
  notUsable,
  Problem,
  sentence,
  sizeOf,
  weightsOf,
} from './files.js';
import { HAS_DIGITS } from './digits.js';
import { openGraphics } from './graphics.js';
import { connectInput } from './input.js';
import { connectMirror } from './mirror.js';
import { keepForOffline } from './offline.js';
import { connectLearning } from './learning.js';
import { fulfil, hasSeen } from './requests.js';
import { connectClipboard, firstModel, followAddress } from './share.js';
import { makeSurface } from './surface.js';
import { followTheme } from './theme.js';

const VERSION = new URL(import.meta.url).search;
const DEFAULT_WEIGHTS = weightsOf('@FIRST_MODEL@'); // which @TOTAL_BYTES@ of index.html counts
const WEIGHTS = weightsOf(firstModel(location.hash, (model) => sizeOf(weightsOf(model)) > 0));

const canvas = /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'));
/** @returns {any} */
const byId = (id) => document.getElementById(id);

function show(problem) {
  byId('loading').hidden = true;
  byId('problem').hidden = false;
  byId('problem-what').textContent = problem.message;
  byId('problem-remedy').textContent =
    problem.remedy ?? 'Try again; if it stays, please tell whoever runs this page.';
  byId('curtain').classList.remove('open');
  byId('curtain').hidden = false;
}

// While a release replaces another, a server may give this script to the older page.
function checkRelease() {
  if (VERSION === '?v=@VERSION@') return;
  throw new Problem('A new release of this page has just arrived.', 'Reload it.');
}

const NEW_ENOUGH = 'Use Chrome or Edge 91, Firefox 113, Safari 16.4 or anything newer.';

function checkBrowser() {
  // The smallest module with a SIMD instruction (i8x16.splat).
  const simd = Uint8Array.of(
    0,
    97,
    115,
    109,
    1,
    0,
    0,
    0,
    1,
    5,
    1,
    96,
    0,
    1,
    123,
    3,
    2,
    1,
    0,
    10,
    10,
    1,
    8,
    0,
    65,
    0,
    253,
    15,
    253,
    98,
    11,
  );
  if (!globalThis.WebAssembly?.validate(simd)) {
    throw new Problem(
      'This browser lacks WebAssembly SIMD, which Latentpad computes with.',
      NEW_ENOUGH,
    );
  }
  if (!globalThis.DecompressionStream) {
    throw new Problem('This browser cannot unpack files, which the models come as.', NEW_ENOUGH);
  }
  if (!openGraphics(canvas)) {
    throw new Problem(
      'This browser offers no WebGL 2, which Latentpad draws with.',
      'Switch on hardware acceleration in its settings, or use a current Chrome, Firefox or ' +
        'Safari.',
    );
  }
}

let bytesLoaded = 0;

function advance(bytes) {
  bytesLoaded += bytes;
  const progress = byId('progress');
  progress.value = bytesLoaded;
  byId('percent').textContent = `${Math.floor(100 * progress.position)}\u202f%`;
}

// Told when a frame has changed what there is to say of the program.
/** @type {(() => void)[]} */
let followers = [];

/** @returns {Promise<Program>} */
async function loadProgram() {
  const name = 'latentpad.wasm';
  const compiled = loadModule(name, advance);
  const script = import(new URL(`latentpad.js${VERSION}`, import.meta.url).href).catch(() => {
    throw new Problem('latentpad.js could not be loaded.', CONNECTION);
  });
  const [module, { default: create }] = await Promise.all([compiled, script]);
  // The factory waits for ever when its module fails: hence the promise beside it.
  return new Promise((resolve, reject) => {
    create({
      canvas,
      /** @param {[kind: string, text: string, bytes: Uint8Array]} what */
      request: (...what) => fulfil(program, ...what),
      changed: () => followers.forEach((follow) => follow()),
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then(
          (instance) => done(instance, module),
          (error) => reject(notUsable(name, error)),
        );
        return {};
      },
    }).then(resolve, reject);
  });
}

// Tells the program about a preference of the user, now and whenever it changes.
function followPreference(query, tell) {
  const media = matchMedia(query);
  media.addEventListener('change', () => tell(media.matches ? 1 : 0));
  tell(media.matches ? 1 : 0);
}

/** @param {Program} program */
function followGraphics(program) {
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // asks for it back
    program._latentpad_context_lost();
    show(
      new Problem(
        'The graphics card has dropped this page.',
        'It often comes back by itself; otherwise try again.',
      ),
    );
  });
  canvas.addEventListener('webglcontextrestored', () => {
    program._latentpad_context_restored();
    liftCurtain();
  });
}

/** @param {Program} program */
function loadModel(program, file) {
  const what = giveTensors(program, '_latentpad_load_model', file, WEIGHTS);
  if (what) {
    throw new Problem(sentence(what), 'Reload the page without its cache (Ctrl+F5), or try again.');
  }
}

// Lets the browser see to the user between two long steps. A timer in a timer would wait 4 ms.
const breathe = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve(undefined);
    };
    port2.postMessage(null);
  });

// Once the user sees that the program is on its way.
const painted = () =>
  new Promise((resolve) => {
    requestAnimationFrame(() => breathe().then(resolve));
  });

// What the first frame needs, step by step.
/** @param {Program} program */
async function prepare(program) {
  do await breathe();
  while (program._latentpad_prepare(devicePixelRatio));
}

/** @param {Program} program */
function firstFrame(program) {
  return new Promise((resolve) => {
    const look = () => (program._latentpad_ready() ? resolve() : requestAnimationFrame(look));
    look();
  });
}

function liftCurtain() {
  const curtain = byId('curtain');
  curtain.classList.add('open');
  const remove = () => {
    if (curtain.classList.contains('open')) curtain.hidden = true;
  };
  if (getComputedStyle(curtain).transitionDuration === '0s') return remove();
  curtain.addEventListener('transitionend', remove, { once: true });
}

// Keys work at once, unless the user is elsewhere already: in this page or, while it stands in the
// frame of another, in that one.
function takeFocus() {
  if (window !== window.parent || document.activeElement !== document.body) return;
  canvas.focus({ preventScroll: true });
}

// Once the first model is loaded.
/** @type {Program | null} */
let program = null;

async function start() {
  byId('late').remove();
  byId('again').addEventListener('click', () => location.reload());
  checkRelease();
  checkBrowser();
  byId('progress').max += sizeOf(WEIGHTS) - sizeOf(DEFAULT_WEIGHTS);
  const weights = loadBytes(WEIGHTS, advance).then(withChecksum);
  weights.catch(() => {}); // told when they are waited for
  const [loaded] = await Promise.all([loadProgram(), painted()]);
  const error = loaded._latentpad_start();
  if (error !== 0) {
    throw new Problem(
      sentence(`The canvas could not be opened: ${loaded.UTF8ToString(error)}`),
      'Close other tabs that draw in 3D, then try again.',
    );
  }
  await breathe();
  followTheme(loaded);
  followPreference('(prefers-reduced-motion: reduce)', loaded._latentpad_set_reduced_motion);
  followGraphics(loaded);
  await prepare(loaded); // the weights are still on their way
  loadModel(loaded, await weights);
  await prepare(loaded);
  connectInput(canvas, loaded);
  if (HAS_DIGITS) loaded._latentpad_offer_digits();
  if (!hasSeen('walk')) loaded._latentpad_offer_walk();
  program = loaded;
  const addressChanged = followAddress(loaded);
  await firstFrame(loaded);
  liftCurtain();
  takeFocus();
  await breathe();
  followers = [addressChanged, connectMirror(canvas, loaded)];
  connectClipboard(canvas, loaded);
  await connectLearning(loaded);
  keepForOffline();
}

const ready = start();
ready.catch(show);
globalThis.latentpad = makeSurface(ready, () => program, canvas);
