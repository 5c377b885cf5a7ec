// Networks as ONNX files, as far as these peers need them (onnx.proto3 of onnx/onnx, IR version 8,
// opset 13).

const FLOAT = 1; // TensorProto.DataType

function varint(value) {
  const bytes = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

const number = (field, value) => new Uint8Array([...varint(8 * field), ...varint(value)]);

/** @param {Uint8Array[]} parts */
function join(parts) {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

const bytes = (field, content) =>
  join([new Uint8Array([...varint(8 * field + 2), ...varint(content.length)]), content]);
const message = (field, ...parts) => bytes(field, join(parts));
const text = (field, string) => bytes(field, new TextEncoder().encode(string));

const tensor = (name, dims, values) =>
  message(
    5,
    ...dims.map((dim) => number(1, dim)),
    number(2, FLOAT),
    text(8, name),
    bytes(9, new Uint8Array(values.buffer, values.byteOffset, values.byteLength)),
  );

const value = (field, name, size) =>
  message(
    field,
    text(1, name),
    message(
      2,
      message(
        1,
        number(1, FLOAT),
        message(2, message(1, text(2, 'N')), message(1, number(1, size))),
      ),
    ),
  );

const node = (kind, inputs, output, ...attributes) =>
  message(1, ...inputs.map((name) => text(1, name)), text(2, output), text(4, kind), ...attributes);

const TRANSPOSED = message(5, text(1, 'transB'), number(3, 1), number(20, 2));

/**
 * x -> act(W x + b) for each layer: `w` (outputs, inputs) row by row, `act` "Tanh", "Sigmoid" or ''.
 * The input is called x, the output y, N samples in rows.
 * @param {{ w: Float32Array, b: Float32Array, act: string }[]} layers
 */
export function onnxOf(layers) {
  const nodes = [];
  const tensors = [];
  let last = 'x';
  for (const [i, { w, b, act }] of layers.entries()) {
    const out = i === layers.length - 1 ? 'y' : `h${i}`;
    tensors.push(
      tensor(`w${i}`, [b.length, w.length / b.length], w),
      tensor(`b${i}`, [b.length], b),
    );
    nodes.push(node('Gemm', [last, `w${i}`, `b${i}`], act ? `a${i}` : out, TRANSPOSED));
    if (act) nodes.push(node(act, [`a${i}`], out));
    last = out;
  }
  const graph = message(
    7,
    ...nodes,
    text(2, 'network'),
    ...tensors,
    value(11, 'x', layers[0].w.length / layers[0].b.length),
    value(12, 'y', layers.at(-1).b.length),
  );
  return join([number(1, 8), graph, message(8, text(1, ''), number(2, 13))]);
}
