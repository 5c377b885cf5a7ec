// Light or dark colours: the system's, unless the user has chosen others. A choice is kept for the
// next visit; choosing what the system has means to follow it again.

const KEY = 'latentpad.theme';
const system = matchMedia('(prefers-color-scheme: dark)');

const systemTheme = () => (system.matches ? 'night' : 'paper');

// Storage can be switched off: then a choice holds until the page is left.
let chosen = null;
try {
  chosen = localStorage.getItem(KEY);
} catch {}
if (!['paper', 'night'].includes(chosen)) chosen = null;

const theme = () => chosen ?? systemTheme();

document.documentElement.dataset.theme = theme(); // before the program runs

export function chooseTheme(wanted) {
  chosen = wanted === systemTheme() ? null : wanted;
  try {
    if (chosen === null) {
      localStorage.removeItem(KEY);
    } else {
      localStorage.setItem(KEY, chosen);
    }
  } catch {}
}

// Tells the program, now and whenever the system changes.
export function followTheme(program) {
  const tell = () => program._latentpad_set_night(theme() === 'night' ? 1 : 0);
  system.addEventListener('change', tell);
  tell();
}
