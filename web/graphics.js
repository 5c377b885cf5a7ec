// The canvas's WebGL 2 context.

// Dear ImGui saves these before it draws and restores them afterwards, for the sake of others who draw
// in the same context. Here nobody does, and the browser would answer only when the graphics process
// has finished what it was told before, in every frame.
const UNUSED = new Map(
  /** @type {[string, any][]} */ ([
    ['VIEWPORT', new Int32Array(4)], // set anew in every frame
    ['SCISSOR_BOX', new Int32Array(4)],
    ['BLEND_SRC_RGB', 1],
    ['BLEND_DST_RGB', 0],
    ['BLEND_SRC_ALPHA', 1],
    ['BLEND_DST_ALPHA', 0],
    ['BLEND_EQUATION_RGB', 0x8006],
    ['BLEND_EQUATION_ALPHA', 0x8006],
  ]),
);

// Null where there is none. Made here and not by the program: the first to ask for a context decides
// about its options. Every change of the canvas's size makes its buffers anew; SDL sets this one to
// find out whether a style sheet does so, too.
export function openGraphics(canvas) {
  canvas.width = canvas.height = 1;
  const options = { alpha: false, antialias: false, depth: false, stencil: false };
  const gl = canvas.getContext('webgl2', options);
  if (gl === null) return null;
  const answers = new Map(Array.from(UNUSED, ([name, value]) => [gl[name], value]));
  const ask = gl.getParameter.bind(gl);
  gl.getParameter = (name) => answers.get(name) ?? ask(name);
  // Emscripten and SDL would ask for all of them, one by one, and the program uses none.
  gl.getSupportedExtensions = () => [];
  gl.getExtension = () => null;
  return gl;
}
