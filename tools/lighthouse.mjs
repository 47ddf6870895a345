// lighthouse.mjs URL [FORM-FACTOR...] - Lighthouse's scores of home, results and an article of a running
// server, on a phone and a desktop; exit 1 when one is below its goal. Run by tools/lighthouse.
import * as chromeLauncher from 'chrome-launcher';
import lighthouse, { desktopConfig } from 'lighthouse';

const PAGES = [
  ['home', '/'],
  ['results', '/search?q=how+many+hours+a+week+is+an+iop'],
  ['article', '/a/iop-vs-inpatient'],
];
const GOALS = { performance: 98, accessibility: 100, 'best-practices': 100, seo: 100 };
// results ask robots to stay out, on purpose, which Lighthouse counts against SEO
const WITHOUT = { results: ['seo'] };

const [url] = process.argv.slice(2);
const chrome = await chromeLauncher.launch({
  chromePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
});
let below = 0;
try {
  for (const [device, config] of [
    ['phone', undefined],
    ['desktop', desktopConfig],
  ]) {
    for (const [name, path] of PAGES) {
      const flags = { port: chrome.port, logLevel: 'error', onlyCategories: Object.keys(GOALS) };
      let lhr;
      for (let tries = 0; tries < 3 && !lhr?.categories.performance.score; tries++)
        ({ lhr } = await lighthouse(url + path, flags, config)); // a busy machine may paint nothing in time
      const line = Object.entries(GOALS).map(([category, goal]) => {
        const score = Math.round(100 * lhr.categories[category].score);
        const excused = WITHOUT[name]?.includes(category);
        if (score < goal && !excused) below++;
        return `${category} ${score}${score < goal ? (excused ? ' (on purpose)' : ' BELOW') : ''}`;
      });
      console.log(`${name}, ${device}: ${line.join(', ')}`);
      for (const audit of Object.values(lhr.audits)) {
        const counts =
          audit.score !== null && audit.score < 0.9 && audit.scoreDisplayMode !== 'informative';
        if (counts) console.log(`  ${audit.id}: ${audit.displayValue ?? audit.title}`);
      }
    }
  }
} finally {
  await chrome.kill();
}
process.exit(below === 0 ? 0 : 1);
