// Search as one types: the list of suggestions, results in place, the history, the shortcut.
import assert from 'node:assert/strict';
import { PHONE, ask, shows, visits } from './lib/journey.mjs';

const site = visits();
const { journey } = site;
const HOURS = 'how many hours a week is an IOP?';
const SLEEP = 'do i have to sleep there';

const options = (page) => page.locator('#gp-suggestions [role=option]');
const box = (page) => page.locator('#gp-question');

journey('suggestions come while one types and go with the text', {}, async (page) => {
  await page.goto('/');
  await box(page).pressSequentially('how many h');
  // lists for the letters before may show first
  await options(page).first().filter({ hasText: /^\s*How many h/i }).waitFor();
  assert.equal(await box(page).getAttribute('aria-expanded'), 'true');
  assert.ok((await options(page).first().locator('mark').count()) > 0);
  await box(page).fill('');
  await page.locator('#gp-suggestions').waitFor({ state: 'hidden' });
  assert.equal(await box(page).getAttribute('aria-expanded'), 'false');
});

journey('nothing is chosen until the visitor chooses: Enter submits what was typed', {}, async (page) => {
  await page.goto('/');
  await box(page).pressSequentially('how many hours');
  await options(page).first().waitFor();
  assert.equal(await box(page).getAttribute('aria-activedescendant'), null);
  await page.keyboard.press('Enter');
  await shows(page, 'how many hours');
});

journey('an option that was chosen leads to its section', {}, async (page) => {
  await page.goto('/');
  await box(page).pressSequentially('how many hours');
  await options(page).first().waitFor();
  await page.keyboard.press('ArrowDown');
  const id = await options(page).first().getAttribute('id');
  assert.equal(await box(page).getAttribute('aria-activedescendant'), id);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/a/**');
});

journey('the arrow keys go round by the text box', {}, async (page) => {
  await page.goto('/');
  await box(page).pressSequentially('iop');
  await options(page).first().waitFor();
  const count = await options(page).count();
  await page.keyboard.press('ArrowUp');
  assert.equal(
    await options(page)
      .nth(count - 1)
      .getAttribute('aria-selected'),
    'true',
  );
  await page.keyboard.press('ArrowDown');
  assert.equal(await box(page).getAttribute('aria-activedescendant'), null);
  for (let i = 0; i < count; i++) {
    await page.keyboard.press('ArrowDown');
    const selected = page.locator('#gp-suggestions [aria-selected=true]');
    assert.equal(await selected.count(), 1);
    assert.ok(
      await selected.evaluate((option) => {
        const [o, l] = [option.getBoundingClientRect(), option.parentElement.getBoundingClientRect()];
        return o.top >= l.top - 1 && o.bottom <= l.bottom + 1;
      }),
      'the option is in view within the list',
    );
  }
  assert.equal(await box(page).evaluate((input) => document.activeElement === input), true);
});

journey('Escape closes the list, and then clears the text', {}, async (page) => {
  await page.goto('/');
  await box(page).pressSequentially('iop');
  await options(page).first().waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('#gp-suggestions').isVisible(), false);
  assert.equal(await box(page).inputValue(), 'iop');
  await page.keyboard.press('ArrowDown');
  await options(page).first().waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  assert.equal(await box(page).inputValue(), '');
});

journey('Home, End and the arrows to the sides stay keys of the text', {}, async (page) => {
  await page.goto('/');
  await box(page).pressSequentially('iop');
  await options(page).first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Home');
  assert.equal(await box(page).evaluate((input) => input.selectionStart), 0);
  assert.equal(await box(page).getAttribute('aria-activedescendant'), null);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('End');
  assert.equal(await box(page).evaluate((input) => input.selectionStart), 3);
  assert.equal(await page.locator('#gp-suggestions [aria-selected=true]').count(), 0);
});

journey('while an input method composes, its keys are its own', {}, async (page) => {
  await page.goto('/');
  const asked = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/suggest')) asked.push(JSON.parse(request.postData()).q);
  });
  await box(page).focus();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Input.imeSetComposition', { text: 'ho', selectionStart: 2, selectionEnd: 2 });
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'Enter', windowsVirtualKeyCode: 229 });
  await page.waitForTimeout(300); // nothing is to happen
  assert.deepEqual(asked, []);
  assert.equal(new URL(page.url()).pathname, '/');
  await cdp.send('Input.insertText', { text: 'hours' });
  await options(page).first().waitFor();
  assert.deepEqual(asked, ['hours']);
});

journey('a list that comes too late does not open again', {}, async (page) => {
  await page.goto('/');
  let release;
  const held = new Promise((resolve) => {
    release = resolve;
  });
  await page.route('**/api/v1/suggest', async (route) => {
    await held;
    await route.continue().catch(() => {});
  });
  await box(page).pressSequentially('iop');
  await page.keyboard.press('Escape');
  release();
  await page.waitForTimeout(300);
  assert.equal(await page.locator('#gp-suggestions').isVisible(), false);
});

