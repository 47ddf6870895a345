// with: combobox.js
/* embed.js - <guidepost-search>: the search of a Guidepost site within the page of another. See
   docs/embed.md for attributes, parts, properties and events. What stands inside the tag is shown until
   this module runs, so a plain form there works without it.

   Privacy: the question goes by POST to the Guidepost server alone, without cookies and without the
   address of this page; events do not carry it unless the page asks for that. */

const SERVER = new URL(import.meta.url).origin;
const LIMIT = 5;
const LIMIT_MAX = 20;

const STYLE = `
:host {
  --accent: var(--guidepost-accent, light-dark(#0f5c57, #86d3c6));
  --on-accent: var(--guidepost-on-accent, light-dark(#fff, #0b2320));
  --ink: var(--guidepost-ink, light-dark(#1f2b2a, #e8ebe6));
  --soft: var(--guidepost-soft, light-dark(#51605d, #acb8b3));
  --paper: var(--guidepost-paper, light-dark(#fffefb, #1c2424));
  --line: var(--guidepost-line, light-dark(#7b857f, #82908b));
  --mark: var(--guidepost-mark, light-dark(#ffe49a, #5c4a08));
  --alarm: var(--guidepost-alarm, light-dark(#9c1c24, #ffb3ab));
  --round: var(--guidepost-round, .6rem);
  display: block; color: var(--ink); font: var(--guidepost-font, 1rem/1.5 system-ui, sans-serif);
  overflow-wrap: break-word;
}
:host([hidden]), [hidden] { display: none; }
*, ::before, ::after { box-sizing: border-box; }
label { display: block; font-weight: 700; margin-block-end: .35rem; }
.field { display: flex; gap: .5rem; position: relative; }
input { flex: 1; min-inline-size: 0; min-block-size: 2.75rem; padding: .5rem .8rem; font: inherit;
  color: inherit; background: var(--paper); border: 2px solid var(--line); border-radius: var(--round); }
button { min-block-size: 2.75rem; padding: .4rem 1rem; font: inherit; font-weight: 700;
  color: var(--on-accent); background: var(--accent); border: 2px solid transparent;
  border-radius: var(--round); cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
ul.list { position: absolute; z-index: 10; inset: calc(100% + .25rem) 0 auto; max-block-size: 60vh;
  overflow-y: auto; margin: 0; padding: .25rem; list-style: none; background: var(--paper);
  border: 1px solid var(--line); border-radius: var(--round); }
[role=option] { margin: 0; padding: .6rem .75rem; border-radius: .35rem; cursor: pointer; }
[role=option]:hover, [aria-selected=true] { outline: 2px solid var(--accent); outline-offset: -2px; }
mark { background: var(--mark); color: inherit; font-weight: 700; }
a { color: var(--accent); }
h2, h3, p, ul { margin: 0 0 .5rem; }
h2 { font-size: 1.2em; } h3 { font-size: 1.05em; }
h3 a { display: inline-block; padding-block: .15rem; }
.results:not(:empty) { margin-block-start: 1rem; }
.answer, .notice { padding: .9rem 1.1rem; margin-block-end: 1rem; background: var(--paper);
  border: 1px solid var(--line); border-inline-start: .4rem solid var(--accent);
  border-radius: var(--round); }
.notice { border: 2px solid var(--alarm); border-inline-start-width: .6rem; }
.notice a { display: inline-block; padding: .45rem .6rem; font-weight: 700; }
.soft { color: var(--soft); font-size: .94em; }
ol { list-style: none; margin: 0; padding: 0; } li { margin-block-end: .75rem; }
@media (forced-colors: active) { [aria-selected=true] { outline-color: Highlight; } }
`;

let sheet = null; // one for all elements of a page

/** element('p', 'soft', 'text', child): with class and part of the same name. */
function element(name, kind, ...children) {
  const made = document.createElement(name);
  if (kind) {
    made.className = kind;
    made.setAttribute('part', kind);
  }
  made.append(...children);
  return made;
}

/** A link to a page of ours; an address that leads elsewhere becomes our home page. */
function link(url, kind, ...children) {
  const made = element('a', kind, ...children);
  const target = new URL(url, SERVER);
  made.href = target.origin === SERVER ? target.href : SERVER;
  made.referrerPolicy = 'no-referrer';
  return made;
}

