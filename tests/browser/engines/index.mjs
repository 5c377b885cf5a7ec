// Three browsers behind one interface, for what has to work in all of them:
//
//   const browser = await engines.firefox();
//   const page = await browser.open(url);       of a server that puts watch.mjs into its pages
//     evaluate(function, argument)   what the function returns, or what its promise resolves to
//     move(x, y), down(), up()       the mouse, in CSS pixels of the window
//     key('Control+z')
//     chooseFile(path, open)         the file for the dialog that `open` makes the page open
//     screenshot()                   the bytes of a PNG
//     reload()
//     complaints()                   errors and warnings since it was opened, by watch.mjs and by the
//                                    driver where it hears of them
//     sent()                         the addresses that it has asked for
//     close()
//   await browser.close();
import { chromium } from './chromium.mjs';
import { firefox } from './firefox.mjs';
import { webkit } from './webkit.mjs';

export const engines = { chromium, firefox, webkit };
