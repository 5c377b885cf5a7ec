// Runs in the browser: the same work by Latentpad's core, TensorFlow.js and ONNX Runtime, each on one
// thread with SIMD. globalThis.run() returns the times.
import createCoreBench from './core_bench.js';
import { layersOf } from './networks.js';
import { onnxOf } from './onnx.js';

const { tf, ort } = globalThis;
const MODEL = '/model.safetensors';
const MANY = 400;
const ROUNDS = 15;
const BATCH = 100;

async function makeCore(file) {
  const core = await createCoreBench();
  const address = core._malloc(file.byteLength);
  core.HEAPU8.set(new Uint8Array(file), address);
  if (core._bench_load(address, file.byteLength) === 0) throw new Error(`${MODEL} is no model.`);
  const put = (rows, values) => {
    const at = core._bench_input(rows, values.length / rows);
    new Float32Array(core.HEAPU8.buffer, at, values.length).set(values);
  };
  const take = (at, count) => new Float32Array(core.HEAPU8.buffer, at, 784 * count).slice();
  return {
    reconstruct(x) {
      put(784, x);
      return take(core._bench_reconstruct(), x.length / 784);
    },
    decode(z, latentDim) {
      put(latentDim, z);
      return take(core._bench_decode(), z.length / latentDim);
    },
    train(x, steps) {
      put(784, x);
      core._bench_train(steps);
    },
  };
}

async function makeTensorFlow({ autoencoder, decoder, latentDim }) {
  tf.wasm.setWasmPaths('/node_modules/@tensorflow/tfjs-backend-wasm/dist/');
  await tf.setBackend('wasm');
  const load = (layers) =>
    layers.map(({ w, b, act }) => ({
      w: tf.tensor2d(w, [b.length, w.length / b.length]),
      b: tf.tensor1d(b),
      act: { Tanh: tf.tanh, Sigmoid: tf.sigmoid, '': (x) => x }[act],
    }));
  const both = load(autoencoder);
  const back = load(decoder);
  const run = (layers, x, size) =>
    tf.tidy(() => {
      let y = tf.tensor2d(x, [x.length / size, size]);
      for (const { w, b, act } of layers) y = act(tf.add(tf.matMul(y, w, false, true), b));
      return y.dataSync();
    });
  return { reconstruct: (x) => run(both, x, 784), decode: (z) => run(back, z, latentDim) };
}

async function makeOnnxRuntime({ autoencoder, decoder, latentDim }) {
  ort.env.wasm.wasmPaths = '/node_modules/onnxruntime-web/dist/';
  ort.env.wasm.numThreads = 1;
  const load = (layers) =>
    ort.InferenceSession.create(onnxOf(layers), { executionProviders: ['wasm'] });
  const both = await load(autoencoder);
  const back = await load(decoder);
  const run = async (session, x, size) => {
    const { y } = await session.run({ x: new ort.Tensor('float32', x, [x.length / size, size]) });
    return y.data;
  };
  return { reconstruct: (x) => run(both, x, 784), decode: (z) => run(back, z, latentDim) };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

// Milliseconds of one call, the middle of several rounds in which the contestants take turns.
async function times(contestants, calls) {
  const spent = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS + 2; ++round) {
    for (const [name, work] of Object.entries(contestants)) {
      const start = performance.now();
      for (let i = 0; i < calls; ++i) {
        const result = work();
        if (result instanceof Promise) await result;
      }
      // The first rounds compile.
      if (round >= 2) spent[name].push((performance.now() - start) / calls);
    }
  }
  return Object.fromEntries(Object.entries(spent).map(([name, all]) => [name, median(all)]));
}

const farthest = (a, b) => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);

globalThis.run = async () => {
  const file = await (await fetch(MODEL)).arrayBuffer();
  const network = layersOf(file);
  const core = await makeCore(file);
  const peers = {
    'TensorFlow.js': await makeTensorFlow(network),
    'ONNX Runtime': await makeOnnxRuntime(network),
  };
  const x = Float32Array.from({ length: 784 }, (_, i) => (1 + Math.sin(i / 9)) / 2);
  const z = Float32Array.from({ length: MANY * network.latentDim }, (_, i) => Math.sin(i));
  const works = { reconstruct: {}, decode: {} };
  works.reconstruct.Latentpad = () => core.reconstruct(x);
  works.decode.Latentpad = () => core.decode(z, network.latentDim);
  for (const [name, peer] of Object.entries(peers)) {
    works.reconstruct[name] = () => peer.reconstruct(x);
    works.decode[name] = () => peer.decode(z);
  }
  // Who computes something else is not compared.
  for (const contestants of Object.values(works)) {
    const ours = contestants.Latentpad();
    for (const [name, work] of Object.entries(contestants)) {
      const off = farthest(ours, await work());
      if (!(off < 1e-3)) throw new Error(`${name} is ${off} off.`);
    }
  }
  const digits = Float32Array.from({ length: BATCH * 784 }, (_, i) => (1 + Math.sin(i / 7)) / 2);
  const { step } = await times({ step: () => core.train(digits, 20) }, 1);
  return {
    reconstruct: await times(works.reconstruct, 100),
    decode: await times(works.decode, 4),
    step: step / 20,
  };
};
