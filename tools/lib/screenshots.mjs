// screenshots.mjs - pictures of pages; see tools/screenshots.
// usage: node screenshots.mjs PORT FOLDER [--all]
import { chromium } from 'playwright-core';

const [port, folder, ...rest] = process.argv.slice(2);
const all = rest.includes('--all');
const pattern = new RegExp(process.env.ONLY ?? '');
const site = `http://127.0.0.1:${port}`;
const noIndex = `http://127.0.0.1:${+port + 1}`;
const limited = `http://127.0.0.1:${+port + 2}`;

const ask = (q, more = '') => async (page) => { await page.goto(`${site}/search?q=${encodeURIComponent(q)}${more}`); };
const go = (path) => async (page) => { await page.goto(site + path); };

const pages = {
  home: go('/'),
  answer: ask('how many hours a week is an IOP?'),
  list: ask('what should I bring on the first day'),
  corrected: ask('what medcation helps with cravngs'),
  near: ask('can my dog come along'),
  none: ask('zzzz qqqq'),
  empty: ask(''),
  crisis: ask('my son overdosed'),
  withdrawal: ask('I get the shakes when I stop drinking'),
  filters: ask('insurance', '&kind=faq'),
  page2: ask('treatment', '&page=2'),
  guide: go('/a/iop-vs-inpatient'),
  table: go('/a/iop-vs-inpatient#what-are-the-differences-between-outpatient-and-inpatient-treatment'),
  faq: go('/a/faq-cost-and-insurance'),
  post: go('/a/naloxone'),
  glossary: go('/a/glossary'),
  landing: async (page) => {
    await page.goto(`${site}/search?q=how+many+hours+a+week+is+an+IOP`);
    await page.click('#gp-answer a.button');
    await page.waitForTimeout(800);
  },
  404: go('/nothing'),
  503: async (page) => { await page.goto(noIndex); },
  429: async (page) => {
    for (let i = 0; i < 80; i++) await page.request.get(limited).catch(() => {});
    await page.goto(limited);
  },
};

const phone = { width: 390, height: 844 }, small = { width: 320, height: 640 }, desktop = { width: 1280, height: 860 };
const everything = Object.keys(pages).flatMap((name) => [
  [name, 'phone', phone, 'light'], [name, 'phone-dark', phone, 'dark'], [name, 'small', small, 'light'],
  [name, 'desktop', desktop, 'light'], [name, 'desktop-dark', desktop, 'dark'],
]);
// what the README shows: a window's height, not the whole page
const shown = [
  ['home', 'desktop', { width: 960, height: 600 }, 'light'],
  ['answer', 'phone', phone, 'light'],
  ['crisis', 'phone', phone, 'light'],
  ['guide', 'dark', { width: 960, height: 600 }, 'dark'],
];

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let taken = 0;
for (const [name, form, viewport, colorScheme] of all ? everything : shown) {
  if (!pattern.test(`${name}-${form}`)) continue;
  const page = await browser.newPage({ viewport, colorScheme });
  page.on('console', (message) => console.error(`${name}-${form}: ${message.text()}`));
  await pages[name](page);
  await page.screenshot({ path: `${folder}/${name}-${form}.png`, fullPage: all && name !== 'landing' });
  await page.close();
  taken++;
}
await browser.close();
console.log(`${taken} pictures in ${folder}`);
process.exit(taken > 0 ? 0 : 1);
