// Landing on a sentence: the text fragment of a result is found by the browser, scrolled to, marked.
import assert from 'node:assert/strict';
import { inflateSync } from 'node:zlib';
import { DESKTOP, PHONE, ask, visits } from './lib/journey.mjs';

const site = visits();
const { journey } = site;
const QUESTIONS = [
  'how many hours a week is an IOP?',
  'do i have to sleep there',
  'does insurance pay for rehab',
  'can i keep my phone',
  'what if i relapse',
];

/** Counts pixels of a PNG (8 bit, RGB or RGBA, as Chromium writes it) that have about this color. */
function pixelsOf(png, [red, green, blue]) {
  const [width, height, type] = [png.readUInt32BE(16), png.readUInt32BE(20), png[25]];
  const size = type === 6 ? 4 : 3;
  const parts = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const body = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(body);
  }
  const raw = inflateSync(Buffer.concat(parts));
  const stride = width * size;
  let line = Buffer.alloc(stride);
  let count = 0;
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)];
    const now = Buffer.from(raw.subarray(y * (stride + 1) + 1, (y + 1) * (stride + 1)));
    for (let x = 0; x < stride; x++) {
      const [left, up, corner] = [x >= size ? now[x - size] : 0, line[x], x >= size ? line[x - size] : 0];
      const guess = left + up - corner;
      const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
      const paeth = a <= b && a <= c ? left : b <= c ? up : corner;
      now[x] += [0, left, up, (left + up) >> 1, paeth][filter];
    }
    for (let x = 0; x < stride; x += size) {
      if (Math.abs(now[x] - red) + Math.abs(now[x + 1] - green) + Math.abs(now[x + 2] - blue) < 12) count++;
    }
    line = now;
  }
  return count;
}

/* The color of marked words, as the style sheet says it. */
const markColor = (page) =>
  page.evaluate(() => {
    const hex = getComputedStyle(document.documentElement).getPropertyValue('--mark').trim();
    return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  });

const markedPixels = async (page) =>
  pixelsOf(await page.screenshot({ type: 'png' }), await markColor(page));

async function land(page, question) {
  await page.goto('/search');
  await ask(page, question);
  const link = page.locator('.answer a[href*=":~:text="], .hits a[href*=":~:text="]').first();
  const href = await link.getAttribute('href');
  await Promise.all([page.waitForURL('**/a/**'), link.click()]);
  const directive = href
    .split(':~:text=')[1]
    .split('&')[0]
    .split(',')
    .filter((part) => !part.endsWith('-') && !part.startsWith('-'))
    .map(decodeURIComponent);
  return directive[0];
}

/* The blocks of the page that hold the words, and where each stands in the window. */
const placesOf = (page, words) =>
  page.evaluate((wanted) => {
    const flat = (text) => text.replace(/\s+/g, ' ').toLowerCase();
    const blocks = [...document.querySelectorAll('article :is(p, li, td, th, h1, h2, h3, h4)')];
    const holding = blocks.filter((block) => flat(block.textContent).includes(flat(wanted)));
    return holding.map((block) => {
      const { top, bottom } = block.getBoundingClientRect();
      return { top, bottom, seen: top >= 0 && bottom <= innerHeight };
    });
  }, words);

async function landsWell(page) {
  for (const question of QUESTIONS) {
    const words = await land(page, question);
    await page.waitForFunction(() => document.readyState === 'complete');
    await page.waitForTimeout(300); // the browser scrolls by itself, and tells nobody
    const places = await placesOf(page, words);
    assert.ok(places.length > 0, `${question}: "${words}" stands on the page`);
    assert.ok(
      places.some(({ seen }) => seen),
      `${question}: in view: ${JSON.stringify(places)}`,
    );
    const marked = await markedPixels(page);
    assert.ok(marked > 500, `${question}: ${marked} pixels are marked`);
  }
}

journey('each answer lands on its sentence, scrolled to and marked', DESKTOP, landsWell);
journey('so on a phone', { ...PHONE, deviceScaleFactor: 1 }, landsWell);

journey(
  'a page without a text fragment marks nothing, so counting pixels says something',
  {},
  async (page) => {
    await page.goto('/a/iop-vs-inpatient');
    assert.ok((await markedPixels(page)) < 50);
  },
);

journey('a link to a section lands below the top edge, with its heading in view', {}, async (page) => {
  await page.goto('/a/iop-vs-inpatient#how-many-hours-a-week-is-an-iop');
  const heading = page.locator('#how-many-hours-a-week-is-an-iop').locator('h2, h3, h4').first();
  const box = await heading.boundingBox();
  assert.ok(box.y >= 0 && box.y < 200, `at ${box.y}`);
});