journey('a question asked anew cancels the one before', {}, async (page) => {
  await page.goto('/');
  const cancelled = [];
  page.on('requestfailed', (request) => {
    cancelled.push(JSON.parse(request.postData()).q);
  });
  let first = true;
  await page.route('**/api/v1/suggest', async (route) => {
    if (first) {
      first = false;
      return;
    } // never answered
    await route.continue();
  });
  await box(page).pressSequentially('i');
  await page.waitForTimeout(100);
  await box(page).pressSequentially('o');
  await options(page).first().waitFor();
  assert.deepEqual(cancelled, ['i']);
});

journey('results change in place while one types, and such drafts are marked', {}, async (page) => {
  await page.goto('/');
  await ask(page, HOURS);
  await page.evaluate(() => {
    window.same = true;
  });
  const posted = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/search')) posted.push(new URLSearchParams(request.postData()));
  });
  await box(page).fill(SLEEP);
  await page.locator('#gp-results').filter({ hasText: 'sleep at the center' }).waitFor();
  assert.equal(await page.evaluate(() => window.same), true, 'the page was not loaded anew');
  assert.ok(posted.length > 0);
  assert.ok(posted.every((form) => form.get('draft') === '1' && form.get('part') === 'results'));
  assert.equal(
    await box(page).evaluate((input) => document.activeElement === input),
    true,
    'the focus stays',
  );
  posted.length = 0;
  await page.keyboard.press('Enter');
  await shows(page, SLEEP);
  assert.deepEqual(
    posted.map((form) => form.get('draft')),
    [null],
    'what is submitted is settled',
  );
  assert.equal(page.url(), `${site.url}/search`, 'and the question is in no address');
  assert.equal(await page.locator('#gp-results h1').count(), 1);
});

journey('how many were found is said once to screen readers', {}, async (page) => {
  await page.goto('/');
  await ask(page, HOURS);
  await box(page).fill('zzzz qqqq');
  await page.keyboard.press('Enter');
  await page
    .locator('.unseen[role=status]')
    .filter({ hasText: 'found nothing' })
    .waitFor({ state: 'attached' });
  assert.equal(await page.locator('[role=status]').count(), 1);
});

journey(
  'Back, Forward and reload bring the results without a question of the browser',
  {},
  async (page) => {
    await page.goto('/');
    await ask(page, HOURS);
    const first = await page.locator('.answer h2').textContent();
    await ask(page, SLEEP);
    await page.locator('.answer h2').filter({ hasNotText: first }).waitFor();
    const second = await page.locator('.answer h2').textContent();
    await page.goBack();
    await shows(page, HOURS);
    assert.equal(await page.locator('.answer h2').textContent(), first);
    await page.goForward();
    await shows(page, SLEEP);
    assert.equal(await page.locator('.answer h2').textContent(), second);
    const methods = [];
    page.on('request', (request) => {
      if (request.isNavigationRequest()) methods.push(request.method());
    });
    await page.reload();
    await page.locator('.answer h2').filter({ hasText: second }).waitFor();
    assert.deepEqual(methods, ['GET'], 'nothing is submitted again');
    assert.equal(await box(page).inputValue(), SLEEP);
    await page.locator('.answer .more a, .answer a[href^="/a/"]').first().click();
    await page.waitForURL('**/a/**');
    await page.goBack();
    await page.locator('.answer h2').filter({ hasText: second }).waitFor();
  },
);

