/* combobox.js - suggestions under a text box: the WAI-ARIA combobox pattern, list autocomplete with
   manual selection. The text box keeps the focus and the editing keys; Enter submits what was typed
   unless an option was chosen with the arrow keys. Used by search.js and by embed.js. */

const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };
const SUGGEST_PAUSE_MS = 60; // the first key asks at once, fast typing at most this often

/** Escaped text as it was written. */
function unescaped(html) {
  return html.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity]);
}

/**
 * Escaped text with <mark>, as the API sends it, to nodes. Nothing is parsed as HTML: whatever else
 * stood there would be shown as text.
 * @param {string} html
 * @returns {Node[]}
 */
function marked(html) {
  return html.split(/<\/?mark>/).map((part, index) => {
    if (index % 2 === 0) return document.createTextNode(unescaped(part));
    const mark = document.createElement('mark');
    mark.textContent = unescaped(part);
    return mark;
  });
}

/** True while an input method is composing: such keys are its own. */
function composing(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * @param {HTMLInputElement} input
 * @param {HTMLElement} list an empty `ul` with an id, in the same root as `input`
 * @param {object} does
 * @param {(text: string, signal: AbortSignal) => Promise<{html: string}[]>} does.ask
 * @param {(suggestion: object) => void} does.choose
 * @param {(text: string) => void} does.announce
 * @param {() => boolean} [does.quiet] true: no list now
 * @returns {{close: () => void}}
 */
function combobox(input, list, { ask, choose, announce, quiet = () => false }) {
  let suggestions = [];
  let active = -1;
  let timer = 0;
  let askedAt = -SUGGEST_PAUSE_MS;
  let running = null;

  const isOpen = () => !list.hidden;
  const option = (index) => list.children[index];

  function activate(index) {
    if (active >= 0) option(active)?.setAttribute('aria-selected', 'false');
    active = index;
    if (index < 0) {
      input.removeAttribute('aria-activedescendant');
      return;
    }
    option(index).setAttribute('aria-selected', 'true');
    option(index).scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', option(index).id);
  }

  function hide() {
    activate(-1);
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  }

  function close() {
    settleDown();
    hide();
  }

  function show(found) {
    activate(-1);
    suggestions = found;
    list.replaceChildren(
      ...found.map((suggestion, index) => {
        const item = document.createElement('li');
        item.id = `${list.id}-${index}`;
        item.role = 'option';
        item.setAttribute('part', 'option');
        item.setAttribute('aria-selected', 'false');
        item.append(...marked(suggestion.html));
        return item;
      }),
    );
    if (found.length === 0) {
      hide();
      return;
    }
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute('aria-expanded', 'true');
    announce(found.length === 1 ? '1 suggestion' : `${found.length} suggestions`);
  }

  async function refresh(enter = 0) {
    timer = 0;
    running?.abort();
    const text = input.value.trim();
    if (text === '' || quiet()) {
      hide();
      return;
    }
    const mine = (running = new AbortController());
    askedAt = performance.now();
    let found = [];
    try {
      found = await ask(text, mine.signal);
    } catch {
      // without suggestions the box is still a box
    }
    if (mine.signal.aborted) return;
    show(quiet() ? [] : found);
    if (enter !== 0 && isOpen()) activate(enter > 0 ? 0 : suggestions.length - 1);
  }

  function soon() {
    if (timer === 0) timer = setTimeout(refresh, askedAt + SUGGEST_PAUSE_MS - performance.now());
  }

  /* Nothing that is still under way may change the list. */
  function settleDown() {
    clearTimeout(timer);
    timer = 0;
    running?.abort();
  }

  /* One step beyond either end is the text box itself. */
  function step(by) {
    settleDown(); // the list stays as it is while the visitor chooses
    const places = suggestions.length + 1;
    activate(((active + 1 + by + places) % places) - 1);
  }

  function onArrow(event, by) {
    event.preventDefault();
    if (event.altKey && by < 0) close();
    else if (isOpen()) step(event.altKey ? 0 : by);
    else refresh(event.altKey ? 0 : by);
  }

  function onEscape(event) {
    if (isOpen()) {
      event.preventDefault();
      close();
    } else if (input.value !== '') {
      event.preventDefault();
      input.value = '';
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }

  function onEnter(event) {
    const chosen = suggestions[active];
    close();
    if (!chosen) return;
    event.preventDefault();
    choose(chosen);
  }

  function onKey(event) {
    if (composing(event) || event.ctrlKey || event.metaKey) return;
    if (event.key === 'ArrowDown') onArrow(event, 1);
    else if (event.key === 'ArrowUp') onArrow(event, -1);
    else if (event.key === 'Escape') onEscape(event);
    else if (event.key === 'Enter') onEnter(event);
    else if (event.key !== 'Shift' && event.key !== 'Alt') activate(-1); // back to the text
  }

  list.role = 'listbox';
  list.hidden = true;
  input.role = 'combobox';
  input.setAttribute('aria-autocomplete', 'list');
  input.setAttribute('aria-controls', list.id);
  input.setAttribute('aria-expanded', 'false');
  input.addEventListener('keydown', onKey);
  input.addEventListener('input', (event) => event.isComposing || soon());
  input.addEventListener('compositionend', soon);
  input.addEventListener('blur', close);
  list.addEventListener('mousedown', (event) => event.preventDefault()); // the text box keeps the focus
  list.addEventListener('click', (event) => {
    const index = [...list.children].indexOf(event.target.closest('[role=option]'));
    if (index < 0) return;
    close();
    choose(suggestions[index]);
  });
  return { close };
}
