// The canvas's size, pointer, wheel and keys, handed to the program.
import { withString } from './call.js';

// Which touches mean something. A hand rests on the screen while a pen is down or near: what touches
// then does nothing until it is lifted, and so does what touched before the pen came down. With more
// than one finger on the canvas none of them draws, until all are lifted.
function watchTouches(canvas) {
  const fingers = new Set();
  const palms = new Set();
  let pen = false; // down or near

  const note = (event) => {
    if (event.pointerType === 'pen') {
      pen = event.type !== 'pointerleave' && event.type !== 'pointercancel';
      if (event.type === 'pointerdown') {
        for (const id of fingers) palms.add(id);
        fingers.clear();
      }
    } else if (event.pointerType === 'touch' && event.type === 'pointerdown') {
      (pen ? palms : fingers).add(event.pointerId);
    }
  };
  const forget = (event) => {
    fingers.delete(event.pointerId);
    palms.delete(event.pointerId);
  };
  // Before the followers below see the event, and after.
  for (const type of ['pointerdown', 'pointermove', 'pointerleave', 'pointercancel']) {
    canvas.addEventListener(type, note, { capture: true });
  }
  for (const type of ['pointerup', 'pointercancel']) window.addEventListener(type, forget);

  return {
    isPalm: (event) => palms.has(event.pointerId),
    isOneOfMany: (event) => event.pointerType === 'touch' && fingers.size > 1,
  };
}

// The pointer that presses, be it the mouse, a finger or a pen, captured until it is released, so
// that a stroke goes on outside the canvas and the window and ends wherever that is; meanwhile all
// others are nothing. A pen is stronger than the hand beside it.
/** @param {Program} program */
function followPointer(canvas, program, touches) {
  const FIRST = 1; // of PointerEvent.buttons: the left button, a finger, the tip of a pen
  const ERASER = 32; // the other end of a pen
  let pressed = null; // {id, type, button} of the one that does

  /** @returns {[x: number, y: number]} */
  const position = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  const pressure = (event) => (event.pointerType === 'pen' ? event.pressure : 0.5);

  const press = (event) => {
    const button = (event.buttons & ERASER) !== 0 ? ERASER : FIRST;
    pressed = { id: event.pointerId, type: event.pointerType, button };
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    program._latentpad_pointer_press(
      ...position(event),
      event.timeStamp / 1000,
      event.pointerType === 'touch' ? 1 : 0,
      pressure(event),
      button === ERASER ? 1 : 0,
    );
  };

  const lift = (event) => {
    pressed = null;
    program._latentpad_pointer_lift(...position(event));
    if (event.pointerType !== 'mouse') program._latentpad_pointer_leave();
  };

  const cancel = () => {
    if (pressed === null) return;
    pressed = null;
    program._latentpad_pointer_cancel();
  };

  const cancelOwn = (event) => pressed?.id === event.pointerId && cancel();

  // With several buttons down, only the first press and the last release are events of their own;
  // the others are moves.
  const follow = (event) => {
    if (touches.isPalm(event)) return;
    const presses =
      (event.button === 0 && (event.buttons & FIRST) !== 0) ||
      (event.button === 5 && (event.buttons & ERASER) !== 0);
    if (presses && event.pointerType === 'pen' && pressed?.type === 'touch') {
      pressed = null;
      program._latentpad_pointer_take_back();
    }
    if (pressed !== null && pressed.id !== event.pointerId) return;
    if (pressed !== null && (event.buttons & pressed.button) === 0) {
      lift(event);
    } else if (pressed === null && presses) {
      if (!touches.isOneOfMany(event)) press(event);
    } else if (
      event.type === 'pointermove' &&
      (pressed !== null || event.pointerType !== 'touch')
    ) {
      const moves = event.getCoalescedEvents?.() ?? [];
      for (const move of moves.length > 0 ? moves : [event]) {
        program._latentpad_pointer_move(...position(move), pressure(move));
      }
    }
  };

  for (const type of ['pointerdown', 'pointermove', 'pointerup']) {
    canvas.addEventListener(type, follow);
  }
  canvas.addEventListener('pointercancel', cancelOwn);
  canvas.addEventListener('lostpointercapture', cancelOwn);
  window.addEventListener('blur', cancel);
  canvas.addEventListener('pointerleave', (event) => {
    if (event.pointerType !== 'touch') program._latentpad_pointer_leave();
  });
  // Fingers are pointers above; SDL would try to cancel what cannot be cancelled.
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel']) {
    window.addEventListener(type, (event) => event.target === canvas && event.stopPropagation(), {
      capture: true,
      passive: true,
    });
  }
  // A long press is a stroke, not a question; the right mouse button keeps its menu.
  canvas.addEventListener('contextmenu', (event) => {
    if (event.pointerType !== 'mouse') event.preventDefault();
  });
}

