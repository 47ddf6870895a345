// <guidepost-search> on a page of another origin, with a strict policy: docs/embed-demo as it is.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { PHONE, SMALL_PHONE, visits } from './lib/journey.mjs';
import { PAYLOADS } from './lib/payloads.mjs';
import { freePort, serveSite } from './lib/site.mjs';
import { hostileCorpus } from './lib/hostile.mjs';

const { journey } = visits();
const ROOT = process.env.ROOT ?? process.cwd();
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const HOURS = 'how many hours a week is an IOP?';
const TYPES = { html: 'text/html; charset=utf-8', css: 'text/css' };
const folders = [];
let help; // the Guidepost server
let hostile; // one whose corpus is made of payloads
let host; // the other site, which help allows
let stranger; // a third, which nobody allows

/* Serves docs/embed-demo as another site would, with `server` in the place of help.example.org. */
async function hostSite(port, server, headers = {}) {
  const listener = createServer((request, response) => {
    const name = request.url === '/' ? 'index.html' : request.url.slice(1);
    if (!/^(?:index|plain)\.html$|^demo\.css$/.test(name)) {
      response.writeHead(request.url === '/favicon.ico' ? 204 : 404).end();
      return;
    }
    const text = readFileSync(join(ROOT, 'docs/embed-demo', name), 'utf8').replaceAll(
      'https://help.example.org',
      server,
    );
    response.writeHead(200, { 'Content-Type': TYPES[name.split('.')[1]], ...headers }).end(text);
  });
  await new Promise((resolve) => {
    listener.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        listener.close(resolve);
      }),
  };
}

/* A corpus that allows `origin`. */
function allowing(origin, from) {
  const folder = from ?? mkdtempSync(join(tmpdir(), 'guidepost-embed-'));
  if (!from) cpSync(join(ROOT, 'corpus'), folder, { recursive: true });
  const rules = join(folder, 'guidepost.yaml');
  const text = readFileSync(rules, 'utf8').replace(/^allowed_origins:.*\n/m, '');
  writeFileSync(rules, `${text}\nallowed_origins: ["${origin}"]\n`);
  folders.push(folder);
  return folder;
}

const strict = "require-trusted-types-for 'script'; trusted-types 'none'";

