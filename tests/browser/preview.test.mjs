// guidepost serve --preview in a writer's browser: what is saved is seen, and nothing they were at is lost.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { launch, watch } from './lib/journey.mjs';
import { freePort } from './lib/site.mjs';

const program = process.env.GP_RELEASE;
const folder = mkdtempSync(join(tmpdir(), 'guidepost-preview-'));
const parts = Array.from({ length: 60 }, (_, i) => `## Part ${i}\n\n${'Words to read. '.repeat(40)}\n`);
const long = parts.join('\n');
let browser;
let server;
let url;

/** As editors save: beside, then renamed. */
function save(name, front, body) {
  writeFileSync(join(folder, `.${name}.tmp`), `---\n${front}\n---\n\n${body}\n`);
  renameSync(join(folder, `.${name}.tmp`), join(folder, name));
}
const open = (above) => save('open.md', 'title: Open', `# Open\n\n${above}\n\n${long}`);
const FEEDING = '# Feeding\n\n## When is the pelican fed?\n\n';
const feeding = (word) => save('feeding.md', 'title: Feeding', `${FEEDING}At ${word}.`);

before(async () => {
  open('Fed at noon.');
  feeding('noon');
  const wombat = '# Plans\n\n## Where does the wombat sleep?\n\nIn a burrow.';
  save('draft.md', 'title: Plans\nstatus: draft', wombat);
  const address = `127.0.0.1:${await freePort()}`;
  url = `http://${address}`;
  const options = ['--preview', '--quiet', '--listen', address, '--connections', '64'];
  server = spawn(program, ['serve', ...options, folder], { stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; ; tries++) {
    if (await fetch(`${url}/livez`).then((r) => r.ok, () => false)) break;
    assert.ok(tries < 200 && server.exitCode === null, 'the preview did not start');
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.kill('SIGTERM');
  await new Promise((resolve) => {
    server.on('exit', resolve);
  });
  rmSync(folder, { recursive: true });
});

async function visit(options = {}) {
  const context = await browser.newContext({ baseURL: url, ...options });
  context.setDefaultTimeout(10_000);
  return { context, faults: await watch(context, [url]) };
}
const text = (page, words) => page.getByText(words).first().waitFor();

test('an article shows what was saved, and the reader stays where they were', async () => {
  const { context, faults } = await visit();
  const page = await context.newPage();
  await page.goto('/a/open');
  await page.fill('#gp-question', 'half a ques');
  await page.evaluate(() => document.getElementById('part-40').scrollIntoView());
  const top = () => page.evaluate(() => document.getElementById('part-40').getBoundingClientRect().top);
  const was = await top();
  open('A new paragraph above. '.repeat(80));
  await page.getByText('A new paragraph above.').first().waitFor({ state: 'attached' });
  assert.ok(Math.abs((await top()) - was) < 2, `moved from ${was} to ${await top()}`);
  assert.equal(await page.inputValue('#gp-question'), 'half a ques');
  assert.deepEqual(faults, []);
  await context.close();
});

test('results show what was saved, for the question that stands in the box', async () => {
  const { context, faults } = await visit();
  const page = await context.newPage();
  feeding('noon');
  await page.goto('/');
  await page.fill('#gp-question', 'when is the pelican fed?');
  await page.press('#gp-question', 'Enter');
  await page.locator('.answer').getByText('At noon').waitFor();
  feeding('midnight');
  await page.locator('.answer').getByText('At midnight').waitFor();
  assert.equal(await page.inputValue('#gp-question'), 'when is the pelican fed?');
  await page.fill('#gp-question', 'wombat');
  await page.locator('.answer').getByText('In a burrow').waitFor();
  assert.equal(await page.locator('.hits .staff').innerText(), 'Draft');
  feeding('dawn');
  await page.waitForResponse((response) => response.url().endsWith('/search'));
  await page.locator('.answer').getByText('In a burrow').waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('the home page keeps what is being typed, its focus and its suggestions', async () => {
  const { context, faults } = await visit();
  const page = await context.newPage();
  await page.goto('/');
  await page.locator('#gp-question').pressSequentially('pelic');
  save('third.md', 'title: A third one', '# A third one\n\nText.');
  await page.getByText('A third one').first().waitFor({ state: 'attached' });
  assert.equal(await page.inputValue('#gp-question'), 'pelic');
  await page.keyboard.type('an');
  assert.equal(await page.inputValue('#gp-question'), 'pelican');
  await page.locator('#gp-suggestions').getByText('pelican').first().waitFor();
  assert.deepEqual(faults, []);
  await context.close();
});

test('eight tabs are all refreshed, though a browser gives one server six connections', async () => {
  const { context, faults } = await visit();
  const pages = [];
  for (let i = 0; i < 8; i++) {
    const page = await context.newPage();
    await page.goto('/a/feeding');
    pages.push(page);
  }
  feeding('tea time');
  for (const page of pages) await text(page, 'At tea time');
  await pages.shift().close(); // the one that waited for all
  feeding('sunset');
  for (const page of pages) await text(page, 'At sunset');
  assert.deepEqual(faults, []);
  await context.close();
});

test('a page without scripts is complete, and says that it is a preview', async () => {
  const { context, faults } = await visit({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto('/a/draft');
  await text(page, 'Draft: not shown to visitors');
  await text(page, 'Only this computer sees this page');
  await page.fill('#gp-question', 'wombat');
  await page.press('#gp-question', 'Enter');
  await text(page, 'In a burrow');
  assert.deepEqual(faults, []);
  await context.close();
});
