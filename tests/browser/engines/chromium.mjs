// Chromium through Playwright, without a screen.
import { launchBrowser, openPage, sentBy } from '../harness.mjs';

export async function chromium() {
  const browser = await launchBrowser();
  return {
    async open(url) {
      // In a window a page that is in front may copy and, asked by a key, paste; the shell has none.
      const permissions = ['clipboard-read', 'clipboard-write'];
      const page = await openPage(browser, url, { permissions });
      return {
        complaints: async () => page.complaints,
        sent: async () => sentBy(page),
        evaluate: (run, argument) => page.evaluate(run, argument),
        move: (x, y) => page.mouse.move(x, y),
        down: () => page.mouse.down(),
        up: () => page.mouse.up(),
        key: (keys) => page.keyboard.press(keys),
        async chooseFile(path, open) {
          const [chooser] = await Promise.all([page.waitForEvent('filechooser'), open()]);
          await chooser.setFiles(path);
        },
        screenshot: () => page.screenshot(),
        reload: () => page.reload(),
        close: () => page.context().close(),
      };
    },
    close: () => browser.close(),
  };
}
