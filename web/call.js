// Calls of the program's exported functions that take more than numbers.

/** @param {Program} program */
export function withString(program, text, use) {
  const bytes = new TextEncoder().encode(`${text}\0`);
  const address = program._malloc(bytes.length);
  program.HEAPU8.set(bytes, address);
  try {
    return use(address);
  } finally {
    program._free(address);
  }
}

// Hands a text to an exported function. Returns its complaint, or ''.
/**
 * @param {Program} program
 * @param {NameOf<(text: Address) => any>} name
 */
export function callWithString(program, name, text) {
  return withString(program, text, (address) => {
    const error = /** @type {any} */ (program[name])(address) ?? 0;
    return error === 0 ? '' : program.UTF8ToString(error);
  });
}

// Hands bytes to an exported function, by `use`, which calls it. Returns its complaint, or ''.
/**
 * @param {Program} program
 * @param {Uint8Array} bytes
 * @param {(address: Address, size: number) => Address} use
 */
export function giveBytes(program, bytes, use) {
  const address = program._malloc(Math.max(bytes.length, 1));
  program.HEAPU8.set(bytes, address);
  try {
    const error = use(address, bytes.length);
    return error === 0 ? '' : program.UTF8ToString(error);
  } finally {
    program._free(address);
  }
}

// A file of tensors, with the checksum of its payload where this browser computes it: beside
// everything else, and faster than the program.
export async function withChecksum(bytes) {
  const header = bytes.length > 8 ? Number(new DataView(bytes.buffer).getBigUint64(0, true)) : 0;
  const sum = await crypto.subtle?.digest('SHA-256', bytes.subarray(8 + header));
  const hex = Array.from(new Uint8Array(sum ?? []), (byte) => byte.toString(16).padStart(2, '0'));
  return { bytes, sha256: hex.join('') };
}

// Hands such a file to an exported function. Returns its complaint, or ''.
/**
 * @param {Program} program
 * @param {'_latentpad_load_model' | '_latentpad_load_map'} name
 */
export const giveTensors = (program, name, { bytes, sha256 }, path) =>
  giveBytes(program, bytes, (address, size) =>
    withString(program, path, (text) =>
      withString(program, sha256, (sum) => program[name](address, size, text, sum)),
    ),
  );
