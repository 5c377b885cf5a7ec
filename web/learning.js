// A course of the learner, between the program and its worker: fetches the digits that it is on, and
// carries messages (src/learn/messages.h) to and fro.
import { callWithString, giveBytes, withString } from './call.js';
import { DIGIT_FILES, HAS_DIGITS, HAS_TRAINING, loadTestFile, TRAINING_FILES } from './digits.js';
import { fetchFor, loadBytes, unpack } from './files.js';
import { CAN_LEARN, LearnerLink } from './learn.js';

/** @type {LearnerLink | null} */
let link = null;
/** @type {Uint8Array | null} */
let ownImages = null; // an IDX file that the visitor has given
/**
 * The course that there is: the message that began it, with what was set since, its buffers still
 * here; the pictures that it is on, null for MNIST's; whether it has all of them; and, while there
 * is no worker, what it needs to go on.
 * @typedef {{ start: any, images: Uint8Array | null, whole: boolean, kept: ArrayBuffer | null }} Course
 */
/** @type {Course | null} */
let course = null;
let leaving = false; // the worker is to end once the course has been kept
let sending = Promise.resolve(); // messages go in the order in which they were asked for

/** @param {Program} program */
function report(program, { buffers = [], ...message }) {
  for (const buffer of buffers) {
    const address = program._latentpad_learner_buffer(buffer.byteLength);
    program.HEAPU8.set(new Uint8Array(buffer), address);
  }
  const complaint = callWithString(program, '_latentpad_learner_said', JSON.stringify(message));
  if (complaint) console.error(complaint);
}

const fail = (program, sentence) =>
  report(program, { type: 'failed', sentence, running: false, buffers: [] });

// Adds what a course is on, and what is watched meanwhile. Returns false when it could not be fetched.
/** @param {Program} program */
async function addDigits(program, message, { images, whole }) {
  const add = (bytes) => message.buffers.push(bytes.buffer) - 1;
  if (HAS_DIGITS) {
    const watched = await loadTestFile(DIGIT_FILES[0]).catch(() => null);
    if (watched) message.mapImages = add(watched.slice());
  }
  if (message.data !== 'digits') return true;
  if (images) {
    message.images = [add(images.slice())];
    return true;
  }
  let arrived = false;
  const files = whole ? TRAINING_FILES : TRAINING_FILES.slice(0, 1);
  await fetchFor(program, 'training', files, (unpacked) => {
    message.images = unpacked.map(add);
    arrived = true;
  });
  return arrived;
}

// The other digits, once learning has begun with the first.
async function sendRest(begun) {
  const images = await loadBytes(TRAINING_FILES[1]).catch(() => null);
  if (images === null) return; // it learns from those that it has
  if (begun !== course || begun.whole || !link) return;
  begun.whole = true;
  link.send({ type: 'digits', images: 0, buffers: [images.buffer] });
}

function closeLink() {
  link?.close();
  link = null;
}

/** @param {Program} program */
function hear(program, message) {
  if (message.type !== 'kept') return report(program, message);
  if (!leaving || !course) return; // it has been told to go on since
  course.kept = message.buffers[message.course];
  closeLink();
}

// The course in a worker: from its beginning or, in a new worker, from where it was kept.
/** @param {Program} program */
async function begin(program, begun) {
  const message = { ...begun.start, buffers: begun.start.buffers.map((bytes) => bytes.slice(0)) };
  if (!(await addDigits(program, message, begun))) return fail(program, '');
  if (begun.kept) message.course = message.buffers.push(begun.kept) - 1;
  begun.kept = null;
  link ??= new LearnerLink((told) => hear(program, told));
  link.send(message);
  if (message.data === 'digits' && !begun.images && !begun.whole) sendRest(begun);
}

