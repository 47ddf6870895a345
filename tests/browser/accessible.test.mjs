// Every page in every state, for every pair of eyes: axe at WCAG 2.2 AA, 320 px, 200 % zoom, text
// spacing, forced colors, reduced motion; light and dark, phone and desktop.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { DESKTOP, PHONE, SMALL_PHONE, ask, visits } from './lib/journey.mjs';
import { serveSite } from './lib/site.mjs';

const { journey } = visits();
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const REFUSED = /status of (?:404|429|503)|ERR_FAILED/;
let withoutIndex;
let limited;

before(async () => {
  [withoutIndex, limited] = await Promise.all([
    serveSite({ corpus: null }),
    serveSite({ options: ['--rate-limit', '1'] }),
  ]);
});
after(() => Promise.all([withoutIndex.close(), limited.close()]));

const open = (path) => (page) => page.goto(path);
const search = (question) => async (page) => {
  await page.goto('/search');
  await ask(page, question);
};

// every state that a page of the site can be in
const STATES = {
  home: open('/'),
  'home with suggestions': async (page) => {
    await page.goto('/');
    await page.locator('#gp-question').pressSequentially('how many h');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('ArrowDown');
  },
  'results, nothing asked': open('/search'),
  'results with an answer': search('how many hours a week is an IOP?'),
  'results by a link': open('/search?q=do+i+have+to+sleep+there'),
  'results with a correction': search('how much does tretment cost'),
  'results that come close': search('what does the parking garage of the court cost'),
  'no results': search('zzzz qqqq'),
  'results with a notice': search('my son overdosed'),
  'results with the notice about withdrawal': search('can i detox at home'),
  'results, filters open': async (page) => {
    await search('treatment')(page);
    await page.locator('details.filters').evaluate((details) => {
      details.open = true;
    });
  },
  'results, second page': open('/search?q=treatment&page=2'),
  'results with suggestions over them': async (page) => {
    await search('treatment')(page);
    await page.press('#gp-question', 'End');
    await page.locator('#gp-question').pressSequentially(' for');
    await page.locator('[role=option]').first().waitFor();
  },
  'results that could not be had': async (page) => {
    await search('treatment')(page);
    await page.route('**/search', (route) => route.abort());
    await page.fill('#gp-question', 'detox');
    await page.press('#gp-question', 'Enter');
    await page.locator('.message').waitFor();
  },
  'an answer, why it did not help': async (page) => {
    await search('do i have to sleep there')(page);
    await page.locator('[data-feedback] summary').click();
  },
  'an answer, thanked for a vote': async (page) => {
    await search('do i have to sleep there')(page);
    await page.locator('[data-feedback] button[value=yes]').click();
    await page.locator('[data-feedback]', { hasText: 'Thank you' }).waitFor();
  },
  'thanks for a vote by the form': async (page) => {
    await search('do i have to sleep there')(page);
    await page.route('**/api/v1/feedback', (route) => route.abort());
    await page.locator('[data-feedback] button[value=yes]').click();
    await page.waitForURL('**/feedback');
  },
  'home, all topics open': async (page) => {
    await page.goto('/');
    await page.locator('details').evaluateAll((all) => all.forEach((details) => (details.open = true)));
  },
  'a list of posts': open('/browse/posts'),
  'a list of questions by kind': open('/browse/faqs'),
  'the glossary': open('/a/glossary'),
  'the guide': open('/a/iop-vs-inpatient'),
  'an article': open('/a/php-vs-iop'),
  'a list of questions': open('/a/cost-and-insurance'),
  'an article at a section': open('/a/iop-vs-inpatient#how-many-hours-a-week-is-an-iop'),
  'no such page': open('/nothing'),
  'no index yet': (page) => page.goto(`${withoutIndex.url}/search?q=detox`),
};

