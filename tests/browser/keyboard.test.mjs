// Journeys by keyboard alone: no mouse, no finger; what holds the focus can be seen and is not covered.
import assert from 'node:assert/strict';
import { DESKTOP, shows, visits } from './lib/journey.mjs';

const site = visits();
const { journey } = site;
const HOURS = 'how many hours a week is an IOP?';

/* Presses Tab until `wanted` holds the focus; fails after a page's worth of stops. */
async function tabTo(page, wanted, key = 'Tab') {
  for (let stops = 0; stops < 120; stops++) {
    await page.keyboard.press(key);
    if (await page.evaluate((selector) => document.activeElement.matches(selector), wanted))
      return stops + 1;
  }
  throw new assert.AssertionError({ message: `Tab never came to ${wanted}` });
}

/* What holds the focus: outlined, within the window, and nothing lies over its middle. */
const focusSeen = (page) =>
  page.evaluate(() => {
    const node = document.activeElement;
    const box = node.getClientRects()[0];
    const over = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    const style = getComputedStyle(node);
    const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    const inside = box.top >= 0 && box.bottom <= innerHeight + 1;
    const free = over !== null && (node.contains(over) || over.contains(node));
    return seen && inside && free
      ? ''
      : `${node.nodeName} ${node.textContent.slice(0, 40)}: ${seen} ${inside} ${free}`;
  });

journey('ask, hear of suggestions, submit, go to the answer, read its sentence', {}, async (page) => {
  await page.goto('/');
  await tabTo(page, '#gp-question');
  await page.keyboard.type(HOURS);
  await page
    .locator('.unseen')
    .filter({ hasText: /suggestion/ })
    .waitFor({ state: 'attached' });
  await page.keyboard.press('Enter');
  await shows(page, HOURS);
  await tabTo(page, '.answer a[href^="/a/"]');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/a/**');
  assert.equal(await page.locator('article h1').count(), 1);
});

journey('choose a suggestion without a mouse', {}, async (page) => {
  await page.goto('/');
  await tabTo(page, '#gp-question');
  await page.keyboard.type('what is an iop');
  await page.locator('[role=option]').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/a/**');
});

journey('leaving the box closes the list, and Tab goes on to the button', {}, async (page) => {
  await page.goto('/');
  await tabTo(page, '#gp-question');
  await page.keyboard.type('iop');
  await page.locator('[role=option]').first().waitFor();
  await page.keyboard.press('Tab');
  assert.equal(await page.locator('#gp-suggestions').isVisible(), false);
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), 'Search');
});

journey('narrow the results, turn a page and come back', {}, async (page) => {
  await page.goto('/');
  await tabTo(page, '#gp-question');
  await page.keyboard.type('treatment');
  await page.keyboard.press('Enter');
  await shows(page, 'treatment');
  await tabTo(page, 'details.filters summary');
  await page.keyboard.press('Enter');
  await tabTo(page, 'button[name=kind]:not([value=""])');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => history.state.asked.includes('kind='));
  await tabTo(page, 'button[name=page]');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => history.state.asked.includes('page=2'));
  await page.goBack();
  await page.waitForFunction(() => !history.state.asked.includes('page=2'));
});

journey('the skip link comes first and leads past the head', {}, async (page) => {
  for (const path of ['/', '/search?q=iop', '/a/iop-vs-inpatient']) {
    await page.goto(path);
    assert.equal(await tabTo(page, '.skip'), 1);
    assert.equal(await page.locator('.skip').isVisible(), true);
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'gp-main');
  }
});

journey('wherever the focus goes, it is seen (WCAG 2.4.7, 2.4.11)', DESKTOP, async (page) => {
  for (const path of ['/', '/search?q=my+son+overdosed', '/a/iop-vs-inpatient']) {
    await page.goto(path);
    await page.waitForLoadState('load');
    let stops = 0;
    for (; stops < 200; stops++) {
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement === document.body)) break;
      const fault = await focusSeen(page);
      assert.equal(fault, '', `${path}, stop ${stops}`);
    }
    assert.ok(stops > 10, `${path} has stops`);
  }
});

journey('a suggestion list does not cover what Tab reaches next', {}, async (page) => {
  await page.goto('/search?q=treatment');
  await page.press('#gp-question', 'End');
  await page.keyboard.type(' for');
  await page.locator('[role=option]').first().waitFor();
  for (let stops = 0; stops < 5; stops++) {
    await page.keyboard.press('Tab');
    assert.equal(await focusSeen(page), '');
  }
});
