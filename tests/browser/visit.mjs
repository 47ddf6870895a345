// visit.mjs - a visitor's way in Debian's Chromium: ask, read the answer, land on its sentence.
// usage: node visit.mjs URL     (a running server over the shipped corpus)
// Also: no request to another origin, no console error, no sideways scroll at 320 px, works without
// JavaScript (there is none), light and dark.
import { chromium } from 'playwright-core';

const url = process.argv[2];
let passed = 0, failed = 0;
const check = (what, good) => { if (good) passed++; else { failed++; console.error(`FAIL: ${what}`); } };

const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

async function open(options) {
  const context = await browser.newContext({ javaScriptEnabled: false, ...options });
  const page = await context.newPage();
  page.on('request', (request) => check(`request to ${request.url()}`, request.url().startsWith(url)));
  page.on('console', (message) => check(`console: ${message.text()}`, message.type() !== 'error' || message.location().url.endsWith('/nothing')));
  page.on('pageerror', (error) => check(`page error: ${error}`, false));
  return page;
}

// the main way: type, submit, read, follow
const page = await open({ viewport: { width: 1100, height: 900 } });
await page.goto(url + '/');
await page.fill('input[name=q]', 'how many hours a week is an IOP?');
await Promise.all([page.waitForURL('**/search'), page.keyboard.press('Enter')]);
check('the question is not in the address', !page.url().includes('hours'));
check('nor in the title', !(await page.title()).includes('hours'));
const answer = page.locator('text=at least 9').first();
check('the answer is shown', await answer.isVisible());
check('with its words marked', await page.locator('mark').count() > 0);
await Promise.all([page.waitForURL('**/a/**'), page.locator('a:has-text("Read this in the guide")').first().click()]);
await page.waitForTimeout(2500);
const heading = page.locator('#how-many-hours-a-week-is-an-iop').first();
const box = await heading.boundingBox();
check(`the section is in view after landing (${JSON.stringify(box)})`, box !== null && box.y > -600 && box.y < 900);
await page.screenshot({ path: process.env.GP_SHOT ?? '/dev/null', type: 'png' }).catch(() => {});

// every page: no sideways scroll on a small phone, light and dark
for (const colorScheme of ['light', 'dark']) {
  const phone = await open({ viewport: { width: 320, height: 640 }, colorScheme, javaScriptEnabled: true });
  for (const path of ['/', '/search?q=do+i+have+to+sleep+there', '/search?q=my+son+overdosed', '/search?q=zzzz', '/a/iop-vs-inpatient', '/a/php-vs-iop', '/nothing']) {
    await phone.goto(url + path).catch(() => check(`${path} opens`, false));
    const wide = await phone.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    check(`${path} scrolls sideways by ${wide} px at 320 px (${colorScheme})`, wide <= 0);
    check(`${path} has one h1`, await phone.locator('h1').count() === 1);
    check(`${path} names 911 and 988`, (await phone.textContent('body')).includes('911') && (await phone.textContent('body')).includes('988'));
  }
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 20 ? 0 : 1);
