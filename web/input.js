// The canvas's size, pointer, wheel and keys, handed to the program.

// One pointer: the mouse, the first finger or the pen, captured while pressed, so that a stroke goes
// on outside the canvas and the window and ends wherever it is released.
function followPointer(canvas, program) {
  let pressed = false;

  const position = (event) => {
    const { left, top } = canvas.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };

  const pressure = (event) => (event.pointerType === 'pen' ? event.pressure : 0.5);

  const press = (event) => {
    pressed = true;
    canvas.focus({ preventScroll: true });
    canvas.setPointerCapture(event.pointerId);
    const finger = event.pointerType === 'touch' ? 1 : 0;
    program._latentpad_pointer_press(...position(event), finger, pressure(event));
  };

  const lift = (event) => {
    pressed = false;
    program._latentpad_pointer_lift(...position(event));
    if (event.pointerType !== 'mouse') program._latentpad_pointer_leave();
  };

  const cancel = () => {
    if (!pressed) return;
    pressed = false;
    program._latentpad_pointer_cancel();
  };

  // With several buttons down, only the first press and the last release are events of their own;
  // the others are moves.
  const follow = (event) => {
    if (!event.isPrimary) return;
    if (pressed && (event.buttons & 1) === 0) {
      lift(event);
    } else if (!pressed && event.button === 0 && (event.buttons & 1) !== 0) {
      press(event);
    } else if (event.type === 'pointermove') {
      const moves = event.getCoalescedEvents?.() ?? [];
      for (const move of moves.length > 0 ? moves : [event]) {
        program._latentpad_pointer_move(...position(move), pressure(move));
      }
    }
  };

  for (const type of ['pointerdown', 'pointermove', 'pointerup']) {
    canvas.addEventListener(type, follow);
  }
  canvas.addEventListener('pointercancel', (event) => event.isPrimary && cancel());
  canvas.addEventListener('lostpointercapture', (event) => event.isPrimary && cancel());
  window.addEventListener('blur', cancel);
  canvas.addEventListener('pointerleave', () => program._latentpad_pointer_leave());
  // Fingers are pointers above; SDL would try to cancel what cannot be cancelled.
  for (const type of ['touchstart', 'touchmove', 'touchend', 'touchcancel']) {
    window.addEventListener(type, (event) => event.target === canvas && event.stopPropagation(),
                            { capture: true, passive: true });
  }
  // A long press is a stroke, not a question; the right mouse button keeps its menu.
  canvas.addEventListener('contextmenu', (event) => {
    if (event.pointerType !== 'mouse') event.preventDefault();
  });
}

// Two fingers: how their middle moves and their distance grows. The first is also the pointer above.
function followPinch(canvas, program) {
  const fingers = new Map();
  let last = null;

  const measure = () => {
    const [[ax, ay], [bx, by]] = fingers.values();
    return { x: (ax + bx) / 2, y: (ay + by) / 2, distance: Math.max(Math.hypot(ax - bx, ay - by), 1) };
  };

  const track = (event) => {
    if (event.pointerType !== 'touch') return;
    const { left, top } = canvas.getBoundingClientRect();
    if (event.type === 'pointerdown' && fingers.size < 2) fingers.set(event.pointerId, null);
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, [event.clientX - left, event.clientY - top]);
    if (fingers.size < 2) return;
    const now = measure();
    if (last === null) {
      program._latentpad_pinching(1);
    } else {
      program._latentpad_pinch(now.x, now.y, now.x - last.x, now.y - last.y,
                               now.distance / last.distance);
    }
    last = now;
  };

  const release = (event) => {
    if (!fingers.delete(event.pointerId) || last === null) return;
    last = null;
    program._latentpad_pinching(0);
  };

  canvas.addEventListener('pointerdown', track);
  canvas.addEventListener('pointermove', track);
  for (const type of ['pointerup', 'pointercancel']) window.addEventListener(type, release);
}

// What the program has no use for scrolls the page; but not what goes on turning after the program has
// scrolled to its end.
function followWheel(canvas, program) {
  const UNITS = [100, 3, 1]; // of deltaMode (pixels, lines, pages) to a step
  const PAUSE = 400; // milliseconds between two turns
  let used = -PAUSE;
  canvas.addEventListener('wheel', (event) => {
    if (event.ctrlKey) return; // the browser's zoom
    const step = UNITS[event.deltaMode];
    const goesOn = event.timeStamp - used < PAUSE;
    if (!goesOn && !program._latentpad_takes_wheel(-event.deltaY)) return;
    used = event.timeStamp;
    event.preventDefault();
    program._latentpad_wheel(-event.deltaX / step, -event.deltaY / step);
  }, { passive: false });
}

// SDL swallows every key that it gets, so it gets only those that mean something to the program:
// F5, F11, Ctrl+S, Ctrl+L and all the others stay the browser's.
function followKeys(canvas, program) {
  const isOurs = (event) => {
    if (/^F\d+$/.test(event.key) || event.altKey) return false;
    if (!event.ctrlKey && !event.metaKey) return true;
    if (['Control', 'Meta', 'Shift'].includes(event.key)) return true;
    return /^[zy]$/i.test(event.key) ||
        (/^[acvx]$/i.test(event.key) && program._latentpad_wants_text() === 1);
  };
  for (const type of ['keydown', 'keypress']) {
    window.addEventListener(type, (event) => {
      if (event.target === canvas && !isOurs(event)) event.stopPropagation();
    }, { capture: true });
  }
  // macOS does not tell when a key is released while Command is held.
  canvas.addEventListener('keydown', (event) => {
    if (!event.metaKey || event.key === 'Meta') return;
    canvas.dispatchEvent(new KeyboardEvent('keyup', event));
  });
}

// Keeps the canvas at whole device pixels, whatever the window, its zoom or its screen does.
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
  } catch { // Safari
    observer.observe(canvas);
  }
  // A change of the ratio alone: the observer does not see it where it watches CSS pixels.
  const watchRatio = () => {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener('change', () => {
      observer.unobserve(canvas);
      observer.observe(canvas);
      watchRatio();
    }, { once: true });
  };
  watchRatio();
}

export function connectInput(canvas, program) {
  followSize(canvas, program);
  followPointer(canvas, program);
  followPinch(canvas, program);
  followWheel(canvas, program);
  followKeys(canvas, program);
}
