// Every view of the page, one after the other, on a page with made-up test digits: the same in every
// build.
import { atRest, frames, openReady, rects } from './harness.mjs';

export const VIEWS = [
  'code',
  'map',
  'manifold',
  'sample',
  'morph',
  'repair',
  'layers',
  'digits',
  'learn',
];

// An open page whose views have all they show.
export async function openViews(browser, url, { width, height, ...options }) {
  const page = await openReady(browser, url, {
    viewport: { width, height },
    reducedMotion: 'reduce',
    serviceWorkers: 'block', // it would refuse digits that are not of the build
    ...options,
  });
  await page.waitForFunction(() => latentpad.state().percentile !== null);
  return page;
}

// Turns to a view and scrolls to the top. Returns false where it is no view of its own: the code
// beside the others on wide windows.
export async function turnTo(page, view) {
  if (!(await rects(page))[`tab_${view}`]) return false;
  await page.evaluate((name) => latentpad.act({ act: 'view', name }), view);
  if (view === 'digits')
    await page.waitForFunction(() => latentpad.state().digits.shown.length > 0);
  await scrollBy(page, -10_000);
  return true;
}

// Scrolls what is higher than the canvas, and leaves the pointer where it hovers over nothing. Returns
// whether anything has moved.
export async function scrollBy(page, distance) {
  const top = async () => Object.values(await rects(page))[0].y;
  const before = await top();
  await page.mouse.move(2, 300);
  await frames(page);
  await page.mouse.wheel(0, distance);
  await frames(page, 2);
  await atRest(page);
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' })); // the page's own way
  await page.mouse.move(2, 2);
  await frames(page, 2);
  await atRest(page);
  return Math.abs((await top()) - before) > 0.5;
}
