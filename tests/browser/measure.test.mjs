// What a visitor waits for and pays for. Sizes are exact, so they are asserted; times are printed, and
// asserted only against limits that a broken build would pass.
import assert from 'node:assert/strict';
import { DESKTOP, PHONE, ask, visits } from './lib/journey.mjs';

const { journey } = visits();
const QUESTIONS = [
  'how many hours a week is an IOP?',
  'do i have to sleep there',
  'does insurance pay',
  'can i keep my job',
  'what if i relapse',
];

/** The p-th hundredth of sorted numbers. */
const percentile = (numbers, p) =>
  [...numbers].sort((a, b) => a - b)[Math.ceil((numbers.length * p) / 100) - 1];

async function bytesOf(page, go) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const urls = new Map();
  const sizes = [];
  cdp.on('Network.responseReceived', ({ requestId, response, type }) =>
    urls.set(requestId, { url: response.url, type }),
  );
  cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    sizes.push({ ...urls.get(requestId), size: encodedDataLength });
  });
  await go();
  await page.waitForLoadState('load');
  await page.waitForTimeout(300);
  await cdp.detach();
  return sizes;
}

journey(
  'a results page weighs less than 30 KB, less than 12 of it scripts, with an empty cache',
  {},
  async (page, t) => {
    for (const question of [QUESTIONS[0], 'my son overdosed', 'treatment', 'zzzz']) {
      const sizes = await bytesOf(page, () => page.goto(`/search?q=${encodeURIComponent(question)}`));
      const sum = (some) => some.reduce((all, { size }) => all + size, 0);
      const [total, script] = [sum(sizes), sum(sizes.filter(({ type }) => type === 'Script'))];
      t.diagnostic(`${question}: ${total} bytes, scripts ${script}, in ${sizes.length} requests`);
      assert.ok(sizes.length >= 3, 'page, style sheet, script');
      assert.ok(script > 0 && script < 12 * 1024, `${script} bytes of scripts`);
      assert.ok(total < 30 * 1024, `${total} bytes`);
    }
  },
);

journey('what a settled question costs then is the region alone', {}, async (page, t) => {
  await page.goto('/search');
  const sizes = await bytesOf(page, () => ask(page, QUESTIONS[0]));
  const posted = sizes.filter(({ url }) => url.endsWith('/search'));
  t.diagnostic(`${posted.map(({ size }) => size)} bytes`);
  assert.ok(posted.length > 0 && posted.every(({ size }) => size < 12 * 1024));
});

journey('assets of a page are kept for ever and revalidated never', {}, async (page) => {
  const lasting = [];
  page.on('response', (response) => {
    if (response.url().includes('/assets/')) lasting.push(response.headers()['cache-control']);
  });
  await page.goto('/');
  await page.waitForLoadState('load');
  assert.ok(lasting.length >= 2);
  assert.ok(
    lasting.every((keep) => keep === 'public, max-age=31536000, immutable'),
    lasting.join('; '),
  );
});

/* Milliseconds from each key to the first frame that shows its suggestions, in the page's own clock. */
async function keysToSuggestions(page, text) {
  return page.evaluate(async (letters) => {
    const box = document.querySelector('#gp-question');
    const list = document.querySelector('#gp-suggestions');
    const times = [];
    box.focus();
    for (const letter of letters) {
      await new Promise((resolve) => {
        setTimeout(resolve, 120);
      }); // a fast typist's pace
      const before = performance.now();
      const shown = new Promise((resolve) => {
        const watch = new MutationObserver(() => {
          watch.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - before), 0));
        });
        watch.observe(list, { childList: true });
        setTimeout(() => resolve(null), 2000);
      });
      box.value += letter;
      box.dispatchEvent(new InputEvent('input', { bubbles: true }));
      times.push(await shown);
    }
    return times.filter((time) => time !== null);
  }, text);
}

