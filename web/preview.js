/* preview.js - a writer's page shows what was saved, by itself: only in guidepost serve --preview. One tab
   waits at the server for the next index and tells the others, since a browser gives one server six
   connections, whatever the number of tabs. Each then puts the new content in the place of the old: the page
   is not loaded again, so that the place read, what stands in the search box and open parts stay. */

const AGAIN_MS = 1000;
const channel = new BroadcastChannel('gp-preview');
let seen = document.querySelector('meta[name=gp-preview]').content; // the version of the index that is shown
let latest = seen;
let showing = false;
let waiting = false; // this tab is the one that waits

const pause = (ms) =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

async function parsed(address, options) {
  const response = await fetch(address, { ...options, cache: 'no-store' });
  return new DOMParser().parseFromString(await response.text(), 'text/html');
}

/** What the results on the page answer: the search that history keeps, or what was typed since. */
function asked() {
  const box = document.getElementById('gp-question').value.trim();
  const kept = new URLSearchParams(history.state?.asked ?? location.search);
  return (kept.get('q') ?? '').trim() === box ? kept : new URLSearchParams({ q: box });
}

/** The first part with an id that is in view, and where: it shall stay there. */
function place(root) {
  const part = [...root.querySelectorAll('[id]')].find((one) => one.getBoundingClientRect().top >= 0);
  return part && { id: part.id, top: part.getBoundingClientRect().top };
}

/** Puts the content of `fresh` into `old`, with what is open left open and the live search form kept. */
function swap(old, fresh) {
  const open = [...old.querySelectorAll('details')].map((one) => one.open);
  const parts = fresh.querySelectorAll('details');
  if (parts.length === open.length) open.forEach((is, i) => (parts[i].open = is));
  const form = old.querySelector('form.search');
  const active = document.activeElement;
  if (form) fresh.querySelector('form.search')?.replaceWith(form); // its listeners come along
  const was = place(old);
  const { scrollX, scrollY } = window;
  old.replaceChildren(...fresh.childNodes);
  if (form?.contains(active)) active.focus({ preventScroll: true });
  window.scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
  const now = was && document.getElementById(was.id);
  if (now) window.scrollBy({ top: now.getBoundingClientRect().top - was.top, behavior: 'instant' });
  old.dispatchEvent(new CustomEvent('gp-swapped', { bubbles: true }));
}

async function refresh() {
  const region = document.getElementById('gp-results');
  if (region) {
    const body = asked();
    body.set('part', 'results');
    body.set('draft', '1'); // never counted
    const fresh = (await parsed('/search', { method: 'POST', body })).getElementById('gp-results');
    if (fresh) swap(region, fresh);
    return;
  }
  const page = await parsed(location.pathname + location.search);
  const fresh = page.getElementById('gp-main');
  if (!fresh) return;
  document.title = page.title;
  swap(document.getElementById('gp-main'), fresh);
}

async function show(version) {
  latest = version;
  if (showing) return;
  showing = true;
  while (seen !== latest) {
    const now = latest;
    try {
      await refresh();
      seen = now;
    } catch {
      await pause(AGAIN_MS);
    }
  }
  showing = false;
}

/** Waits at the server for ever; one that is away is asked again. */
async function wait() {
  waiting = true;
  for (;;) {
    try {
      const response = await fetch(`/preview/wait?seen=${latest}`, { cache: 'no-store' });
      if (!response.ok) throw new Error('not now');
      const { version } = await response.json();
      if (version !== latest) channel.postMessage({ version });
      show(version);
    } catch {
      await pause(AGAIN_MS);
    }
  }
}

channel.addEventListener('message', ({ data }) => {
  if (data.version !== undefined) show(data.version);
  else if (waiting) channel.postMessage({ version: latest });
});
channel.postMessage({}); // what was published since this page was made?
navigator.locks.request('gp-preview', wait); // whoever has it waits, until the tab is closed
