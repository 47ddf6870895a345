// The small helpers: copy the answer, copy a heading's address, print, say whether it helped.
import assert from 'node:assert/strict';
import { ask, visits } from './lib/journey.mjs';

const site = visits();
const { journey } = site;
const HOURS = 'how many hours a week is an IOP?';
const CLIPBOARD = { permissions: ['clipboard-read', 'clipboard-write'] };
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());
const said = (page, words) => page.locator('.unseen', { hasText: words }).waitFor({ state: 'attached' });

journey('the answer is copied with its address, and who verified it', CLIPBOARD, async (page) => {
  await page.goto('/');
  await ask(page, HOURS);
  const button = page.locator('#gp-answer button[data-copy]');
  await button.click();
  await said(page, 'Copied');
  assert.equal(await button.textContent(), 'Copied');
  const text = await clipboard(page);
  const [words, verified] = await Promise.all([
    page.locator('#gp-words').innerText(),
    page.locator('#gp-answer .verified').allInnerTexts(),
  ]);
  assert.ok(text.startsWith(words.trim()));
  for (const line of verified) assert.ok(text.includes(line.trim()));
  assert.match(text, new RegExp(`${site.url}/a/[^ ]+$`));
  assert.doesNotMatch(text, /\?/, 'the question is not in the address');
  await page.locator('#gp-answer button[data-copy]', { hasText: 'Copy' }).waitFor();
});

journey('where the browser does not allow copying, that is said', {}, async (page) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error('denied'));
  });
  await page.goto('/');
  await ask(page, HOURS);
  await page.locator('#gp-answer button[data-copy]').click();
  await said(page, 'did not allow');
});

journey('each heading has its address at hand, by mouse and by key', CLIPBOARD, async (page) => {
  await page.goto('/a/iop-vs-inpatient');
  const [headings, buttons] = [page.locator('#gp-article a.here'), page.locator('#gp-article .copy-link')];
  await buttons.first().waitFor();
  assert.equal(await buttons.count(), await headings.count());
  await buttons.nth(1).focus();
  await page.keyboard.press('Enter');
  await said(page, 'Link copied');
  const address = await clipboard(page);
  assert.equal(address, await headings.nth(1).evaluate((link) => link.href));
  await page.goto(address);
  assert.ok(await page.locator(':target').isVisible());
});

journey('print is there where scripts are, on results that came in place too', {}, async (page) => {
  await page.addInitScript(() => {
    window.print = () => {
      window.printed = (window.printed ?? 0) + 1;
    };
  });
  await page.goto('/search');
  await ask(page, HOURS);
  await page.locator('#gp-answer button[data-print]').click();
  await page.goto('/a/iop-vs-inpatient');
  await page.locator('button[data-print]').first().click();
  assert.equal(await page.evaluate(() => window.printed), 1);
});

journey('a page on paper has the text and no buttons', {}, async (page) => {
  for (const path of ['/a/iop-vs-inpatient', '/search?q=how+many+hours+is+iop']) {
    await page.goto(path);
    await page.emulateMedia({ media: 'print' });
    assert.deepEqual(await page.locator('main button:visible').allTextContents(), [], path);
    assert.ok(await page.locator('h1').isVisible());
    await page.emulateMedia({ media: 'screen' });
  }
});

const VOTE = '**/api/v1/feedback';

journey('a vote is sent in place, without the question, and thanked for', {}, async (page) => {
  const votes = [];
  const replies = [];
  page.on('response', (response) => {
    if (!response.url().endsWith('/api/v1/feedback')) return;
    votes.push(JSON.parse(response.request().postData()));
    replies.push(response.status());
  });
  await page.goto('/');
  await ask(page, HOURS);
  const section = await page.locator('#gp-answer [data-feedback]').getAttribute('data-feedback');
  await page.locator('#gp-answer [data-feedback] button[value=yes]').press('Enter');
  await page.locator('#gp-answer [data-feedback]', { hasText: 'Thank you' }).waitFor();
  await said(page, 'Thank you');
  const focus = await page.evaluate(() => document.activeElement.dataset.feedback);
  assert.equal(focus, section, 'the focus stays where the button was');
  await ask(page, 'do i have to sleep there');
  await page.locator('#gp-answer [data-feedback] summary').click();
  await page.locator('#gp-answer [data-feedback] button[value=outdated]').click();
  await page.locator('#gp-answer [data-feedback]', { hasText: 'Thank you' }).waitFor();
  assert.deepEqual(replies, [204, 204], 'the server kept both');
  assert.deepEqual(votes[0], { section, helpful: true });
  assert.deepEqual({ ...votes[1], section: '' }, { section: '', helpful: false, reason: 'outdated' });
  assert.equal(page.url(), `${site.url}/search`);
});

journey(
  'where a vote cannot be sent in place, its form is sent',
  { expect: /ERR_FAILED/ },
  async (page) => {
    await page.route(VOTE, (route) => route.abort());
    await page.goto('/');
    await ask(page, HOURS);
    const posted = page.waitForRequest((request) => new URL(request.url()).pathname === '/feedback');
    await page.locator('#gp-answer [data-feedback] button[value=yes]').click();
    const request = await posted;
    assert.equal(request.method(), 'POST');
    const fields = new URLSearchParams(request.postData());
    assert.equal(fields.get('helpful'), 'yes');
    assert.ok(fields.get('section').length > 0);
    await page.waitForURL('**/feedback');
    assert.match(await page.locator('main').innerText(), /thank/i);
  },
);
