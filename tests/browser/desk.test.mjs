// The staff desk as staff use it: in, search, open an answer, password, out; clean for every pair of eyes,
// on a phone, by night, and without JavaScript.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, test } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { DESKTOP, PHONE, SMALL_PHONE, launch, watch } from './lib/journey.mjs';
import { program, serveSite } from './lib/site.mjs';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const SECRET = 'correct horse battery staple';
const ANOTHER = 'quite another set of words';
const REFUSED = /status of (?:400|403|404|409)/;
let site;
let browser;

const addAccount = (name, role, shown) =>
  execFileSync(
    program,
    ['user', 'add', '--quiet', '--role', role, '--shown', shown, '--desk', site.desk, name],
    { input: `${SECRET}\n` },
  );

before(async () => {
  [site, browser] = await Promise.all([serveSite(), launch()]);
  addAccount('ana', 'admin', 'Dr. Ana Ruiz');
  addAccount('bo', 'staff', 'Bo Ek');
  addAccount('cy', 'staff', 'Cy Lund');
});
after(async () => {
  await browser?.close();
  await site?.close();
});

/* A context that is watched as a visitor's is, but for the cookies, which staff have. */
function journey(name, options, way) {
  test(name, { timeout: 240_000 }, async () => {
    const context = await browser.newContext({ ...DESKTOP, baseURL: site.url, ...options });
    context.setDefaultTimeout(10_000);
    try {
      const faults = await watch(context, [site.url], REFUSED);
      await way(await context.newPage(), context);
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}

const send = (page, name) => page.getByRole('button', { name, exact: true }).click();
const heading = (page) => page.locator('h1').textContent();

async function signIn(page, name, password = SECRET) {
  await page.goto('/desk/');
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await send(page, 'Sign in');
}

async function search(page, question) {
  await page.goto('/desk/');
  await page.getByLabel('Question').fill(question);
  await send(page, 'Search');
  await page.locator('.desk-hits > li').first().waitFor();
}

async function violations(page, rules) {
  const axe = new AxeBuilder({ page }).withTags(TAGS).setLegacyMode();
  if (rules) axe.withRules(rules);
  const { violations: found, passes } = await axe.analyze();
  assert.ok(passes.length > (rules ? 0 : 8), 'axe looked at something');
  return found.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`),
  );
}

/* Clean by day and night, nothing reaches beyond a small phone's edge, and what is pressed is large enough.
 * GP_SHOTS=FOLDER keeps a picture of each page, to be looked at. */
async function clean(page, name) {
  assert.equal(await page.locator('h1').count(), 1, `${name}: one h1`);
  for (const colorScheme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme });
    const found = await violations(page, colorScheme === 'dark' ? ['color-contrast'] : undefined);
    assert.deepEqual(found, [], `${name}, ${colorScheme}`);
  }
  const size = page.viewportSize();
  await page.setViewportSize(SMALL_PHONE.viewport);
  const { wide, low } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    low: [...document.querySelectorAll('button, select, input:not([type=hidden])')]
      .filter((node) => node.closest('label') === null && node.getBoundingClientRect().height < 40)
      .map((node) => node.outerHTML),
  }));
  assert.equal(wide, 0, `${name} fits 320 px`);
  assert.deepEqual(low, [], `${name}: what is pressed is 40 px high`);
  await page.setViewportSize(size);
  const { GP_SHOTS: shots } = process.env;
  if (shots) await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  await page.emulateMedia({ colorScheme: 'light' });
}

journey('a wrong password says nothing about the name, and no one is in', {}, async (page, context) => {
  const said = [];
  for (const name of ['ana', 'nobody-at-all']) {
    await signIn(page, name, 'wrong wrong wrong');
    said.push(await page.getByRole('alert').textContent());
    assert.equal(await page.title(), 'Sign in | Staff desk');
  }
  assert.equal(said[0], said[1]);
  assert.match(said[0], /Name or password is not right/);
  const names = (await context.cookies()).map(({ name }) => name);
  assert.ok(!names.includes('gp_session'), 'no session');
  await page.goto('/desk/audit');
  assert.equal(await heading(page), 'Sign in');
});

/* The whole way of one who has an account; `name` and its password are changed by it. */
async function wholeWay(page, name) {
  await signIn(page, name);
  assert.equal(new URL(page.url()).pathname, '/desk/');
  assert.ok(!(await page.content()).includes('/desk/accounts'), 'staff see no way to accounts');

  await search(page, 'how many hours a week is an IOP?');
  assert.equal(new URL(page.url()).search, '', 'the question is not in the address');
  assert.ok(!(await page.title()).includes('hours'), 'nor in the title');
  const first = page.locator('.desk-hits > li a').first();
  const wanted = await first.textContent();
  await first.click();
  assert.equal(await heading(page), wanted);
  const text = await page.locator('textarea').first().inputValue();
  assert.ok(text.length > 40, 'there is something to send');

  await page.getByRole('link', { name: /^(Bo Ek|Cy Lund)$/ }).click();
  assert.equal(await heading(page), 'Your account');
  const change = async (current, again) => {
    await page.getByLabel('Current password').fill(current);
    await page.getByLabel('New password', { exact: true }).fill(ANOTHER);
    await page.getByLabel('New password again').fill(again);
    await send(page, 'Change password');
  };
  await change('wrong wrong wrong', ANOTHER);
  assert.match(await page.getByRole('alert').textContent(), /current password is not right/);
  await change(SECRET, `${ANOTHER}!`);
  assert.match(await page.getByRole('alert').textContent(), /not the same both times/);
  await change(SECRET, ANOTHER);
  assert.match(await page.getByRole('status').textContent(), /Your password is changed/);

  await send(page, 'Sign out');
  assert.match(await page.getByRole('status').textContent(), /You are signed out/);
  await page.goBack();
  await page.reload();
  assert.equal(await heading(page), 'Sign in', 'going back shows nothing of the desk');
  await signIn(page, name);
  assert.match(await page.getByRole('alert').textContent(), /not right/, 'the old password is none');
  await signIn(page, name, ANOTHER);
  assert.equal(await heading(page), 'Search');
}

journey('sign in, search, open an answer, change the password, sign out', {}, (page) => wholeWay(page, 'bo'));

journey(
  'the same on a phone without JavaScript',
  { ...PHONE, javaScriptEnabled: false },
  (page) => wholeWay(page, 'cy'),
);

journey('every page of the desk is clean, on a phone and by night, too', {}, async (page) => {
  await page.goto('/desk/sign-in');
  await clean(page, 'sign in');
  await signIn(page, 'ana', 'wrong wrong wrong');
  await clean(page, 'sign in refused');
  await signIn(page, 'ana');
  await clean(page, 'search');
  await search(page, 'treatment');
  await clean(page, 'results');
  await page.locator('.desk-hits > li a').first().click();
  await clean(page, 'answer');
  await page.goto('/desk/password');
  await clean(page, 'own account');
  await page.goto('/desk/accounts');
  await clean(page, 'accounts');
  await page.goto('/desk/audit');
  await clean(page, 'audit');
  await page.goto('/desk/nothing');
  await clean(page, 'no such page');
});

journey('what is for staff alone says so in words, and offers nothing to send', {}, async (page) => {
  await signIn(page, 'ana');
  await page.getByLabel('Question').fill('staff');
  await page.getByLabel('For').selectOption('staff');
  await send(page, 'Search');
  const first = page.locator('.desk-hits > li').first();
  assert.match(await first.textContent(), /Staff only: do not send/);
  await first.locator('a').click();
  assert.ok(!(await page.locator('h2').allTextContents()).includes('To send'));
  await clean(page, 'answer for staff');
  assert.match(await page.locator('main').textContent(), /for staff alone/);
});

journey('an administrator adds an account, changes its role and removes it', {}, async (page) => {
  await signIn(page, 'ana');
  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByLabel('Name to sign in with').fill('dee');
  await page.getByLabel('First password').fill('short');
  await page.getByLabel('Role').selectOption('editor');
  await send(page, 'Add account');
  assert.match(await page.getByRole('alert').textContent(), /shorter than 12 characters/);
  assert.equal(await page.getByLabel('Name to sign in with').inputValue(), 'dee', 'what was typed stays');
  assert.equal(await page.getByLabel('First password').inputValue(), '', 'but for the password');
  await page.getByLabel('First password').fill(SECRET);
  await send(page, 'Add account');
  assert.equal(await heading(page), 'Account dee');
  await clean(page, 'one account');
  await page.getByLabel('Role').selectOption('staff');
  await send(page, 'Change role');
  assert.match(await page.getByRole('status').textContent(), /role is changed/);
  await page.getByLabel('Yes, remove dee').check();
  await send(page, 'Remove account');
  assert.match(await page.getByRole('status').textContent(), /is removed/);
  assert.ok(!(await page.locator('.desk-list').textContent()).includes('dee'));
  await page.getByRole('link', { name: /^ana/ }).click();
  await page.getByLabel('Role').selectOption('staff');
  await send(page, 'Change role');
  assert.match(await page.getByRole('alert').textContent(), /last administrator stays one/);
  await page.getByRole('link', { name: 'Audit' }).click();
  const lines = await page.locator('.desk-list > li').allTextContents();
  assert.match(lines[0], /ana account-remove dee/);
});