async function violations(page, rules) {
  const axe = new AxeBuilder({ page }).withTags(TAGS).setLegacyMode(); // else it opens another window
  if (rules) axe.withRules(rules);
  const { violations: found, passes } = await axe.analyze();
  assert.ok(passes.length > (rules ? 0 : 10), 'axe looked at something');
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`),
  );
}

/* How far the page can be scrolled sideways, and by what. */
const sideways = (page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [...document.querySelectorAll('body *')]
      .filter((node) => node.getBoundingClientRect().right > clientWidth + 1 && !node.closest('.table'))
      .slice(0, 3)
      .map((node) => `${node.nodeName}.${node.className} reaches ${node.getBoundingClientRect().right}`);
  });

/* What every page owes to someone in distress. */
async function helps(page, name) {
  assert.equal(await page.locator('h1').count(), 1, `${name}: one h1`);
  for (const address of ['tel:911', 'tel:988', 'sms:988'])
    assert.ok(await page.locator(`a[href="${address}"]`).first().isVisible(), `${name}: ${address}`);
  const first = await page
    .locator('a[href^="tel:"]')
    .first()
    .evaluate((link) => {
      const links = [...document.querySelectorAll('a[href]')].filter(
        (other) => !other.classList.contains('skip'),
      );
      return links.indexOf(link);
    });
  assert.equal(first, 0, `${name}: help is the first link`);
}

/* Clean by day; by night only the colors differ. */
async function clean(page, name) {
  assert.deepEqual(await violations(page), [], name);
  await page.emulateMedia({ colorScheme: 'dark' });
  assert.deepEqual(await violations(page, ['color-contrast']), [], `${name}, by night`);
  await page.emulateMedia({ colorScheme: 'light' });
}

/* A window of 640 by 480 px at 200 % zoom is laid out as one of 320 by 240. */
const NARROW = [SMALL_PHONE.viewport, { width: 320, height: 240 }];

const trouble = (more) => ({ ...more, expect: REFUSED, also: () => [withoutIndex.url, limited.url] });

/* One pass over the states: each is loaded on a phone and then watched at every size. */
async function everySize(page, states) {
  for (const [name, go] of states) {
    await page.unrouteAll();
    await page.setViewportSize(PHONE.viewport);
    await go(page);
    await page.waitForLoadState('load');
    await clean(page, `${name}, phone`);
    for (const size of NARROW) {
      await page.setViewportSize(size);
      assert.deepEqual(await sideways(page), [], `${name} at ${size.width} by ${size.height}`);
    }
    await helps(page, name);
    await page.setViewportSize(DESKTOP.viewport);
    await clean(page, `${name}, desktop`);
    assert.deepEqual(await sideways(page), [], `${name}, desktop`);
  }
}

const ALL = Object.entries(STATES);
const HALF = Math.ceil(ALL.length / 2);

journey(
  'states are clean at every size by day and night, nothing is cut off, help comes first',
  trouble(),
  (page) => everySize(page, ALL.slice(0, HALF)),
);

journey('so are the other states', trouble(), (page) => everySize(page, ALL.slice(HALF)));

journey('text may be spaced out and twice as large (WCAG 1.4.4, 1.4.12)', trouble(PHONE), async (page) => {
  // a user's style sheet stands outside the page's policy: put in through CDP
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('DOM.enable');
  await cdp.send('CSS.enable');
  for (const path of ['/', '/search?q=how+many+hours+is+iop', '/a/iop-vs-inpatient', '/nothing']) {
    await page.goto(path);
    const { frameTree } = await cdp.send('Page.getFrameTree');
    const { styleSheetId } = await cdp.send('CSS.createStyleSheet', { frameId: frameTree.frame.id });
    await cdp.send('CSS.setStyleSheetText', {
      styleSheetId,
      text: `html { font-size: 200% !important }
      * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
      p { margin-block-end: 2em !important }
      body, button, input { font-family: monospace !important }`, // as wide as any font a device may have
    });
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize), '32px');
    assert.deepEqual(await sideways(page), [], path);
  }
});

journey(
  'with forced colors, marks, focus and choices are still told apart',
  { forcedColors: 'active' },
  async (page) => {
    await page.goto('/search?q=treatment');
    assert.equal(await page.evaluate(() => matchMedia('(forced-colors: active)').matches), true);
    const seen = (selector) =>
      page
        .locator(selector)
        .first()
        .evaluate((node) => {
          const style = getComputedStyle(node);
          return {
            background: style.backgroundColor,
            outline: style.outlineStyle,
            weight: Number(style.fontWeight),
          };
        });
    const mark = await seen('mark');
    assert.ok(mark.weight >= 600, 'a mark is bold, not only colored');
    await page.press('#gp-question', 'End');
    await page.locator('#gp-question').pressSequentially(' for');
    await page.locator('[role=option]').first().waitFor();
    await page.keyboard.press('ArrowDown');
    assert.notEqual(
      (await seen('[aria-selected=true]')).outline,
      'none',
      'the active option has an outline',
    );
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
    assert.notEqual(outline, 'none', 'so has what holds the focus');
  },
);

journey('nothing moves for those who asked for less motion', { reducedMotion: 'reduce' }, async (page) => {
  for (const path of ['/', '/search?q=treatment', '/a/iop-vs-inpatient']) {
    await page.goto(path);
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((node) => {
          const style = getComputedStyle(node);
          const lasts = (list) => list.split(',').some((time) => parseFloat(time) > 0);
          return (
            style.scrollBehavior === 'smooth' ||
            lasts(style.animationDuration) ||
            lasts(style.transitionDuration)
          );
        })
        .map((node) => node.nodeName),
    );
    assert.deepEqual(moving, [], path);
  }
});

journey(
  'what can be tapped is 24 px or more, and what matters in a crisis 44 (WCAG 2.5.8)',
  SMALL_PHONE,
  async (page) => {
    for (const path of ['/', '/search?q=my+son+overdosed', '/a/iop-vs-inpatient']) {
      await page.goto(path);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('a[href], button, input, summary')]
          .filter(
            (node) =>
              node.checkVisibility() &&
              getComputedStyle(node).display !== 'inline' &&
              !node.classList.contains('skip'),
          )
          .map((node) => [
            node.textContent.trim(),
            node.getBoundingClientRect(),
            node.closest('.notice, .crisis') !== null,
          ])
          .filter(([, box, crisis]) => box.height < (crisis ? 40 : 24) || box.width < 24)
          .map(([text, box]) => `${text} ${box.width}x${box.height}`),
      );
      assert.deepEqual(small, [], path);
    }
  },
);

journey('too many requests, and still a page that is clean and helps', trouble(PHONE), async (page) => {
  let status = 0;
  for (let tries = 0; tries < 20 && status !== 429; tries++)
    status = (await page.goto(`${limited.url}/search?q=detox`)).status();
  assert.equal(status, 429);
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(await sideways(page), []);
  await helps(page, '429');
});
