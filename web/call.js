// Calls of the program's exported functions that take more than numbers.

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
export function callWithString(program, name, text) {
  return withString(program, text, (address) => {
    const error = program[name](address) ?? 0;
    return error === 0 ? '' : program.UTF8ToString(error);
  });
}

// Hands bytes with a name to an exported function. Returns its complaint, or ''.
export function giveBytes(program, name, bytes, path) {
  const address = program._malloc(Math.max(bytes.length, 1));
  program.HEAPU8.set(bytes, address);
  try {
    return withString(program, path, (text) => {
      const error = program[name](address, bytes.length, text);
      return error === 0 ? '' : program.UTF8ToString(error);
    });
  } finally {
    program._free(address);
  }
}
