// Chromium through Playwright, without a screen.
import { launchBrowser, openPage, sentBy } from '../harness.mjs';

export async function chromium() {
  const browser = await launchBrowser();
  return {
    async open(url) {
      const page = await openPage(browser, url);
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
