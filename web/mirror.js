// The program in HTML, beside its canvas: for screen readers, and for keyboards, where it appears
// once it has the focus.
import { callWithString } from './call.js';

const UPDATE_DELAY = 100; // milliseconds
const SPEECH_DELAY = 1500;
const RANGE = 4; // of the sliders, as in src/app/views/code/view.cc

/** @returns {any} */
const byId = (id) => document.getElementById(`mirror-${id}`);
const nats = (value) => value.toFixed(1);

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

// ---- The controls: those of the rows that the program has for them (src/app/controls.h).

/** @returns {any} */
function makeElement(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

// Its field, and what brings the field up to date.
function makeField(setting, set) {
  if (setting.kind === 'choice') {
    const options = setting.options.map(({ name, label }) => new Option(label, name));
    const select = makeElement('select', {}, ...options);
    select.addEventListener('change', () => set(select.value));
    const update = ({ value }) => {
      select.value = value;
    };
    return { field: select, update };
  }
  const fine = setting.most - setting.least < 0.5 ? 0.0001 : 0.01;
  const step = setting.kind === 'whole' ? 1 : fine;
  const input = makeElement('input', { type: 'number', step });
  input.addEventListener('change', () => {
    if (input.value !== '' && input.checkValidity()) set(Number(input.value));
  });
  const update = ({ value, least, most }) => {
    Object.assign(input, { min: least, max: most });
    if (Number(input.value) !== value || input.value === '') input.value = value;
  };
  return { field: input, update };
}

// A switch, or a labelled field. Not disabled where it can do nothing: that would drop the focus.
function makeSetting(setting, act) {
  const id = `mirror-${setting.name}`;
  const set = (value) => act({ act: 'set', name: setting.name, value });
  if (setting.kind === 'flag') {
    const button = makeElement('button', { type: 'button', id, textContent: setting.label });
    const isPressed = () => button.getAttribute('aria-pressed') === 'true';
    button.addEventListener('click', () => set(!isPressed()));
    return {
      element: button,
      update: ({ value }) => button.setAttribute('aria-pressed', String(value)),
    };
  }
  const { field, update } = makeField(setting, set);
  field.id = id;
  return { element: makeElement('label', {}, setting.label, field), update };
}

// A button; of several alike, with the number of the one that is meant, from 1.
function makeCommand(command, act) {
  const id = `mirror-${command.name}`;
  const button = makeElement('button', { type: 'button', id, textContent: command.label });
  const enable = ({ can }) => button.setAttribute('aria-disabled', String(!can));
  if (command.count === null) {
    button.addEventListener('click', () => act({ act: command.name }));
    return { element: button, update: enable };
  }
  const which = makeElement('input', { type: 'number', min: 1, step: 1, value: 1 });
  which.setAttribute('aria-label', `${command.label}: which`);
  button.addEventListener('click', () => {
    if (button.getAttribute('aria-disabled') === 'true' || !which.checkValidity()) return;
    act({ act: command.name, index: Number(which.value) - 1 });
  });
  const update = (row) => {
    which.max = Math.max(row.count, 1);
    enable(row);
  };
  return { element: makeElement('span', {}, button, which), update };
}

// Makes the controls of `list`, an element, of such rows; called again, brings them up to date.
// They stay the same elements as long as they are the same controls.
function makeControls(list, act) {
  let known = '';
  let updates = [];
  return (controls) => {
    const settings = controls.flatMap((group) => group.settings);
    const commands = controls.flatMap((group) => group.commands);
    const names = [...commands, ...settings].map(({ name }) => name).join();
    if (names !== known) {
      known = names;
      const made = [
        ...commands.map((row) => makeCommand(row, act)),
        ...settings.map((row) => makeSetting(row, act)),
      ];
      updates = made.map(({ update }) => update);
      list.replaceChildren(...made.map(({ element }) => element));
    }
    [...commands, ...settings].forEach((row, index) => updates[index](row));
  };
}

function makeFill(act) {
  const fillOwn = makeControls(byId('acts'), act);
  const fillView = makeControls(byId('view-acts'), act);
  return (state) => {
    fillSelect(byId('model'), state.models, state.awaited ?? state.model);
    fillSelect(byId('view'), state.views, state.view);
    byId('losses').textContent = lossSentence(state);
    const ofView = ({ view }) => view !== '' && view === state.view;
    fillOwn(state.controls.filter((group) => !ofView(group)));
    fillView(state.controls.filter(ofView));
    byId('view-acts').setAttribute('aria-label', labelIn(state.views, state.view));
    fillSliders(state.z, act);
  };
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
  const fill = makeFill(act);
  byId('model').addEventListener('change', (event) =>
    act({ act: 'model', name: event.target.value }),
  );
  byId('view').addEventListener('change', (event) =>
    act({ act: 'view', name: event.target.value }),
  );
  letTabLeave(canvas);
  fill(state);
  document.getElementById('mirror').hidden = false;

  const announce = makeSpeaker({ ...state, error: null, notice: null }, latest);
  announce();
  let timer = 0;
  const update = () => {
    timer = 0;
    state = read();
    fill(state);
    announce();
  };
  return () => {
    if (timer === 0) timer = setTimeout(update, UPDATE_DELAY);
  };
}
