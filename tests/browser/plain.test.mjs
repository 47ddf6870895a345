// Without JavaScript the site is complete: ask, read, land on the sentence, narrow, turn pages.
import assert from 'node:assert/strict';
import { PHONE, visits } from './lib/journey.mjs';

const site = visits();
const { journey } = site;
const HOURS = 'how many hours a week is an IOP?';
const plain = { javaScriptEnabled: false };

async function submit(page, question) {
  await page.fill('#gp-question', question);
  await Promise.all([page.waitForURL('**/search'), page.press('#gp-question', 'Enter')]);
}

journey('ask, read the answer, follow it to its sentence', plain, async (page) => {
  await page.goto('/');
  await submit(page, HOURS);
  assert.ok(!page.url().includes('hours'), 'the question is in no address');
  assert.doesNotMatch(await page.title(), /hours/);
  const answer = page.locator('.answer');
  assert.match(await answer.innerText(), /at least 9/);
  assert.ok((await page.locator('mark').count()) > 0);
  const link = answer.locator('a[href^="/a/"]').first();
  assert.match(await link.getAttribute('href'), /:~:text=/);
  await Promise.all([page.waitForURL('**/a/**'), link.click()]);
  assert.ok(await page.locator('#how-many-hours-a-week-is-an-iop').isVisible());
});

journey('narrow the results, turn a page, search as typed', plain, async (page) => {
  await page.goto('/');
  await submit(page, 'treatment');
  const filters = page.locator('details.filters');
  if ((await filters.getAttribute('open')) === null) await filters.locator('summary').click();
  await page.locator('button[name=kind]:not([value=""])').first().click();
  await page.locator('button[name=kind][aria-pressed=true]:not([value=""])').waitFor({ state: 'attached' });
  await page.locator('button[name=page]').last().click();
  await page.locator('.turns', { hasText: '2' }).waitFor();
  assert.equal(page.url(), `${site.url}/search`);
  await submit(page, 'how much does tretment cost');
  await page.locator('button[name=as]').click();
  await page.waitForURL('**/search');
  assert.equal(await page.locator('button[name=as]').count(), 0);
});

journey('help is there for whoever needs it now', { ...plain, ...PHONE }, async (page) => {
  await page.goto('/');
  await submit(page, 'my son overdosed');
  const notice = page.locator('.notice');
  assert.ok(await notice.isVisible());
  assert.ok(await notice.locator('a[href="tel:911"]').first().isVisible());
  const [top, answer] = await Promise.all([notice.boundingBox(), page.locator('h1').boundingBox()]);
  assert.ok(top.y < answer.y, 'before all results');
});

journey('nothing promises what only a script could do', plain, async (page) => {
  for (const path of ['/', '/search?q=how+many+hours+is+iop', '/a/iop-vs-inpatient']) {
    await page.goto(path);
    const dead = await page
      .locator('button:visible')
      .evaluateAll((all) => all.filter((button) => !button.form).map((button) => button.outerHTML))
      .catch(() => []);
    assert.deepEqual(dead, [], path);
  }
});

journey('a form submitted before the script has come is a plain form', {}, async (page) => {
  let release;
  const late = new Promise((resolve) => {
    release = resolve;
  });
  await page.route('**/search.js*', async (route) => {
    await late;
    await route.continue().catch(() => {});
  });
  await page.goto('/', { waitUntil: 'commit' });
  await page.locator('#gp-question').waitFor();
  await page.fill('#gp-question', HOURS);
  await page.press('#gp-question', 'Enter');
  await page.waitForURL('**/search', { waitUntil: 'commit' });
  release();
  await page.locator('.answer').waitFor();
  assert.match(await page.locator('.answer').innerText(), /at least 9/);
});
