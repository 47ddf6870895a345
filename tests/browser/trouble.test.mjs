// Slow, failing and overloaded: a calm word, the way to a person, and a form that still works.
import assert from 'node:assert/strict';
import { PHONE, ask, shows, visits } from './lib/journey.mjs';

const site = visits();
const { journey } = site;
const HOURS = 'how many hours a week is an IOP?';
const FAILED = { expect: /ERR_FAILED|ERR_INTERNET_DISCONNECTED|status of (?:429|50[23])/ };
const trouble = (page) => page.locator('#gp-results .message');

async function submit(page, question) {
  await page.fill('#gp-question', question);
  await page.press('#gp-question', 'Enter');
}

journey(
  'offline, the page says so kindly, keeps its place and tries again when asked',
  FAILED,
  async (page) => {
    await page.goto('/search');
    await ask(page, HOURS);
    await page.context().setOffline(true);
    await submit(page, 'detox');
    await trouble(page).waitFor();
    assert.match(await trouble(page).innerText(), /could not reach the site.*Search again/s);
    assert.ok((await trouble(page).locator('.contact').count()) > 0, 'the contact line stands beside it');
    assert.equal(await page.inputValue('#gp-question'), 'detox', 'what was typed is kept');
    assert.ok(await page.locator('a[href="tel:988"]').first().isVisible());
    await page.press('#gp-question', 'Enter'); // still offline: no error page of the browser
    await trouble(page).waitFor();
    assert.equal(page.url(), `${site.url}/search`);
    await page.context().setOffline(false);
    await page.press('#gp-question', 'Enter');
    await shows(page, 'detox');
    assert.equal(await trouble(page).count(), 0);
  },
);

journey(
  'where only the script cannot reach the site, the next submit is the plain form',
  FAILED,
  async (page) => {
    await page.goto('/search');
    await page.route('**/search', (route) =>
      route.request().isNavigationRequest() ? route.continue() : route.abort(),
    );
    await submit(page, HOURS);
    await trouble(page).waitFor();
    const navigations = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest()) navigations.push(request.method());
    });
    await page.press('#gp-question', 'Enter');
    await page.locator('.answer').waitFor();
    assert.deepEqual(navigations, ['POST']);
  },
);

journey('an overloaded server is asked once more, after the time it names', FAILED, async (page) => {
  await page.goto('/search');
  let refused = 0;
  await page.route('**/search', (route) => {
    if (new URLSearchParams(route.request().postData()).get('draft') || refused > 0)
      return route.continue();
    refused++;
    return route.fulfill({ status: 503, headers: { 'Retry-After': '1' }, body: 'busy' });
  });
  await submit(page, HOURS);
  await page.locator('.unseen').filter({ hasText: /busy/ }).waitFor({ state: 'attached' });
  await page.locator('.answer').waitFor();
  assert.equal(refused, 1);
});

journey(
  'a server that stays overloaded is said in its own kind words, help first',
  FAILED,
  async (page) => {
    await page.goto('/search');
    const words =
      '<main id="gp-main"><p class="kind">Call <a href="tel:988">988</a></p><h1>Many are asking</h1></main>';
    await page.route('**/search', (route) =>
      route.fulfill({
        status: 503,
        headers: { 'Retry-After': '1' },
        contentType: 'text/html',
        body: words,
      }),
    );
    await submit(page, HOURS);
    await page.locator('#gp-results .kind').waitFor();
    assert.equal(await page.locator('h1').count(), 1);
  },
);

journey('an answer that is no page of ours is never shown', FAILED, async (page) => {
  await page.goto('/search');
  await page.route('**/search', (route) =>
    route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1><p>proxy</p>' }),
  );
  await submit(page, HOURS);
  await trouble(page).waitFor();
  assert.equal(await page.getByText('Bad gateway').count(), 0);
});

journey('a slow answer is waited for with a word, and shown when it comes', PHONE, async (page) => {
  await page.clock.install();
  await page.goto('/search');
  let release;
  const late = new Promise((resolve) => {
    release = resolve;
  });
  await page.route('**/search', async (route) => {
    await late;
    await route.continue().catch(() => {});
  });
  await submit(page, HOURS);
  await page.locator('#gp-results[aria-busy=true]').waitFor();
  await page.clock.runFor(5500);
  assert.match(await trouble(page).innerText(), /longer than usual/);
  release();
  await page.locator('.answer').waitFor();
  assert.equal(await trouble(page).count(), 0);
});

journey('an answer that never comes is given up, kindly', FAILED, async (page) => {
  await page.clock.install();
  await page.goto('/search');
  await page.route('**/search', () => {});
  await submit(page, HOURS);
  await page.locator('#gp-results[aria-busy=true]').waitFor();
  await page.clock.runFor(21_000);
  assert.match(await trouble(page).innerText(), /could not reach/);
  assert.equal(await page.locator('#gp-results[aria-busy]').count(), 0);
});

journey('without suggestions the box is still a box', FAILED, async (page) => {
  await page.route('**/api/v1/suggest', (route) => route.fulfill({ status: 503, body: '{}' }));
  await page.goto('/');
  await page.locator('#gp-question').pressSequentially('iop hours');
  await ask(page, 'iop hours');
  await page.locator('.answer').waitFor();
});

journey('an older answer never replaces a newer one', {}, async (page) => {
  await page.goto('/search');
  let release;
  const late = new Promise((resolve) => {
    release = resolve;
  });
  await page.route('**/search', async (route) => {
    if (route.request().postData().includes('hours')) await late;
    await route.continue().catch(() => {});
  });
  await submit(page, HOURS);
  await page.locator('#gp-results[aria-busy=true]').waitFor();
  await ask(page, 'do i have to sleep there');
  const answer = await page.locator('.answer h2').textContent();
  release();
  await page.waitForTimeout(300);
  assert.equal(await page.locator('.answer h2').textContent(), answer);
});