journey('the first suggestion comes soon after a key', {}, async (page, t) => {
  const times = [];
  for (const question of QUESTIONS.slice(0, 2)) {
    await page.goto('/');
    await page.locator('#gp-suggestions').waitFor({ state: 'attached' });
    times.push(...(await keysToSuggestions(page, question)));
  }
  const [p50, p95] = [percentile(times, 50), percentile(times, 95)];
  t.diagnostic(
    `key to painted suggestions: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms, ${times.length} keys`,
  );
  assert.ok(times.length > 50);
  assert.ok(p95 < 500, `${p95} ms`);
});

journey('results follow a pause in typing, and a press of Enter', {}, async (page, t) => {
  await page.goto('/search');
  const measure = (question, settle) =>
    page.evaluate(
      async ([text, submit]) => {
        const box = document.querySelector('#gp-question');
        const before = performance.now();
        const swapped = new Promise((resolve) => {
          document.addEventListener(
            'gp-swapped',
            () => {
              requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - before), 0));
            },
            { once: true },
          );
        });
        box.value = text;
        if (submit) box.form.requestSubmit();
        else box.dispatchEvent(new InputEvent('input', { bubbles: true }));
        const time = await swapped;
        await new Promise((resolve) => {
          setTimeout(resolve, 300);
        });
        return time;
      },
      [question, settle],
    );
  const [drafts, settled] = [[], []];
  for (let round = 0; round < 2; round++) {
    for (const question of QUESTIONS) {
      drafts.push(await measure(`${question} ${round}`, false));
      settled.push(await measure(question, true));
    }
  }
  t.diagnostic(
    `key to painted results (150 ms of it a pause): p95 ${percentile(drafts, 95).toFixed(1)} ms`,
  );
  t.diagnostic(
    `Enter to painted results: p50 ${percentile(settled, 50).toFixed(1)} ms, ` +
      `p95 ${percentile(settled, 95).toFixed(1)} ms`,
  );
  assert.ok(percentile(settled, 95) < 1000);
});

/* The layout-shift score of everything that happens in `way`. */
async function shifts(page, way) {
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        if (!entry.hadRecentInput)
          window.shifts.push([entry.value, entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80))]);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await way();
  await page.waitForTimeout(400);
  return page.evaluate(() => window.shifts);
}

async function still(page) {
  for (const path of [
    '/',
    '/search?q=how+many+hours+is+iop',
    '/search?q=my+son+overdosed',
    '/a/iop-vs-inpatient',
    '/a/iop-vs-inpatient#how-many-hours-a-week-is-an-iop',
    '/nothing',
  ]) {
    assert.deepEqual(await shifts(page, () => page.goto(path)), [], path);
  }
  assert.deepEqual(
    await shifts(page, async () => {
      await page.goto('/');
      await page.locator('#gp-question').pressSequentially('how many h');
      await page.locator('[role=option]').first().waitFor();
      await page.keyboard.press('Escape');
      await ask(page, QUESTIONS[0]);
      await ask(page, QUESTIONS[1]);
    }),
    [],
    'a search',
  );
}

journey('nothing shifts, on a phone', { ...PHONE, expect: /404/ }, still);
journey('nothing shifts, on a desktop', { ...DESKTOP, expect: /404/ }, still);

journey('the scripts that are sent are whole, in one file, and compressed', {}, async (page) => {
  const response = await page.request.get('/assets/search.js', { headers: { 'Accept-Encoding': 'gzip' } });
  assert.equal(response.headers()['content-encoding'], 'gzip');
  assert.equal(response.headers()['content-type'], 'text/javascript; charset=utf-8');
  const text = await response.text();
  assert.match(text, /function combobox\(/);
  assert.match(text, /function liveResults\(/);
  assert.doesNotMatch(text, /^import |^export /m);
  const again = await page.request.get('/assets/search.js', {
    headers: { 'If-None-Match': response.headers().etag },
  });
  assert.equal(again.status(), 304);
});