journey('a draft that was followed is what Back brings', {}, async (page) => {
  await page.goto('/');
  await ask(page, HOURS);
  await box(page).fill(SLEEP);
  await page.locator('.answer').filter({ hasText: 'sleep' }).waitFor();
  await page.keyboard.press('Escape');
  await page.locator('#gp-results a[href^="/a/"]').first().click();
  await page.waitForURL('**/a/**');
  await page.goBack();
  await page.locator('.answer').filter({ hasText: 'sleep' }).waitFor();
  await page.goBack();
  await shows(page, HOURS);
});

journey('filters and pages work in place and keep the focus', {}, async (page) => {
  await page.goto('/');
  await ask(page, 'treatment');
  await page.evaluate(() => {
    window.same = true;
  });
  await page.locator('#gp-results details.filters').evaluate((details) => {
    details.open = true;
  });
  const filter = page.locator('#gp-results button[name=kind]:not([value=""])').first();
  const value = await filter.getAttribute('value');
  await filter.focus();
  await page.keyboard.press('Enter');
  await page.waitForFunction((kind) => history.state.asked.includes(`kind=${kind}`), value);
  const pressed = page.locator(`#gp-results button[name=kind][value=${value}][aria-pressed=true]`);
  assert.equal(await pressed.evaluate((button) => document.activeElement === button), true);
  await page.goBack();
  await page.waitForFunction(() => !history.state.asked.includes('kind='));
  await page.locator('#gp-results button[name=page]').last().click();
  await page.waitForFunction(() => history.state.asked.includes('page=2'));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'gp-results');
  assert.equal(await page.evaluate(() => window.same), true);
  assert.equal(page.url(), `${site.url}/search`);
});

journey('a misspelled question can be searched as typed, in place', {}, async (page) => {
  await page.goto('/');
  await ask(page, 'how much does tretment cost');
  await page.locator('#gp-results button[name=as]').click();
  await page.waitForFunction(() => history.state.asked.includes('as=typed'));
  await page.goBack();
  await page.locator('#gp-results button[name=as]').waitFor();
});

journey('a link may hold a question, and a new one takes it out of the address', {}, async (page) => {
  await page.goto('/search?q=do+i+have+to+sleep+there');
  const first = await page.locator('.answer h2').textContent();
  await ask(page, HOURS);
  await page.waitForURL(`${site.url}/search`);
  await page.goBack();
  await page.waitForURL('**/search?q=*');
  await page.locator('.answer h2').filter({ hasText: first }).waitFor();
  assert.equal(await box(page).inputValue(), SLEEP);
});

journey('a jump within the page keeps its results', {}, async (page) => {
  await page.goto('/');
  await ask(page, HOURS);
  const answer = await page.locator('.answer h2').textContent();
  await page.locator('.skip').focus();
  await page.keyboard.press('Enter');
  await page.waitForURL('**/search#gp-main');
  await page.goBack();
  await page.waitForURL('**/search');
  assert.equal(await page.locator('.answer h2').textContent(), answer);
});

journey('a crisis notice comes while one types, and no list covers it', {}, async (page) => {
  await page.goto('/');
  await ask(page, HOURS);
  await box(page).fill('');
  await box(page).pressSequentially('i want to die');
  await page.locator('#gp-results .notice').waitFor();
  await page.locator('#gp-suggestions').waitFor({ state: 'hidden' });
  await page
    .locator('.unseen')
    .filter({ hasText: /danger/ })
    .waitFor({ state: 'attached' });
  assert.equal(await page.locator('#gp-results > *').first().getAttribute('class'), 'notice');
  assert.equal(await box(page).evaluate((input) => document.activeElement === input), true);
});

