// globalThis.latentpad, for scripts, teachers who embed the page, and tests: see README.md.

import { callWithString } from './call.js';
import { fileOfMine } from './learning.js';
import { openModel } from './share.js';

const PIXELS = 784;

function parse(json) {
  const answer = JSON.parse(json);
  if (Object.keys(answer).length === 1 && answer.error) throw new Error(answer.error);
  return answer;
}

function checkNumbers(name, values, wanted) {
  if (typeof values?.length !== 'number' || typeof values === 'string') {
    throw new Error(`${name} must be an array of numbers.`);
  }
  if (wanted !== undefined && values.length !== wanted) {
    throw new Error(`${name} must have ${wanted} numbers, this one has ${values.length}.`);
  }
  for (let i = 0; i < values.length; ++i) {
    if (typeof values[i] !== 'number' || !Number.isFinite(values[i])) {
      throw new Error(`${name}[${i}] must be a finite number.`);
    }
  }
}

function checkPixels(pixels) {
  checkNumbers('pixels', pixels, PIXELS);
  for (let i = 0; i < PIXELS; ++i) {
    if (pixels[i] < 0 || pixels[i] > 1) throw new Error(`pixels[${i}] must be from 0 to 1.`);
  }
}

// Calls an exported function that takes floats and answers with JSON.
/**
 * @param {Program} program
 * @param {'_latentpad_encode' | '_latentpad_decode'} name
 */
function callWithFloats(program, name, values) {
  const address = program._malloc(4 * values.length);
  try {
    program.HEAPF32.set(values, address / 4);
    return parse(program.UTF8ToString(program[name](address, values.length)));
  } finally {
    program._free(address);
  }
}

// `program()` returns the running program, or null while it loads.
/**
 * @param {Promise<void>} ready
 * @param {() => Program | null} program
 * @param {HTMLCanvasElement} canvas
 */
export function makeSurface(ready, program, canvas) {
  const running = () => {
    if (program() === null) throw new Error('Latentpad is not ready: await latentpad.ready first.');
    return program();
  };
  /** @param {'_latentpad_state' | '_latentpad_rects'} name */
  const ask = (name) => parse(running().UTF8ToString(running()[name]()));

  return Object.freeze({
    ready,
    state: () => ask('_latentpad_state'),
    rects() {
      const { left, top } = canvas.getBoundingClientRect();
      const rects = ask('_latentpad_rects');
      for (const rect of Object.values(rects)) {
        rect.x += left;
        rect.y += top;
      }
      return rects;
    },
    act(what) {
      const error = callWithString(running(), '_latentpad_act', JSON.stringify(what ?? null));
      if (error) throw new Error(error);
    },
    encode(pixels) {
      checkPixels(pixels);
      return callWithFloats(running(), '_latentpad_encode', pixels);
    },
    weights: () => fileOfMine(running()),
    open(bytes, name) {
      const complaint = openModel(running(), new Uint8Array(bytes), String(name));
      if (complaint) throw new Error(complaint);
    },
    decode(z) {
      checkNumbers('z', z);
      return callWithFloats(running(), '_latentpad_decode', z);
    },
  });
}