before(async () => {
  const ports = [await freePort(), await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${ports[0]}`;
  help = await serveSite({ corpus: allowing(origin) });
  hostile = await serveSite({ corpus: allowing(`http://127.0.0.1:${ports[2]}`, hostileCorpus(1)) });
  host = await hostSite(ports[0], help.url, { 'Content-Security-Policy': strict });
  stranger = await hostSite(ports[1], help.url);
  hostile.host = await hostSite(ports[2], hostile.url);
});
after(async () => {
  await Promise.all([help, hostile, host, stranger, hostile.host].map((server) => server.close()));
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const both = { also: () => [help.url, host.url] };
const element = (page) => page.locator('guidepost-search');
const field = (page) => element(page).locator('input[role=combobox]');

async function open(page) {
  await page.goto(host.url);
  await field(page).waitFor();
}

async function search(page, question) {
  await field(page).fill(question);
  await page.keyboard.press('Enter');
  await element(page)
    .locator('.status', { hasText: /result|found/ })
    .waitFor();
}

async function axe(page, name) {
  const { violations, passes } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target} ${node.failureSummary}`),
  );
  assert.deepEqual(found, [], name);
  assert.ok(passes.length > 5);
}

journey('a question is answered within the page of another origin', both, async (page) => {
  await open(page);
  await search(page, HOURS);
  assert.match(await element(page).locator('.answer').innerText(), /at least 9/);
  assert.equal(
    (await element(page).locator('.hit').count()) <= 4,
    true,
    'as many hits as the attribute says',
  );
  const link = element(page).locator('.answer a').first();
  assert.ok((await link.getAttribute('href')).startsWith(`${help.url}/a/`));
  await link.click();
  await page.waitForURL(`${help.url}/a/**`);
});

journey('suggestions come, are chosen by key, and lead to the Guidepost site', both, async (page) => {
  await open(page);
  await field(page).pressSequentially('how many h');
  await element(page).locator('[role=option]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  const active = await field(page).getAttribute('aria-activedescendant');
  assert.equal(await element(page).locator('[aria-selected=true]').getAttribute('id'), active);
  await page.keyboard.press('Enter');
  await page.waitForURL(`${help.url}/a/**`);
});

journey(
  'help comes first in a crisis, with numbers that can be tapped',
  { ...both, ...PHONE },
  async (page) => {
    await open(page);
    await search(page, 'my son overdosed');
    const first = element(page).locator('.results > *').first();
    assert.equal(await first.getAttribute('class'), 'notice');
    assert.ok(await first.locator('a[href="tel:911"]').first().isVisible());
    assert.ok(await first.locator('a[href="sms:988"]').first().isVisible());
    assert.ok((await first.locator('strong').count()) > 0);
  },
);

journey('events tell of results and choices, and not of the question', both, async (page) => {
  await open(page);
  await page.evaluate(() => {
    window.told = [];
    for (const name of ['results', 'choose', 'error']) {
      document.addEventListener(`guidepost-${name}`, (event) => {
        window.told.push([name, event.detail]);
        event.preventDefault();
      });
    }
  });
  await search(page, HOURS);
  await element(page).locator('.answer a').first().click();
  const told = await page.evaluate(() => window.told);
  assert.deepEqual(
    told.map(([name]) => name),
    ['results', 'choose'],
  );
  assert.equal(told[0][1].answered, true);
  assert.equal(told[1][1].from, 'answer');
  assert.doesNotMatch(JSON.stringify(told[0]), /how many hours a week/);
  assert.equal('question' in told[1][1], false);
  assert.equal(page.url(), `${host.url}/`, 'the page kept its visitor');
  await element(page).evaluate((node) => node.setAttribute('events-with-question', ''));
  await search(page, 'detox');
  assert.equal(await page.evaluate(() => window.told.at(-1)[1].question), 'detox');
});

journey('what is sent has no cookie and no address of the page', both, async (page) => {
  await open(page);
  const sent = [];
  page.on('request', (request) => {
    if (request.url().startsWith(`${help.url}/api`)) sent.push(request);
  });
  await search(page, HOURS);
  assert.ok(sent.length > 0);
  for (const request of sent) {
    const headers = await request.allHeaders();
    assert.equal(headers.referer ?? '', '');
    assert.equal(headers.cookie, undefined);
    assert.equal(request.method(), 'POST');
    assert.ok(!request.url().includes('hours'));
  }
});

journey('a vote reaches the server from there, and is thanked for', both, async (page) => {
  await open(page);
  await search(page, HOURS);
  const kept = page.waitForResponse(
    (response) =>
      response.url() === `${help.url}/api/v1/feedback` && response.request().method() === 'POST',
  );
  await element(page).getByRole('button', { name: 'Yes' }).click();
  assert.equal((await kept).status(), 204);
  await element(page).locator('.helpful', { hasText: 'Thank you' }).waitFor();
});

journey('the element is clean at WCAG 2.2 AA, by day', { ...both, ...PHONE }, async (page) => {
  await open(page);
  await axe(page, 'before');
  await field(page).pressSequentially('how many h');
  await element(page).locator('[role=option]').first().waitFor();
  await axe(page, 'with suggestions');
  await search(page, HOURS);
  await axe(page, 'with an answer');
  await search(page, 'my son overdosed');
  await axe(page, 'with a notice');
});

journey(
  'so by night, and it fits 320 px',
  { ...both, ...SMALL_PHONE, colorScheme: 'dark' },
  async (page) => {
    await open(page);
    await search(page, HOURS);
    await axe(page, 'with an answer');
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, `${wide} px too wide`);
  },
);

journey(
  "the focus goes in by its label and by script, and the page's style sheet reaches it",
  both,
  async (page) => {
    await open(page);
    await element(page).evaluate((node) => node.focus());
    assert.equal(await field(page).evaluate((input) => input.getRootNode().activeElement === input), true);
    const round = await field(page).evaluate((input) => getComputedStyle(input).borderRadius);
    assert.equal(round, '0px', 'a custom property of the page');
    const size = await element(page)
      .locator('[part=label]')
      .evaluate((label) => getComputedStyle(label).fontSize);
    assert.equal(size, '20.8px', 'a part styled by the page');
  },
);

journey(
  'without scripts the form inside is the search',
  { ...both, javaScriptEnabled: false },
  async (page) => {
    await page.goto(host.url);
    await page.fill('#ask', HOURS);
    await Promise.all([page.waitForURL(`${help.url}/search`), page.press('#ask', 'Enter')]);
    assert.match(await page.locator('#gp-results').innerText(), /at least 9/);
  },
);

journey('a plain form on a page without any script is a search too', both, async (page) => {
  await page.goto(`${host.url}/plain.html`);
  await page.fill('#ask', HOURS);
  await Promise.all([page.waitForURL(`${help.url}/search`), page.press('#ask', 'Enter')]);
  assert.match(await page.locator('#gp-results').innerText(), /at least 9/);
});

journey(
  'a site that is not listed gets no script, and its form still works',
  { also: () => [help.url, stranger.url], expect: /CORS|ERR_FAILED/ },
  async (page) => {
    const refused = page.waitForEvent(
      'requestfailed',
      (request) => request.url() === `${help.url}/embed.js`,
    );
    await page.goto(stranger.url);
    await refused;
    assert.equal(await field(page).count(), 0);
    await page.fill('#ask', HOURS);
    await Promise.all([page.waitForURL(`${help.url}/search`), page.press('#ask', 'Enter')]);
    assert.match(await page.locator('#gp-results').innerText(), /at least 9/);
  },
);

journey(
  'a page of a site that is not listed cannot read an answer',
  { also: () => [help.url, stranger.url], expect: /CORS|ERR_FAILED|policy/, bypassCSP: true },
  async (page) => {
    await page.goto(stranger.url);
    const read = await page.evaluate(async (server) => {
      const tries = [
        fetch(`${server}/api/v1/search?q=iop`),
        fetch(`${server}/api/v1/search`, { method: 'POST', body: '{"q":"iop"}' }),
        fetch(`${server}/api/v1/suggest`, {
          method: 'POST',
          body: '{"q":"iop"}',
          headers: { 'Content-Type': 'application/json' },
        }),
        fetch(`${server}/search?q=iop`),
      ];
      return (await Promise.allSettled(tries)).map((end) => end.status);
    }, help.url);
    assert.deepEqual(read, ['rejected', 'rejected', 'rejected', 'rejected']);
  },
);

journey(
  'where the API fails, help is named and the form leads on',
  { ...both, expect: /ERR_FAILED/ },
  async (page) => {
    await open(page);
    await page.route('**/api/v1/search', (route) => route.abort());
    await field(page).fill(HOURS);
    await page.keyboard.press('Enter');
    await element(page).getByText('could not be loaded').waitFor();
    assert.ok(await element(page).locator('a[href="tel:988"]').isVisible());
    await axe(page, 'in trouble');
    await element(page).getByRole('button', { name: 'Open the answers page' }).click();
    await page.waitForURL(`${help.url}/search`);
    assert.match(await page.locator('#gp-results').innerText(), /at least 9/);
  },
);

journey(
  'payloads in a corpus make nothing in the page of the other site',
  { also: () => [hostile.url, hostile.host.url], bypassCSP: true },
  async (page) => {
    await page.addInitScript(() => {
      window.gpRan = () => window.guidepostFault('a payload ran');
    });
    await page.goto(hostile.host.url);
    await element(page).evaluate((node) => node.setAttribute('limit', '20'));
    const known =
      'form, label, div, input, button, p, section, ol, ul, li, h2, h3, a, mark, strong, em, br';
    let hits = 0;
    for (let index = 0; index < PAYLOADS.length; index += 4) {
      await search(page, index % 8 === 0 ? `jsonline text ${index}` : `alarm hostile answer ${index}`);
      const odd = await element(page).evaluate(
        (node, names) =>
          [...node.shadowRoot.querySelectorAll('*')]
            .filter(
              (made) =>
                !made.matches(names) ||
                [...made.attributes].some(
                  ({ name, value }) =>
                    /^on|^style$/.test(name) || (name === 'href' && !/^(?:http|tel:|sms:)/.test(value)),
                ),
            )
            .map((made) => made.outerHTML.slice(0, 200)),
        known,
      );
      assert.deepEqual(odd, [], `after question ${index}`);
      hits += await element(page).locator('.hit, .answer').count();
    }
    assert.ok(hits > 100, `${hits} hits were looked at`);
  },
);
