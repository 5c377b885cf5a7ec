// What is shown as the page's address and as links, files and text; pictures into the pad.
import { callWithString } from './call.js';
import { MODELS } from './files.js';
import { isIdx, keepMine, openMine, takeImages } from './learning.js';
import { PICTURE_TYPES, readPicture } from './picture.js';

const FIRST_MODEL = '@FIRST_MODEL@';

// The model that an address needs first, if the page has it and lets one choose it. The rest of the
// address is the program's matter (src/app/link/address.h).
export function firstModel(hash, has) {
  const name = /^#v1(?:&.*)?&m=([a-z0-9]{1,32})(?:&|$)/.exec(hash)?.[1];
  return MODELS.includes(name) && has(name) ? name : FIRST_MODEL;
}

/** @param {Program} program */
export function tell(program, sentence) {
  callWithString(program, '_latentpad_tell', sentence);
}

// --- the address ------------------------------------------------------------------------------

const DELAY = 500; // milliseconds: browsers refuse more than a hundred changes in half a minute

let writeAddress = () => {}; // brings the address up to date at once

const addressOf = (program) => program.UTF8ToString(program._latentpad_address());

// Anchors of the page's text are no addresses of ours.
const isOurs = (hash) => hash.length > 1 && document.getElementById(hash.slice(1)) === null;

// Shows what the address says, now and when it changes, and keeps it in step with what is shown.
// Returns what to call after a change.
/** @param {Program} program */
export function followAddress(program) {
  const open = () => {
    if (isOurs(location.hash)) callWithString(program, '_latentpad_open_address', location.hash);
    return addressOf(program);
  };
  let written = open();
  let timer = 0;
  const write = () => {
    clearTimeout(timer);
    timer = 0;
    const address = addressOf(program);
    if (address === written) return;
    written = address;
    history.replaceState(history.state, '', address || location.pathname + location.search);
  };
  addEventListener('hashchange', () => {
    if (isOurs(location.hash)) written = open();
  });
  document.addEventListener('visibilitychange', () => document.hidden && write());
  writeAddress = write;
  return () => {
    if (timer === 0) timer = setTimeout(write, DELAY);
  };
}

// For those whose browser refuses the clipboard: the text, selected, to copy by hand.
function offerText(text, title) {
  const dialog = /** @type {HTMLDialogElement} */ (document.getElementById('hand'));
  document.getElementById('hand-close').onclick = () => dialog.close();
  const field = /** @type {HTMLInputElement} */ (document.getElementById('hand-text'));
  document.getElementById('hand-title').textContent = title;
  field.value = text;
  dialog.showModal();
  field.focus();
  field.select();
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** @param {Program} program */
export async function shareAddress(program) {
  writeAddress();
  if (await toClipboard(location.href)) {
    tell(program, 'Link copied: it holds the drawing and all you have set.');
  } else {
    offerText(location.href, 'Copy this link');
  }
}

/** @param {Program} program */
export async function copyText(program, text) {
  if (await toClipboard(text)) {
    tell(program, 'Copied as text.');
  } else {
    offerText(text, 'Copy this text');
  }
}

// --- files ------------------------------------------------------------------------------------

/** @param {Program} program */
export function saveFile(program, name, bytes) {
  const link = document.createElement('a');
  const type = name.endsWith('.png') ? 'image/png' : 'application/octet-stream';
  link.href = URL.createObjectURL(new Blob([bytes], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  tell(program, `Saved as ${name}.`);
}

let pictures = 0; // asked for

// Puts a picture on the pad, unless another one is asked for before it has been read.
/** @param {Program} program */
async function loadPicture(program, file) {
  const number = ++pictures;
  const read = await readPicture(file).catch((problem) => problem);
  if (number !== pictures) return;
  if (read instanceof Error) return tell(program, read.message);
  const { data, width, height } = read;
  const address = program._malloc(data.length);
  program.HEAPU8.set(data, address);
  program._latentpad_load_picture(address, width, height); // says itself what is wrong with it
  program._free(address);
}

// What has been dropped: a model becomes the visitor's own, from pictures in an IDX file networks
// learn, anything else is a picture for the pad.
/** @param {Program} program */
export async function openFile(program, file) {
  if (await isIdx(file)) {
    const complaint = await takeImages(program, file);
    return tell(program, complaint || `Press Play in Learn: it learns from ${file.name}.`);
  }
  if (!file.name.endsWith('.safetensors')) return loadPicture(program, file);
  const bytes = new Uint8Array(await file.arrayBuffer());
  return openModel(program, bytes, file.name);
}

// Returns what is wrong with it, or ''.
/** @param {Program} program */
export function openModel(program, bytes, name) {
  const complaint = openMine(program, bytes, name, true);
  tell(program, complaint || `${name} is now “mine”.`);
  if (!complaint) keepMine(bytes);
  return complaint;
}

/** @param {Program} program */
export function choosePicture(program) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = `${PICTURE_TYPES},.safetensors`;
  input.addEventListener('change', () => {
    if (input.files.length > 0) openFile(program, input.files[0]);
  });
  input.click();
}

// --- dropping, pasting, copying ---------------------------------------------------------------

const isField = (element) => element?.matches?.('input:not([type=range]), textarea') ?? false;

// The program's own text fields have the keys while they are edited.
const isElsewhere = (program, event) =>
  isField(event.target) || program._latentpad_wants_text() === 1;

/** @param {Program} program */
function pasteCode(program, text) {
  const act = JSON.stringify({ act: 'paste', text });
  const error = callWithString(program, '_latentpad_act', act);
  tell(program, error || 'Code pasted.');
}

/** @param {Program} program */
export function connectClipboard(canvas, program) {
  document.addEventListener('copy', (event) => {
    const selected = !document.getSelection().isCollapsed;
    if (selected || document.activeElement !== canvas || isElsewhere(program, event)) return;
    const code = program.UTF8ToString(program._latentpad_code());
    event.clipboardData.setData('text/plain', code);
    event.preventDefault();
    tell(program, 'Copied as text.');
  });
  document.addEventListener('paste', (event) => {
    if (isElsewhere(program, event)) return;
    const picture = [...event.clipboardData.files].find((file) => file.type.startsWith('image/'));
    const text = event.clipboardData.getData('text/plain');
    if (picture) {
      loadPicture(program, picture);
    } else if (text.trim() !== '') {
      pasteCode(program, text);
    }
  });
  const carriesFiles = (event) => event.dataTransfer?.types.includes('Files') ?? false;
  window.addEventListener('dragover', (event) => {
    if (carriesFiles(event)) event.preventDefault(); // else a drop would leave the page
  });
  window.addEventListener('drop', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const [file] = event.dataTransfer.files;
    if (file) openFile(program, file);
  });
}
