// The program in HTML, beside its canvas: for screen readers, and for keyboards, where it appears
// once it has the focus.
import { callWithString } from './call.js?v=@VERSION@';

const UPDATE_DELAY = 100; // milliseconds
const SPEECH_DELAY = 1500;
const RANGE = 4; // of the sliders, as in code_panel.cc

/** @returns {any} */
const byId = (id) => document.getElementById(`mirror-${id}`);
const nats = (value) => value.toFixed(1);

const BUTTONS = [
  { act: 'clear', label: 'Clear', enabled: 'canClear' },
  { act: 'undo', label: 'Undo', enabled: 'canUndo' },
  { act: 'redo', label: 'Redo', enabled: 'canRedo' },
  { act: 'open', label: 'Open a picture' },
  { act: 'sample', label: 'New samples' },
  { act: 'sample_posterior', label: 'Vary within the bands' },
  { act: 'back_to_digit', label: 'Back to my digit' },
  { act: 'copy', label: 'Copy the code' },
  { act: 'save', label: 'Save reconstruction' },
  { act: 'share', label: 'Copy link' },
  { act: 'theme', label: 'Dark colours' },
];

function lossSentence(state) {
  if (state.model === null) return 'No model is loaded yet.';
  if (state.empty) return 'The pad is empty.';
  const sum =
    `This digit costs ${nats(state.negElbo)} nats: ` +
    `reconstruction ${nats(state.reconNats)}, KL ${nats(state.klNats)}.`;
  const mean = state.testNegElbo > 0 ? ` Test digits average ${nats(state.testNegElbo)}.` : '';
  return sum + mean + (state.likeness ? ` It is ${state.likeness}.` : '');
}

const labelIn = (list, name) => list.find((entry) => entry.name === name)?.label ?? name;

// What has changed between two states, in words. z that is moved by hand speaks for itself.
function changeSentences(before, now) {
  const sentences = [];
  if (now.error !== null && now.error !== before.error) sentences.push(now.error);
  if (now.notice !== null && now.notice !== before.notice) sentences.push(now.notice);
  if (now.model !== before.model) {
    sentences.push(`Model with ${labelIn(now.models, now.model)} latent dimensions.`);
  }
  if (now.view !== before.view) sentences.push(`View: ${labelIn(now.views, now.view)}.`);
  if (now.sampleSeed !== before.sampleSeed) sentences.push('New samples.');
  if (now.inputVersion !== before.inputVersion) {
    sentences.push(lossSentence(now));
  } else if (now.zSource !== before.zSource) {
    sentences.push(`Code ${now.zSource}.`);
  }
  return sentences;
}

function fillSelect(select, entries, current) {
  const known = [...select.options].map((option) => option.value).join();
  if (known !== entries.map(({ name }) => name).join()) {
    select.replaceChildren(...entries.map(({ name, label }) => new Option(label, name)));
  }
  select.value = current;
}

// Labelled sliders, as many as z has values.
function fillSliders(z, act) {
  const list = byId('z');
  while (list.children.length > z.length) list.lastChild.remove();
  while (list.children.length < z.length) {
    const index = list.children.length;
    const label = document.createElement('label');
    const name = document.createElement('span');
    name.textContent = `z${index + 1}`;
    const range = document.createElement('input');
    Object.assign(range, { type: 'range', min: -RANGE, max: RANGE, step: 0.01 });
    range.addEventListener('input', () => act({ act: 'set_z', index, value: Number(range.value) }));
    const value = document.createElement('output');
    label.append(name, range, value);
    list.append(label);
  }
  z.forEach((value, index) => {
    const [, range, output] = list.children[index].children;
    const text = value.toFixed(2);
    if (Number(range.value) !== Number(text)) range.value = text;
    range.setAttribute('aria-valuetext', text);
    output.textContent = text;
  });
}

function fill(state, act) {
  fillSelect(byId('model'), state.models, state.awaited ?? state.model);
  fillSelect(byId('view'), state.views, state.view);
  byId('losses').textContent = lossSentence(state);
  for (const { act: name, enabled } of BUTTONS) {
    // Not disabled: that would drop the focus.
    if (enabled) byId(name).setAttribute('aria-disabled', String(!state[enabled]));
  }
  byId('theme').setAttribute('aria-pressed', String(state.night));
  fillSliders(state.z, act);
}

function makeButtons(act, latest) {
  byId('acts').append(
    ...BUTTONS.map(({ act: name, label }) => {
      const button = document.createElement('button');
      Object.assign(button, { type: 'button', id: `mirror-${name}`, textContent: label });
      button.addEventListener('click', () => {
        act(name === 'theme' ? { act: name, night: !latest().night } : { act: name });
      });
      return button;
    }),
  );
}

// Says what has changed: at most every SPEECH_DELAY, and not while a stroke is under way.
function makeSpeaker(first, latest) {
  let said = first;
  let timer = 0;
  const speak = () => {
    timer = 0;
    const now = latest();
    if (now.penDown) return;
    const sentences = changeSentences(said, now);
    said = now;
    if (sentences.length > 0) document.getElementById('live').textContent = sentences.join(' ');
  };
  return () => {
    if (timer === 0) timer = setTimeout(speak, SPEECH_DELAY);
  };
}

// The canvas keeps Tab to itself; after Escape, the next one leaves it.
function letTabLeave(canvas) {
  let leaving = false;
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.target !== canvas) return;
      if (event.key === 'Tab' && leaving) event.stopImmediatePropagation();
      if (event.key !== 'Shift') leaving = event.key === 'Escape';
    },
    { capture: true },
  );
}

// Returns what to call after a change.
/** @param {Program} program */
export function connectMirror(canvas, program) {
  const read = () => JSON.parse(program.UTF8ToString(program._latentpad_mirror()));
  const act = (what) => callWithString(program, '_latentpad_act', JSON.stringify(what));
  let state = read();
  const latest = () => state;
  makeButtons(act, latest);
  byId('model').addEventListener('change', (event) =>
    act({ act: 'model', name: event.target.value }),
  );
  byId('view').addEventListener('change', (event) =>
    act({ act: 'view', name: event.target.value }),
  );
  letTabLeave(canvas);
  fill(state, act);
  document.getElementById('mirror').hidden = false;

  const announce = makeSpeaker({ ...state, error: null, notice: null }, latest);
  announce();
  let timer = 0;
  const update = () => {
    timer = 0;
    state = read();
    fill(state, act);
    announce();
  };
  return () => {
    if (timer === 0) timer = setTimeout(update, UPDATE_DELAY);
  };
}
