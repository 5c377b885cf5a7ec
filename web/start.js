// Checks what the browser can do, loads the program and its model, starts them.
import { connectInput } from './input.js?v=@VERSION@';
import { makeSurface } from './surface.js?v=@VERSION@';

// Every part is fetched under the version that index.html names, so that two versions never mix.
const VERSION = new URL(import.meta.url).search;
const WEIGHTS = 'weights/latent10.safetensors';

const canvas = document.getElementById('canvas');
const byId = (id) => document.getElementById(id);

// What the user is told: one sentence about what is wrong, one about what to do.
class Problem extends Error {
  constructor(what, remedy) {
    super(what);
    this.remedy = remedy;
  }
}

const sentence = (text) => text.endsWith('.') ? text : `${text}.`;

function show(problem) {
  byId('loading').hidden = true;
  byId('problem').hidden = false;
  byId('problem-what').textContent = problem.message;
  byId('problem-remedy').textContent =
      problem.remedy ?? 'Try again; if it stays, please tell whoever runs this page.';
  byId('curtain').classList.remove('open');
  byId('curtain').hidden = false;
}

function checkBrowser() {
  // The smallest module with a SIMD instruction (i8x16.splat).
  const simd = Uint8Array.of(
      0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253,
      15, 253, 98, 11);
  if (!globalThis.WebAssembly?.validate(simd)) {
    throw new Problem(
        'This browser lacks WebAssembly SIMD, which Latentpad computes with.',
        'Use Chrome or Edge 91, Firefox 89, Safari 16.4 or anything newer.');
  }
  // Made here and not by the program: the first to ask for a context decides about its options.
  const options = { alpha: false, antialias: false, depth: false, stencil: false };
  if (!canvas.getContext('webgl2', options)) {
    throw new Problem(
        'This browser offers no WebGL 2, which Latentpad draws with.',
        'Switch on hardware acceleration in its settings, or use a current Chrome, Firefox or ' +
        'Safari.');
  }
}

let bytesLoaded = 0;

function advance(bytes) {
  bytesLoaded += bytes;
  const progress = byId('progress');
  progress.value = bytesLoaded;
  byId('percent').textContent = `${Math.floor(100 * progress.position)}\u202f%`;
}

const CONNECTION = 'Check the connection, then try again.';

// Why a stream ended early: whoever reads it learns only that it did.
let brokenOff = null;

// The file's bytes as a stream that moves the progress bar.
async function load(name) {
  let response;
  try {
    response = await fetch(new URL(name + VERSION, import.meta.url));
  } catch {
    throw new Problem(`${name} could not be loaded: the server does not answer.`, CONNECTION);
  }
  if (!response.ok) {
    throw new Problem(
        `${name} could not be loaded: the server answers ${response.status}.`,
        'Try again; if this is your own copy of the page, check that the file was uploaded.');
  }
  const reader = response.body.getReader();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await reader.read().catch(() => {
        brokenOff = new Problem(`${name} could not be loaded: the connection broke off.`,
                                CONNECTION);
        throw brokenOff;
      });
      if (done) return controller.close();
      advance(value.length);
      controller.enqueue(value);
    },
  });
}

async function loadBytes(name) {
  return new Uint8Array(await new Response(await load(name)).arrayBuffer());
}

async function loadProgram() {
  const name = 'latentpad.wasm';
  // The type is ours: not every static server knows WebAssembly's.
  const wasm = load(name).then(
      (stream) => new Response(stream, { headers: { 'Content-Type': 'application/wasm' } }));
  const script = import(`./latentpad.js${VERSION}`).catch(() => {
    throw new Problem('latentpad.js could not be loaded.', CONNECTION);
  });
  const [response, { default: create }] = await Promise.all([wasm, script]);
  // The factory waits for ever when its module fails: hence the promise beside it.
  return new Promise((resolve, reject) => {
    create({
      canvas,
      instantiateWasm(imports, done) {
        WebAssembly.instantiateStreaming(response, imports)
            .then(({ instance, module }) => done(instance, module), (error) => {
              reject(new Problem(sentence(`${name} is not usable: ${error.message}`),
                                 'Reload the page without its cache (Ctrl+F5).'));
            });
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

function followGraphics(program) {
  canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault(); // asks for it back
    program._latentpad_context_lost();
    show(new Problem('The graphics card has dropped this page.',
                     'It often comes back by itself; otherwise try again.'));
  });
  canvas.addEventListener('webglcontextrestored', () => {
    program._latentpad_context_restored();
    liftCurtain();
  });
}

function loadModel(program, bytes) {
  const file = program._malloc(bytes.length);
  const name = program._malloc(WEIGHTS.length + 1);
  program.HEAPU8.set(bytes, file);
  program.HEAPU8.set(new TextEncoder().encode(`${WEIGHTS}\0`), name);
  const error = program._latentpad_load_model(file, bytes.length, name);
  const what = error === 0 ? '' : program.UTF8ToString(error);
  program._free(name);
  program._free(file);
  if (what) {
    throw new Problem(sentence(what), 'Reload the page without its cache (Ctrl+F5), or try again.');
  }
}

function firstFrame(program) {
  return new Promise((resolve) => {
    const look = () => program._latentpad_ready() ? resolve() : requestAnimationFrame(look);
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

let program = null;

async function start() {
  byId('late').remove();
  byId('again').addEventListener('click', () => location.reload());
  checkBrowser();
  const [loaded, weights] = await Promise.all([loadProgram(), loadBytes(WEIGHTS)]);
  const error = loaded._latentpad_start();
  if (error !== 0) {
    throw new Problem(sentence(`The canvas could not be opened: ${loaded.UTF8ToString(error)}`),
                      'Close other tabs that draw in 3D, then try again.');
  }
  followPreference('(prefers-color-scheme: dark)', loaded._latentpad_set_night);
  followPreference('(prefers-reduced-motion: reduce)', loaded._latentpad_set_reduced_motion);
  followGraphics(loaded);
  connectInput(canvas, loaded);
  loadModel(loaded, weights);
  program = loaded;
  await firstFrame(loaded);
  liftCurtain();
  canvas.focus({ preventScroll: true });
}

const ready = start().catch((error) => {
  throw brokenOff ?? error;
});
ready.catch(show);
globalThis.latentpad = makeSurface(ready, () => program, canvas);
