/* results.js - the results page changes in place: as the visitor types (a draft, which is never
   counted), on submit, by filters and pages, by Back and Forward. The server's HTML is the only truth:
   its region #gp-results is put in the place of ours. What fails is said kindly, and the next submit
   is left to the browser.

   Privacy: the question stands in no address. It is kept in history.state, which belongs to this tab
   alone, as the browser keeps the body of a plain POST for Back and reload. */

const DRAFT_PAUSE_MS = 150;
const SLOW_MS = 5000;
const GIVE_UP_MS = 20000;
const RETRY_MS_MAX = 5000;

const BUSY = 'The site is busy. Trying again in a moment.';
const SLOW = 'This takes longer than usual. You need not do anything; we are still trying.';
const FAILED = 'We could not reach the site. Please check your connection and press Search again.';

const wait = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** The fields of a search in one spelling, without those that are empty. */
function spelled(fields) {
  const kept = [...new URLSearchParams(fields)].filter(([name, value]) => value !== '' && name !== 'part');
  return new URLSearchParams(kept).toString();
}

/**
 * The region of a search, parsed but not yet shown; null when this is no page of ours.
 * Throws when the server cannot be reached.
 */
async function fetchRegion(asked, draft, signal, onBusy) {
  const body = new URLSearchParams(asked);
  body.set('part', 'results');
  if (draft) body.set('draft', '1');
  let response = await fetch('/search', { method: 'POST', body, signal, redirect: 'error' });
  if (!draft && (response.status === 429 || response.status === 503)) {
    onBusy();
    await wait(Math.min(RETRY_MS_MAX, 1000 * (Number(response.headers.get('Retry-After')) || 1)));
    response = await fetch('/search', { method: 'POST', body, signal, redirect: 'error' });
  }
  if (draft && !response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  return page.getElementById('gp-results') ?? page.getElementById('gp-main');
}

/** What was asked of a page that the server rendered. */
function askedOfPage(input, region) {
  if (location.search !== '') return spelled(location.search);
  const fields = new URLSearchParams({ q: input.defaultValue });
  for (const pressed of region.querySelectorAll('button[name][aria-pressed=true]'))
    fields.set(pressed.name, pressed.value);
  return spelled(fields);
}

/**
 * @param {HTMLInputElement} input the search box
 * @param {HTMLElement} region #gp-results
 * @param {object} does
 * @param {(text: string) => void} does.announce
 * @param {() => void} does.close shuts the list of suggestions
 */
function liveResults(input, region, { announce, close }) {
  let shown = askedOfPage(input, region); // what the region shows
  let settled = shown; // what the entry of the history shows
  let running = null;
  let timer = 0;
  let plain = false; // the next submit is the browser's

  const remember = (how, asked, scroll) => {
    settled = asked;
    history[how]({ asked, scroll }, '', how === 'pushState' ? '/search' : undefined);
  };

  /* Whatever is under way comes too late. */
  function stop() {
    clearTimeout(timer);
    running?.abort();
    running = null;
    region.removeAttribute('aria-busy');
  }

  function say(text) {
    const box = document.createElement('div');
    box.className = 'message';
    const line = document.createElement('p');
    line.textContent = text;
    box.append(
      line,
      ...[...document.querySelectorAll('.foot .contact')].map((node) => node.cloneNode(true)),
    );
    region.querySelector(':scope > .message')?.remove();
    region.prepend(box);
    announce(text);
  }

  function outcome() {
    const parts = [region.querySelector('.notice h2'), region.querySelector('#gp-status')];
    return parts
      .map((part) => part?.textContent.trim())
      .filter(Boolean)
      .join('. ');
  }

  function swap(fresh, asked) {
    region.replaceChildren(...fresh.childNodes);
    shown = asked;
    region.dispatchEvent(new CustomEvent('gp-swapped', { bubbles: true }));
  }

  /* Loads and shows; false when it did not come to that. */
  async function load(asked, { draft, silent = draft }) {
    stop();
    const mine = (running = new AbortController());
    const slow = silent ? 0 : setTimeout(() => say(SLOW), SLOW_MS);
    const giveUp = setTimeout(() => mine.abort('slow'), GIVE_UP_MS);
    region.setAttribute('aria-busy', 'true');
    try {
      const fresh = await fetchRegion(asked, draft, mine.signal, () => say(BUSY));
      if (mine !== running) return false;
      if (silent && region.contains(document.activeElement)) return false; // the visitor is there already
      if (fresh === null) throw new Error('no page of ours');
      swap(fresh, asked);
      plain = false;
      return true;
    } catch {
      if (mine !== running || silent) return false;
      plain = navigator.onLine;
      say(FAILED);
      return false;
    } finally {
      clearTimeout(slow);
      clearTimeout(giveUp);
      if (mine === running) stop();
    }
  }

  async function draft() {
    const asked = spelled({ q: input.value.trim() });
    if (asked === '' || asked === shown) return;
    if (await load(asked, { draft: true })) {
      if (region.querySelector('.notice')) close(); // help is never behind a list
      announce(outcome());
    }
  }

  function draftSoon() {
    clearTimeout(timer);
    timer = setTimeout(draft, DRAFT_PAUSE_MS);
  }

  /* What held the focus is gone with the old results. */
  function focusTop() {
    region.tabIndex = -1;
    region.focus({ preventScroll: true });
  }

  /* The button that was pressed has a twin in the new results; else their top takes the focus. */
  function refocus(button) {
    const twin = [...region.querySelectorAll('button[aria-pressed]')].find(
      (other) => other.name === button.name && other.value === button.value,
    );
    if (!twin) {
      focusTop();
      region.scrollIntoView();
      return;
    }
    const folded = twin.closest('details');
    if (folded) folded.open = true;
    twin.focus();
  }

  async function settle(asked, button) {
    const from = { asked: settled, scroll: scrollY };
    const inside = button !== null && region.contains(button);
    if (!(await load(asked, { draft: false }))) return;
    if (asked !== settled) {
      history.replaceState(from, '');
      remember('pushState', asked, 0);
    }
    if (inside) input.value = new URLSearchParams(asked).get('q') ?? ''; // else it may be ahead already
    announce(outcome());
    if (inside) refocus(button);
    else if (matchMedia('(pointer: coarse)').matches) input.blur(); // the keyboard covers the results
    if (!inside && region.getBoundingClientRect().top < 0) region.scrollIntoView();
  }

  async function restore(asked, scroll) {
    const inside = region.contains(document.activeElement);
    input.value = new URLSearchParams(asked).get('q') ?? '';
    if (asked !== shown && !(await load(asked, { draft: true, silent: false }))) return;
    settled = asked;
    if (inside) focusTop();
    scrollTo(0, scroll);
    announce(outcome());
  }

  function onSubmit(event) {
    const form = event.target;
    if (event.defaultPrevented || form.getAttribute('action') !== '/search') return;
    close();
    clearTimeout(timer);
    if (plain) return;
    event.preventDefault();
    settle(spelled(new FormData(form, event.submitter)), event.submitter);
  }

  function onPopstate(event) {
    stop();
    if (event.state?.asked !== undefined) restore(event.state.asked, event.state.scroll ?? 0);
    else history.replaceState({ asked: settled, scroll: scrollY }, ''); // a jump within the page
  }

  /* Results of a draft that are followed are what Back must bring again. */
  function onClick(event) {
    if (!event.target.closest('a[href]')) return;
    if (shown !== settled) {
      history.replaceState({ asked: settled, scroll: 0 }, '');
      remember('pushState', shown, scrollY);
    } else {
      history.replaceState({ asked: settled, scroll: scrollY }, '');
    }
  }

  history.scrollRestoration = 'manual';
  document.addEventListener('submit', onSubmit);
  addEventListener('popstate', onPopstate);
  region.addEventListener('click', onClick, true);
  input.addEventListener('input', (event) => event.isComposing || draftSoon());
  input.addEventListener('compositionend', draftSoon);
  addEventListener('scrollend', () => history.replaceState({ asked: settled, scroll: scrollY }, ''));
  const kept = history.state;
  if (kept?.asked !== undefined && kept.asked !== shown) restore(kept.asked, kept.scroll ?? 0);
  else {
    history.replaceState({ asked: shown, scroll: kept?.scroll ?? 0 }, ''); // reload asks no question twice
    if (kept?.scroll) scrollTo(0, kept.scroll);
  }
}
