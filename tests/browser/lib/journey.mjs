// journey.mjs - one visitor's way through the site, watched. A journey fails, whatever else it checks,
// when a page asks another origin for anything, breaks its own content security policy, writes an error
// to the console, throws, opens a dialog or another window, or sets a cookie.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { chromium } from 'playwright-core';
import { serveSite } from './site.mjs';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-sync',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
];

export const PHONE = { viewport: { width: 390, height: 760 }, hasTouch: true, isMobile: true };
export const SMALL_PHONE = { viewport: { width: 320, height: 640 } };
export const DESKTOP = { viewport: { width: 1100, height: 900 } };

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS });
}

/**
 * Watches a context; returns what goes wrong, as it comes.
 * @param {import('playwright-core').BrowserContext} context
 * @param {string[]} origins that may be asked
 * @param {RegExp} expected console errors that belong to the journey (a refused load, say)
 * @returns {Promise<string[]>}
 */
export async function watch(context, origins, expected = /^$/) {
  const faults = [];
  await context.exposeBinding('guidepostFault', (_, text) => {
    faults.push(text);
  });
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.guidepostFault(`policy: ${event.violatedDirective} blocked ${event.blockedURI}`);
    });
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    if (!origins.includes(url.origin)) faults.push(`request to ${request.url()}`);
  });
  context.on('console', (message) => {
    const bad = message.type() === 'error' || message.text().includes('Content Security Policy');
    if (bad && !expected.test(message.text())) faults.push(`console: ${message.text()}`);
  });
  context.on('weberror', (failure) => {
    faults.push(`error: ${failure.error()}`);
  });
  context.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  context.on('page', (page) => {
    page.on('popup', () => {
      faults.push('another window');
    });
  });
  return faults;
}

/**
 * Sets up a server and a browser for a file of journeys.
 * @param {object} [wants] of serveSite
 * @returns {{url: string, journey: Function, browser: import('playwright-core').Browser}}
 */
export function visits(wants = {}) {
  const self = { url: '', browser: null };
  let site;

  before(async () => {
    [site, self.browser] = await Promise.all([serveSite(wants), launch()]);
    self.url = site.url;
  });
  after(async () => {
    await self.browser?.close();
    await site?.close();
  });

  /**
   * @param {string} name a sentence
   * @param {object} options of the context; `expect`: console errors that belong to it; `also`: gives
   *   further servers of ours that it visits
   * @param {(page: import('playwright-core').Page, t: object) => Promise<void>} way
   */
  self.journey = (name, options, way) =>
    test(name, { timeout: 240_000 }, async (t) => {
      const { expect, also = () => [], ...wanted } = options;
      const context = await self.browser.newContext({ ...DESKTOP, baseURL: self.url, ...wanted });
      context.setDefaultTimeout(10_000);
      try {
        const faults = await watch(context, [self.url, ...also()], expect);
        const page = await context.newPage();
        await way(page, t);
        assert.deepEqual(await context.cookies(), [], 'a visitor gets no cookie');
        assert.deepEqual(faults, []);
      } finally {
        await context.close();
      }
    });
  return self;
}

/** Types a question into the box and submits it; resolves when its results are shown. */
export async function ask(page, question) {
  await page.fill('#gp-question', question);
  await page.press('#gp-question', 'Enter');
  await shows(page, question);
}

/** Resolves when the results of `question` are shown and nothing is under way. */
export async function shows(page, question) {
  await page.waitForURL((url) => url.pathname === '/search');
  await page.waitForFunction(
    (wanted) =>
      document.querySelector('#gp-question')?.value === wanted &&
      document.querySelector('#gp-results:not([aria-busy])') &&
      (history.state === null || new URLSearchParams(history.state.asked).get('q') === wanted),
    question,
  );
}