// Two fingers: how their middle moves and their distance grows. The first is also the pointer above.
/** @param {Program} program */
function followPinch(canvas, program, touches) {
  const fingers = new Map();
  let last = null;

  const measure = () => {
    const [[ax, ay], [bx, by]] = fingers.values();
    return {
      x: (ax + bx) / 2,
      y: (ay + by) / 2,
      distance: Math.max(Math.hypot(ax - bx, ay - by), 1),
    };
  };

  const release = (event) => {
    if (!fingers.delete(event.pointerId) || last === null) return;
    last = null;
    program._latentpad_pinching(0);
  };

  const track = (event) => {
    for (const pointerId of [...fingers.keys()]) {
      if (touches.isPalm({ pointerId })) release({ pointerId });
    }
    if (event.pointerType !== 'touch' || touches.isPalm(event)) return;
    const { left, top } = canvas.getBoundingClientRect();
    if (event.type === 'pointerdown' && fingers.size < 2) fingers.set(event.pointerId, null);
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, [event.clientX - left, event.clientY - top]);
    if (fingers.size < 2) return;
    const now = measure();
    if (last === null) {
      program._latentpad_pinching(1);
    } else {
      program._latentpad_pinch(
        now.x,
        now.y,
        now.x - last.x,
        now.y - last.y,
        now.distance / last.distance,
      );
    }
    last = now;
  };

  canvas.addEventListener('pointerdown', track);
  canvas.addEventListener('pointermove', track);
  for (const type of ['pointerup', 'pointercancel']) window.addEventListener(type, release);
}

// What the program has no use for scrolls the page; but not what goes on turning after the program has
// scrolled to its end.
/** @param {Program} program */
function followWheel(canvas, program) {
  const UNITS = [100, 3, 1]; // of deltaMode (pixels, lines, pages) to a step
  const PAUSE = 400; // milliseconds between two turns
  let used = -PAUSE;
  canvas.addEventListener(
    'wheel',
    (event) => {
      if (event.ctrlKey) return; // the browser's zoom
      const step = UNITS[event.deltaMode];
      const goesOn = event.timeStamp - used < PAUSE;
      if (!goesOn && !program._latentpad_takes_wheel(-event.deltaY)) return;
      used = event.timeStamp;
      event.preventDefault();
      program._latentpad_wheel(-event.deltaX / step, -event.deltaY / step);
    },
    { passive: false },
  );
}

// What Dear ImGui calls the keys that are not called the same in JavaScript.
const KEY_NAMES = {
  ' ': 'Space',
  ArrowLeft: 'LeftArrow',
  ArrowRight: 'RightArrow',
  ArrowUp: 'UpArrow',
  ArrowDown: 'DownArrow',
  Control: 'LeftCtrl',
  Shift: 'LeftShift',
  Alt: 'LeftAlt',
  Meta: 'LeftSuper',
};
const MODIFIERS = new Set(['Control', 'Shift', 'Alt', 'Meta']);
// Of these the browser may make something, too: they scroll the page.
const SHARED = new Set(['PageUp', 'PageDown', 'Home', 'End']);

// A key is what it types; on a layout of other letters, the Latin one that is printed beside it.
function keyName({ key, code }) {
  if (/^[a-z0-9]$/i.test(key)) return key.toUpperCase();
  if (/^\p{L}$/u.test(key) && !/^\p{Script=Latin}$/u.test(key) && /^Key[A-Z]$/.test(code)) {
    return code.slice(3);
  }
  return KEY_NAMES[key] ?? (key.length > 1 ? key : '');
}

