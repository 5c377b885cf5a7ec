// The way to the pad, from it to the text below it, and back. Without this script the links still work; with
// it the address keeps what it says about the drawing.

function lead(link, to, focused) {
  document.getElementById(link).addEventListener('click', (event) => {
    event.preventDefault();
    document.getElementById(to).scrollIntoView();
    document.getElementById(focused).focus({ preventScroll: true });
  });
}

lead('more', 'about', 'about-title');
lead('back', 'stage', 'canvas');
lead('skip', 'stage', 'canvas');