const NOTICE_TAGS = new Set(['p', 'strong', 'em', 'ul', 'ol', 'li', 'br', 'a']);
const NOTICE_PIECE = /<(\/?)([a-z0-9]+)(?: href="([^"]*)")?[^>]*>|[^<]+/g;

/**
 * A notice, which is HTML, tag by tag from a list of what is allowed. Not parsed by the browser: a page
 * may forbid that (Trusted Types), and what is not on the list never becomes an element.
 */
function noticeCard(notice) {
  const open = [element('section', 'notice')];
  for (const [piece, closes, tag, href] of notice.html.matchAll(NOTICE_PIECE)) {
    const inner = open.at(-1);
    if (tag === undefined) inner.append(unescaped(piece));
    if (!NOTICE_TAGS.has(tag)) continue;
    if (closes && open.length > 1 && inner.localName === tag) open.pop();
    if (closes) continue;
    const made = document.createElement(tag);
    if (/^(?:tel|sms|https):/.test(href)) made.href = unescaped(href);
    inner.append(made);
    if (tag !== 'br') open.push(made);
  }
  return open[0];
}

function emergency() {
  const call = (href, text) => {
    const made = element('a', '', text);
    made.href = href;
    return made;
  };
  return element(
    'p',
    '',
    'In an emergency ',
    call('tel:911', 'call 911'),
    '. In a crisis ',
    call('tel:988', 'call 988'),
    ' or ',
    call('sms:988', 'text 988'),
    '.',
  );
}

/** Lines of an answer: paragraphs, or items where they begin with "- ". */
function answerLines(html) {
  const box = element('div', 'answer-text');
  for (const line of html.split('\n').filter((text) => text.trim() !== '')) {
    const item = line.startsWith('- ');
    const made = element(item ? 'li' : 'p', '', ...marked(item ? line.slice(2) : line));
    if (!item) box.append(made);
    else if (box.lastChild?.nodeName === 'UL') box.lastChild.append(made);
    else box.append(element('ul', '', made));
  }
  return box;
}

function countOf(total) {
  if (total === 0) return 'We found nothing that answers this. Fewer or other words may help.';
  return total === 1 ? '1 result' : `${total} results`;
}

async function post(path, body, signal) {
  const response = await fetch(SERVER + path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    cache: 'no-store',
    signal,
  });
  if (!response.ok) throw new Error('refused');
  return response.status === 204 ? null : response.json();
}

class GuidepostSearch extends HTMLElement {
  #built = false;
  #running = null;
  #input;
  #results;
  #status;