// The program gets only keys that mean something to it: F5, F11, Ctrl+S, Ctrl+L and all the others
// stay the browser's.
function followKeys(canvas, program) {
  const held = new Map(); // by event.code: names
  const isOurs = (event) => {
    if (/^F\d+$/.test(event.key) || event.altKey) return false;
    if ((!event.ctrlKey && !event.metaKey) || MODIFIERS.has(event.key)) return true;
    const name = keyName(event);
    return /^[ZY]$/.test(name) || (/^[ACVX]$/.test(name) && program._latentpad_wants_text() === 1);
  };
  const tell = (name, down, event) => {
    const modifiers =
      (event.ctrlKey ? 1 : 0) +
      (event.shiftKey ? 2 : 0) +
      (event.altKey ? 4 : 0) +
      (event.metaKey ? 8 : 0);
    withString(program, name, (text) => program._latentpad_key(text, down, modifiers));
  };
  const press = (event) => {
    if (!isOurs(event)) return;
    const name = keyName(event);
    const types = [...event.key].length === 1 && !event.ctrlKey && !event.metaKey;
    if (name === '' && !types) return;
    held.set(event.code, name);
    tell(name, 1, event);
    if (types) withString(program, event.key, program._latentpad_text);
    // macOS does not tell when a key is released while Command is held.
    if (event.metaKey && !MODIFIERS.has(event.key)) lift(event);
    if (!SHARED.has(event.key) && !MODIFIERS.has(event.key)) event.preventDefault();
  };
  const lift = (event) => {
    tell(held.get(event.code) ?? keyName(event), 0, event);
    held.delete(event.code);
  };
  canvas.addEventListener('keydown', press);
  canvas.addEventListener('keyup', lift);
  canvas.addEventListener('blur', () => {
    for (const name of held.values()) tell(name, 0, {});
    held.clear();
  });
}

// Keeps the canvas at whole device pixels, whatever the window, its zoom or its screen does.
/** @param {Program} program */
function followSize(canvas, program) {
  let width = 0;
  let height = 0;
  let ratio = 0;
  const resize = (newWidth, newHeight) => {
    if (newWidth === width && newHeight === height && devicePixelRatio === ratio) return;
    [width, height, ratio] = [newWidth, newHeight, devicePixelRatio];
    program._latentpad_resize(width, height, ratio);
  };
  // The browser knows how it rounds; except that developer tools which pretend another ratio leave
  // its answer as it was.
  const exact = (device, css) => {
    const computed = css * devicePixelRatio;
    return Math.abs(device - computed) < 1 ? device : Math.round(computed);
  };
  const observer = new ResizeObserver(([entry]) => {
    const device = entry.devicePixelContentBoxSize?.[0];
    const css = canvas.getBoundingClientRect();
    resize(exact(device?.inlineSize, css.width), exact(device?.blockSize, css.height));
  });
  try {
    observer.observe(canvas, { box: 'device-pixel-content-box' });
  } catch {
    // Safari
    observer.observe(canvas);
  }
  // A change of the ratio alone: the observer does not see it where it watches CSS pixels.
  const watchRatio = () => {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        observer.unobserve(canvas);
        observer.observe(canvas);
        watchRatio();
      },
      { once: true },
    );
  };
  watchRatio();
}

// Marks the canvas while it has the focus from the keyboard, which wants to see where it is.
function followFocus(canvas) {
  let byKey = false;
  window.addEventListener(
    'keydown',
    () => {
      byKey = true;
    },
    { capture: true },
  );
  window.addEventListener(
    'pointerdown',
    () => {
      byKey = false;
      canvas.classList.remove('by-key');
    },
    { capture: true },
  );
  canvas.addEventListener('focus', () => canvas.classList.toggle('by-key', byKey));
}

export function connectInput(canvas, program) {
  followSize(canvas, program);
  const touches = watchTouches(canvas);
  followPointer(canvas, program, touches);
  followPinch(canvas, program, touches);
  followWheel(canvas, program);
  followKeys(canvas, program);
  followFocus(canvas);
}
