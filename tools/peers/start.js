// The least that shows a reconstruction with ONNX Runtime. globalThis.shown is when, in milliseconds
// since the page was asked for.
const { ort } = globalThis;
ort.env.wasm.wasmPaths = '/node_modules/onnxruntime-web/dist/';
ort.env.wasm.numThreads = 1;

globalThis.shown = (async () => {
  const file = await (await fetch('/peer.onnx')).arrayBuffer();
  const session = await ort.InferenceSession.create(file, { executionProviders: ['wasm'] });
  const x = Float32Array.from({ length: 784 }, (_, i) => (1 + Math.sin(i / 9)) / 2);
  const { y } = await session.run({ x: new ort.Tensor('float32', x, [1, 784]) });
  const picture = new ImageData(28, 28);
  for (const [i, pixel] of y.data.entries()) {
    picture.data.set([255 * pixel, 255 * pixel, 255 * pixel, 255], 4 * i);
  }
  /** @type {HTMLCanvasElement} */ (document.getElementById('canvas'))
    .getContext('2d')
    .putImageData(picture, 0, 0);
  await new Promise(requestAnimationFrame);
  return performance.now();
})();