  connectedCallback() {
    if (this.#built) return;
    this.#built = true;
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true });
    if (sheet === null) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
    }
    root.adoptedStyleSheets = [sheet];
    root.append(this.#form(), this.#status, this.#results);
  }

  disconnectedCallback() {
    this.#running?.abort();
  }

  #form() {
    const label = element('label', 'label', this.getAttribute('label') ?? 'Ask a question');
    const list = element('ul', 'list');
    const input = (this.#input = element('input', 'input'));
    const form = element('form', 'form');
    const button = element('button', 'button', this.getAttribute('button') ?? 'Search');
    const field = element('div', 'field', input, button);
    label.htmlFor = input.id = 'question';
    Object.assign(input, { type: 'search', name: 'q', autocomplete: 'off', spellcheck: false });
    input.enterKeyHint = 'search';
    Object.assign(form, { action: `${SERVER}/search`, method: 'post', role: 'search' });
    form.append(label, field);
    this.#status = element('p', 'status');
    this.#status.role = 'status';
    this.#status.classList.add('soft');
    this.#results = element('div', 'results');
    list.id = 'suggestions';
    list.setAttribute('aria-label', 'Suggestions');
    field.append(list);
    const box = combobox(input, list, {
      ask: async (q, signal) => (await post('/api/v1/suggest', { q, limit: 6 }, signal)).suggestions,
      choose: (suggestion) => this.#follow(link(suggestion.url, ''), 'suggestion'),
      announce: (text) => {
        this.#status.textContent = text;
      },
      quiet: () => this.getAttribute('suggest') === 'off' || this.#results.querySelector('.notice'),
    });
    input.addEventListener('input', () => {
      this.#status.textContent = '';
    });
    form.addEventListener('submit', (event) => {
      box.close();
      if (this.getAttribute('results') === 'page') return; // the form leads to the Guidepost site
      event.preventDefault();
      this.#search(form);
    });
    return form;
  }

  #tell(name, detail, cancelable = false) {
    if (this.hasAttribute('events-with-question')) detail.question = this.#input.value;
    const init = { bubbles: true, composed: true, cancelable, detail };
    return this.dispatchEvent(new CustomEvent(`guidepost-${name}`, init));
  }

  /* The page may take the way over with preventDefault. */
  #follow(anchor, from) {
    if (this.#tell('choose', { url: anchor.href, from }, true)) location.assign(anchor.href);
  }

  async #search(form) {
    const q = this.#input.value.trim();
    const limit = Math.min(LIMIT_MAX, Number(this.getAttribute('limit')) || LIMIT);
    this.#running?.abort();
    const mine = (this.#running = new AbortController());
    this.#status.textContent = 'Searching…';
    try {
      const found = await post('/api/v1/search', { q, limit }, mine.signal);
      if (mine === this.#running) this.#show(found);
    } catch {
      if (mine === this.#running) this.#fail(form);
    }
  }

  /* The form still leads to the Guidepost site, which may be reached where its API is not. */
  #fail(form) {
    const button = element('button', 'button', 'Open the answers page');
    button.type = 'button';
    button.addEventListener('click', () => form.submit());
    this.#status.textContent = 'The answers could not be loaded here.';
    this.#results.replaceChildren(emergency(), button);
    this.#tell('error', {});
  }

  #show(found) {
    const parts = [];
    if (found.notice) parts.push(noticeCard(found.notice));
    if (found.answer) parts.push(this.#answerCard(found.answer));
    const hits = found.hits.filter((hit) => hit.id !== found.answer?.id);
    if (hits.length > 0) parts.push(element('ol', 'hits', ...hits.map((hit) => this.#hit(hit))));
    this.#results.replaceChildren(...parts);
    this.#status.textContent = countOf(found.total);
    this.#tell('results', { total: found.total, match: found.match, answered: found.answer !== null });
  }

  #anchor(url, from, ...children) {
    const anchor = link(url, 'link', ...children);
    anchor.addEventListener('click', (event) => {
      if (!this.#tell('choose', { url: anchor.href, from }, true)) event.preventDefault();
    });
    return anchor;
  }

  #answerCard(answer) {
    const { by, on } = answer.approved ?? {};
    const card = element(
      'section',
      'answer',
      element('h2', 'heading', answer.heading || answer.title),
      answerLines(answer.html),
      element('p', '', this.#anchor(answer.url, 'answer', 'Read this in the guide')),
    );
    if (by) card.append(element('p', 'soft', `Verified by ${by} on ${on}`));
    card.append(this.#helpful(answer.id));
    return card;
  }

  #helpful(section) {
    const line = element('p', 'helpful', 'Was this helpful? ');
    for (const [text, helpful] of [
      ['Yes', true],
      ['No', false],
    ]) {
      const button = element('button', 'button', text);
      button.type = 'button';
      button.addEventListener('click', () => this.#vote(line, { section, helpful }));
      line.append(button, ' ');
    }
    return line;
  }

  async #vote(line, vote) {
    let words = 'Thank you.';
    try {
      await post('/api/v1/feedback', vote);
    } catch {
      words = 'That could not be sent, which is no trouble for you.';
    }
    line.textContent = words;
    line.tabIndex = -1; // the pressed button is gone: the focus stays here
    line.focus();
    this.#status.textContent = words;
  }

  #hit(hit) {
    const anchor = this.#anchor(hit.url, 'hit', hit.heading || hit.title);
    return element(
      'li',
      'hit',
      element('h3', 'heading', anchor),
      element('p', 'soft', hit.title),
      element('p', 'snippet', ...marked(hit.snippet_html)),
    );
  }
}

if (!customElements.get('guidepost-search')) customElements.define('guidepost-search', GuidepostSearch);