journey('slash and Ctrl-K lead to the box, and can be switched off for good', {}, async (page) => {
  const focused = () => page.evaluate(() => document.activeElement.id === 'gp-question');
  const blur = () => page.evaluate(() => document.activeElement.blur());
  await page.goto('/a/iop-vs-inpatient');
  await page.keyboard.press('/');
  assert.equal(await focused(), true);
  assert.equal(await box(page).inputValue(), '');
  await page.keyboard.type('1/2');
  assert.equal(await box(page).inputValue(), '1/2', 'within the box it is a letter');
  await blur();
  await page.keyboard.press('Control+k');
  assert.equal(await focused(), true);
  await blur();
  await page.getByRole('button', { name: 'Turn these keys off' }).click();
  await blur();
  await page.keyboard.press('/');
  await page.keyboard.press('Control+k');
  assert.equal(await focused(), false);
  await page.goto('/');
  await page.keyboard.press('/');
  assert.equal(await focused(), false, 'the choice is remembered');
  assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), { 'gp-shortcuts': 'off' });
  await page.getByRole('button', { name: 'Turn these keys on' }).click();
  assert.deepEqual(await page.evaluate(() => ({ ...localStorage })), {});
});

journey('no question is kept in storage', {}, async (page) => {
  await page.goto('/');
  await ask(page, HOURS);
  await ask(page, SLEEP);
  assert.deepEqual(
    await page.evaluate(() => [{ ...localStorage }, { ...sessionStorage }, document.title]),
    [{}, {}, await page.title()],
  );
  assert.doesNotMatch(await page.title(), /hours|sleep/);
});

journey(
  'with a finger: a suggestion is tapped, the keyboard makes room for results',
  PHONE,
  async (page) => {
    await page.goto('/');
    await box(page).tap();
    await box(page).pressSequentially('how many hours');
    await options(page).first().waitFor();
    const sizes = await page.evaluate(() => {
      const all = document.querySelectorAll('#gp-suggestions [role=option]');
      return [...all].map((option) => option.offsetHeight);
    });
    assert.ok(sizes.length > 0 && sizes.every((size) => size >= 24), `options are ${sizes} px high`);
    await options(page).first().tap();
    await page.waitForURL('**/a/**');
    await page.goto('/search');
    await ask(page, HOURS);
    assert.equal(await box(page).evaluate((input) => document.activeElement === input), false);
  },
);

journey('a list that changes late does not take away what was chosen', {}, async (page) => {
  await page.goto('/');
  await box(page).pressSequentially('how many hours');
  await options(page).first().waitFor();
  let release;
  const late = new Promise((resolve) => {
    release = resolve;
  });
  await page.route('**/api/v1/suggest', async (route) => {
    await late;
    await route.continue().catch(() => {});
  });
  await box(page).pressSequentially(' a');
  await page.keyboard.press('ArrowDown');
  const chosen = await page.locator('#gp-suggestions [aria-selected=true]').textContent();
  release();
  await page.waitForTimeout(300);
  assert.equal(await page.locator('#gp-suggestions [aria-selected=true]').textContent(), chosen);
});

journey('a draft that comes late leaves the results alone that a visitor went to', {}, async (page) => {
  await page.goto('/');
  await ask(page, HOURS);
  let release;
  const late = new Promise((resolve) => {
    release = resolve;
  });
  await page.route('**/search', async (route) => {
    await late;
    await route.continue().catch(() => {});
  });
  await box(page).fill(SLEEP);
  await page.waitForRequest('**/search');
  await page.locator('#gp-results a[href^="/a/"]').first().focus();
  release();
  await page.waitForTimeout(300);
  const still = await page.evaluate(() => document.activeElement.matches('#gp-results a'));
  assert.equal(still, true, 'the focus is where it was');
});
