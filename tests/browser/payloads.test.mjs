// Two hundred payloads in every place where text enters - question, path, filters, titles, headings,
// bodies, tags, summaries, questions, synonyms, ids, notices, the site's own texts - and in every place
// where it comes out again: pages, suggestions, results in place, the embedded search box. None runs,
// and none makes an element. The policy of our pages is switched off here, so that the escaping alone
// has to hold; that the policy holds too, every other journey proves.
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before } from 'node:test';
import { visits } from './lib/journey.mjs';
import { PAYLOADS } from './lib/payloads.mjs';
import { ARTICLES, hostileCorpus } from './lib/hostile.mjs';
import { serveSite } from './lib/site.mjs';

const site = visits();
const { journey } = site;
const BARE = { bypassCSP: true, expect: /status of (?:40\d|41\d)/ };
const hostile = [];
const folders = [];

before(async () => {
  assert.ok(PAYLOADS.length >= 200, `${PAYLOADS.length} payloads`);
  for (const turn of [0, 1, 2]) {
    folders.push(hostileCorpus(turn));
    hostile.push(await serveSite({ corpus: folders[turn] }));
  }
});
after(async () => {
  await Promise.all(hostile.map((server) => server.close()));
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const LISTS = ['/browse/guides', '/browse/faqs', '/browse/posts', '/browse/pages'];
const SITES = { ...BARE, also: () => hostile.map((server) => server.url) };

/* What no page of ours ever holds: elements and attributes that a payload would have made. */
function installWatch() {
  window.gpRan = () => window.guidepostFault('a payload ran');
  window.foreign = (root = document) => {
    const tags =
      'script:not([src^="/assets/"], [type="application/ld+json"]), iframe, object, embed, svg, math, ' +
      'base, style, template, video, audio, image, portal, marquee, dialog, xmp, plaintext, listing, ' +
      'keygen, noscript, select, textarea, slot, custom-element, guidepost-search, [http-equiv], ' +
      'img:not([src^="/a/"]), form:not([action="/search"], [action="/feedback"]), link:not([rel=icon], ' +
      '[rel=stylesheet], [rel=alternate], [rel=canonical], [rel=search]), input:not([name]), ' +
      'button[formaction]';
    const faults = [...root.querySelectorAll(tags)].map((node) => node.outerHTML.slice(0, 200));
    const comments = document.createNodeIterator(root, NodeFilter.SHOW_COMMENT);
    for (let node = comments.nextNode(); node; node = comments.nextNode())
      faults.push(`comment ${node.data}`);
    for (const node of root.querySelectorAll('*')) {
      for (const { name, value } of node.attributes) {
        const address = ['href', 'action', 'src', 'xlink:href'].includes(name);
        if (/^on|^style$|^srcdoc$|^autofocus$|^contenteditable$|^is$|^ping$/.test(name))
          faults.push(`${name}=${value}`);
        if (address && !/^(?:https?:|tel:|sms:|mailto:|\/(?![/\\])|#)/.test(value))
          faults.push(`${name}=${value}`);
      }
    }
    return faults;
  };
}

async function clean(page, where) {
  assert.deepEqual(await page.evaluate(() => window.foreign()), [], where);
}

async function visit(page, url, where) {
  await page.goto(url, { waitUntil: 'load' });
  await clean(page, where);
}

journey('the watch sees what a payload would make', BARE, async (page) => {
  await page.addInitScript(installWatch);
  await page.goto('/');
  const made = [
    '<img src="x">',
    '<p onclick="1">x</p>',
    '<a href="javascript:1">x</a>',
    '<svg></svg>',
    '<!--x-->',
    '<script>1</script>',
    '<form action="/x"></form>',
    '<a href="//x">x</a>',
    '<p style="a:b">x</p>',
  ];
  for (const html of made) {
    const faults = await page.evaluate(
      (text) => window.foreign(new DOMParser().parseFromString(text, 'text/html')).length,
      html,
    );
    assert.ok(faults > 0, html);
  }
});

journey('as a question in an address, in a filter, and as a path', BARE, async (page) => {
  await page.addInitScript(installWatch);
  for (const payload of PAYLOADS) {
    const text = encodeURIComponent(payload);
    await visit(page, `/search?q=${text}&tag=${text}&kind=${text}&page=${text}&as=${text}`, payload);
    const shown = await page.inputValue('#gp-question');
    assert.equal(shown.includes('gpRan'), payload.includes('gpRan'), `${payload} is shown as ${shown}`);
  }
  for (const payload of PAYLOADS.filter((_, index) => index % 8 === 0)) {
    await visit(page, `/a/${encodeURIComponent(payload)}`, payload);
    await visit(page, `/${encodeURIComponent(payload)}`, payload);
  }
});

journey('as a question typed, drafted, submitted in place, and brought back', BARE, async (page) => {
  await page.addInitScript(installWatch);
  await page.goto('/search');
  for (const payload of PAYLOADS) {
    const faults = await page.evaluate(async (text) => {
      const box = document.querySelector('#gp-question');
      const swapped = new Promise((resolve) => {
        document.addEventListener('gp-swapped', resolve, { once: true });
      });
      box.value = text;
      if (box.value.trim() === '') return [];
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      box.form.requestSubmit();
      await swapped;
      return window.foreign();
    }, payload);
    assert.deepEqual(faults, [], payload);
  }
  await page.evaluate(() => history.back());
  await page.waitForTimeout(200);
  await clean(page, 'after Back');
  await page.reload();
  await page.locator('#gp-results h1').waitFor();
  await clean(page, 'after reload');
});

journey('in every text of an article, on its own page', SITES, async (page) => {
  await page.addInitScript(installWatch);
  for (let index = 0; index < ARTICLES.length; index++) {
    await visit(page, `${hostile[index % 3].url}/a/hostile-${index}`, `article ${index}`);
    assert.match(await page.locator('h1').textContent(), new RegExp(`Title ${index} `));
    const headings = await page.locator('article :is(h2, h3)').count();
    assert.ok(headings >= 2 * ARTICLES[index].length, 'each payload has its sections');
  }
});

journey("in the site's own texts, on every kind of page", SITES, async (page) => {
  await page.addInitScript(installWatch);
  for (const { url } of hostile) {
    for (const path of [
      '/',
      '/search?q=alarm',
      '/search?q=zzzzqqqq',
      '/nothing',
      '/a/hostile-0',
      ...LISTS,
      '/search',
    ])
      await visit(page, url + path, path);
    await page.goto(`${url}/search?q=alarm`);
    assert.match(
      await page.locator('.notice').textContent(),
      /gpRan/,
      'the notice shows its payloads as text',
    );
    assert.match(await page.locator('.foot').textContent(), /gpRan/, 'so does the contact line');
    assert.match(await page.title(), /gpRan/);
  }
});

journey(
  'in results: titles, headings, snippets, answers, tags, reasons, related, page by page',
  SITES,
  async (page) => {
    await page.addInitScript(installWatch);
    let groups = 0;
    for (const question of ['hostile', 'jsonline', 'hostile answer', 'question', 'syn3x']) {
      for (let number = 1; number <= 6; number++) {
        await visit(
          page,
          `${hostile[number % 3].url}/search?q=${question}&page=${number}`,
          `${question} ${number}`,
        );
        groups += await page.locator('li.group').count();
        for (const details of await page.locator('details').all())
          await details.evaluate((node) => {
            node.open = true;
          });
      }
    }
    assert.ok(groups > 100, `${groups} groups were looked at`);
    for (let index = 0; index < PAYLOADS.length; index += 10) {
      await visit(page, `${hostile[0].url}/search?q=jsonline+text+${index}`, `answer ${index}`);
    }
  },
);

journey('in suggestions while one types', SITES, async (page) => {
  await page.addInitScript(installWatch);
  await page.goto(`${hostile[0].url}/`);
  let shown = 0;
  for (let index = 0; index < PAYLOADS.length; index += 2) {
    await page.fill('#gp-question', `line ${index}`);
    await page.waitForFunction((number) => {
      const first = document.querySelector('#gp-suggestions:not([hidden]) [role=option]');
      return first?.textContent.startsWith(`Line ${number}`);
    }, index);
    shown += await page.locator('#gp-suggestions [role=option]').count();
    await clean(page, `suggestions for ${index}`);
    const odd = await page.locator('#gp-suggestions [role=option] :not(mark)').count();
    assert.equal(odd, 0, 'a suggestion is text and marks');
  }
  assert.ok(shown > 100, `${shown} suggestions were looked at`);
});