/** @param {Program} program */
async function send(program, message) {
  switch (message.type) {
    case 'stop':
      course = null;
      return closeLink();
    case 'start':
      leaving = false;
      course = { start: message, images: ownImages, whole: false, kept: null };
      return begin(program, course);
    case 'set':
      for (const name of ['learningRate', 'beta']) {
        if (course && name in message) course.start[name] = message[name];
      }
      break;
    case 'run':
    case 'step':
      leaving = false;
      if (course && !link) await begin(program, course);
      break;
    case 'leave':
      leaving = true;
      break;
    default:
  }
  link?.send(message);
}

/**
 * @param {Program} program
 * @param {string} json
 * @param {Uint8Array} bytes  its one buffer, if it has any
 */
export function tellLearner(program, json, bytes) {
  const buffers = bytes?.length > 0 ? [bytes.slice().buffer] : [];
  const message = { ...JSON.parse(json), buffers };
  sending = sending
    .then(() => send(program, message))
    .catch((error) => fail(program, `Learning could not begin: ${error.message}`));
}

// --- the visitor's own pictures ----------------------------------------------------------------

const IMAGES = 0x803; // an IDX file's first word, src/data/idx.h
const SIDE = 28;

// Whether a file is an IDX file of anything, or packed by gzip, as MNIST and its likes come.
export async function isIdx(file) {
  const [a, b, c] = new Uint8Array(await file.slice(0, 3).arrayBuffer());
  return (a === 0 && b === 0 && c === 8) || (a === 0x1f && b === 0x8b);
}

// Networks learn from these pictures from now on. Returns what is wrong with the file, or ''.
/** @param {Program} program */
export async function takeImages(program, file) {
  const { name } = file;
  const packed = new Uint8Array(await file.arrayBuffer());
  const bytes = await unpack(packed, name).catch(() => null);
  if (bytes === null) return `${name} is cut short: copy or download it again.`;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const [magic, count, rows, columns] =
    bytes.length < 16 ? [] : [0, 4, 8, 12].map((at) => view.getUint32(at));
  if (magic !== IMAGES) {
    return `${name} holds no pictures to learn from: drop a file of images, such as train-images-idx3-ubyte.gz.`;
  }
  if (rows !== SIDE || columns !== SIDE) {
    return `${name} has pictures of ${columns} × ${rows} pixels: they have to have 28 × 28.`;
  }
  if (count === 0 || bytes.length !== 16 + count * SIDE * SIDE) {
    return `${name} has ${bytes.length} bytes, not those of ${count} pictures: copy it again.`;
  }
  ownImages = bytes;
  withString(program, name, (text) => program._latentpad_offer_images(text, count));
  return '';
}

// --- the visitor's own model ------------------------------------------------------------------

const STORE = 'latentpad';
const KEY = 'mine';

// The browser's storage, or nothing where it has none or keeps nothing.
function openStore() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(STORE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function withStore(mode, use) {
  const database = await openStore();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = use(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

// Keeps the file over visits, if this browser keeps anything.
export async function keepMine(bytes) {
  await withStore('readwrite', (store) => store.put(bytes.slice(), KEY)).catch(() => {});
}

/** @param {Program} program */
export const openMine = (program, bytes, name, current) =>
  giveBytes(program, bytes, (address, size) =>
    withString(program, name, (text) =>
      program._latentpad_open_model(address, size, text, current ? 1 : 0),
    ),
  );

// Offers what this browser can do, and brings the model of an earlier visit back.
/** @param {Program} program */
export async function connectLearning(program) {
  if (CAN_LEARN) program._latentpad_offer_learning(HAS_TRAINING ? 1 : 0);
  const kept = await withStore('readonly', (store) => store.get(KEY)).catch(() => null);
  if (kept instanceof Uint8Array) openMine(program, kept, 'your network of last time', false);
}

// The file of the visitor's model; null if there is none.
/** @param {Program} program */
export function fileOfMine(program) {
  const address = program._latentpad_mine();
  const size = program._latentpad_mine_size();
  return size === 0 ? null : program.HEAPU8.slice(address, address + size);
}
