// Lighthouse's figures for the built page: npm run lighthouse. Performance depends on the machine and
// is only told; the rest has to be 95 or more.
import lighthouse, { desktopConfig } from 'lighthouse';
import puppeteer from 'puppeteer-core';
import { servePage } from './harness.mjs';

const ENOUGH = 95;
const REPORTED = new Set(['performance']);
const FIGURES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time',
                 'cumulative-layout-shift', 'speed-index'];

// As GitHub Pages serves it.
const server = await servePage({ compress: true, headers: { 'Cache-Control': 'max-age=600' } });
const chromium = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-quic', '--no-first-run', '--disable-component-update',
         '--disable-sync', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
});
const { port } = new URL(chromium.wsEndpoint());

let short = 0;
for (const [name, config] of [['mobile', undefined], ['desktop', desktopConfig]]) {
  const { lhr } = await lighthouse(server.url, { port, logLevel: 'error' }, config);
  if (lhr.runtimeError) throw new Error(lhr.runtimeError.message);
  const scores = Object.values(lhr.categories)
      .map(({ id, title, score }) => ({ id, title, score: Math.round(100 * score) }));
  console.log(`${name.padEnd(8)} ${scores.map(({ title, score }) => `${title} ${score}`).join(', ')}`);
  console.log(`         benchmark index ${lhr.environment.benchmarkIndex}`);
  console.log(`         ${FIGURES.map((id) =>
    `${lhr.audits[id].title} ${lhr.audits[id].displayValue}`).join(', ')}`);
  for (const category of Object.values(lhr.categories)) {
    for (const { id, weight } of category.auditRefs) {
      const { title, score } = lhr.audits[id];
      if (weight > 0 && score !== null && score < 0.9) {
        console.log(`         ${category.title}: ${title} (${id}) ${Math.round(100 * score)}`);
      }
    }
  }
  short += scores.filter(({ id, score }) => !REPORTED.has(id) && score < ENOUGH).length;
}
await chromium.close();
await server.close();
process.exitCode = short === 0 ? 0 : 1;
