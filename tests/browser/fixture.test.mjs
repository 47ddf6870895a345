// The watch itself: a journey in which something went wrong must fail, else no journey proves anything.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launch, watch } from './lib/journey.mjs';

const CASES = [
  [
    'a request to another origin',
    'request to https://elsewhere.example/x.png',
    '<img src="https://elsewhere.example/x.png">',
  ],
  [
    'a request that only a style makes',
    'request to https://elsewhere.example/y.png',
    '<p style="background:url(https://elsewhere.example/y.png)">x</p>',
  ],
  [
    'a script that the policy forbids',
    'policy: script-src',
    '<script>window.ran = 1</script>',
    "script-src 'none'",
  ],
  [
    'an inline handler that the policy forbids',
    'policy: script-src',
    '<img src="/n" onerror="alert(1)">',
    "script-src 'self'",
  ],
  ['a thrown error', 'error: Error: oh', '<script>setTimeout(() => { throw new Error("oh") })</script>'],
  ['an error in the console', 'console: oh', '<script>console.error("oh")</script>'],
  ['a dialog', 'dialog: hello', '<script>alert("hello")</script>'],
  ['another window', 'another window', '<script>open("about:blank")</script>'],
];

test('everything that must not happen is noticed', { timeout: 60_000 }, async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  for (const [name, fault, html, policy] of CASES) {
    const context = await browser.newContext();
    const faults = await watch(context, ['http://site.test']);
    await context.route('**/*', (route) => {
      if (!route.request().isNavigationRequest()) return route.abort();
      const headers = policy ? { 'Content-Security-Policy': policy } : {};
      return route.fulfill({
        contentType: 'text/html',
        headers,
        body: `<!doctype html><title>x</title>${html}`,
      });
    });
    const page = await context.newPage();
    await page.goto('http://site.test/');
    for (let tries = 0; tries < 100 && !faults.some((line) => line.startsWith(fault)); tries++)
      await page.waitForTimeout(20);
    assert.ok(
      faults.some((line) => line.startsWith(fault)),
      `${name}: ${JSON.stringify(faults)}`,
    );
    await context.close();
  }
});

test('a page that does nothing wrong passes the watch', { timeout: 60_000 }, async (t) => {
  const browser = await launch();
  t.after(() => browser.close());
  const context = await browser.newContext();
  const faults = await watch(context, ['http://site.test']);
  const body = '<!doctype html><p>x</p>';
  await context.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body }));
  await (await context.newPage()).goto('http://site.test/');
  assert.deepEqual(faults, []);
});
