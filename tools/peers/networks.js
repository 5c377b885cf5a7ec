// The layers of a VAE in a safetensors file, for those who compute with them in their own way.

/** @param {ArrayBuffer} file */
export function layersOf(file) {
  const headerSize = Number(new DataView(file).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, headerSize)));
  const bytesOf = (name) => {
    const [begin, end] = header[name].data_offsets;
    return file.slice(8 + headerSize + begin, 8 + headerSize + end);
  };
  const read = (name) => new Float32Array(bytesOf(name));
  // 8 bits are read as the floats that they stand for.
  const weights = (name) => {
    if (header[`${name}.weight`].dtype === 'F32') return read(`${name}.weight`);
    const q = new Int8Array(bytesOf(`${name}.weight`));
    const scale = read(`${name}.scale`);
    const size = q.length / scale.length;
    return Float32Array.from(q, (value, i) => value * scale[Math.floor(i / size)]);
  };
  const layer = (name, act) => ({ w: weights(name), b: read(`${name}.bias`), act });
  const latent = layer('encoder.latent', '');
  const latentDim = latent.b.length / 2; // mu, then log sigma
  const mean = {
    w: latent.w.slice(0, latent.w.length / 2),
    b: latent.b.slice(0, latentDim),
    act: '',
  };
  const decoder = [layer('decoder.hidden', 'Tanh'), layer('decoder.output', 'Sigmoid')];
  return {
    latentDim,
    decoder,
    autoencoder: [layer('encoder.hidden', 'Tanh'), mean, ...decoder],
  };
}
