/* page.js - small helpers of a page: copy, print, was-this-helpful, and keys that lead to the search
   box. The hooks are those of docs/pages.md. */

const SHORTCUTS = 'gp-shortcuts'; // the only thing kept in this browser: "off", or nothing
const DONE_MS = 2500;
const LINK = { done: '✓', said: 'Link copied' };

/* ---- copy and print ---- */

/** The answer's words with what makes them worth something: where they stand, and who verified them. */
function textToCopy(source) {
  const lines = [source.innerText.trim()];
  const answer = source.closest('#gp-answer');
  const link = answer?.querySelector('a[href^="/a/"]');
  const verified = answer?.querySelector('.verified');
  if (verified) lines.push(verified.innerText.trim());
  if (link) lines.push(link.href);
  return lines.join('\n\n');
}

async function copy(button, text, { done = 'Copied', said = done }, announce) {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    announce('The browser did not allow copying.');
    return;
  }
  announce(said);
  if (label === done) return; // pressed twice
  button.textContent = done;
  setTimeout(() => {
    button.textContent = label;
  }, DONE_MS);
}

/** A button at each heading that copies its address. */
function addHeadingLinks() {
  if (!navigator.clipboard) return;
  for (const here of document.querySelectorAll('#gp-article a.here')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy-link';
    button.textContent = '#';
    button.setAttribute('aria-label', `Copy link to: ${here.textContent}`);
    here.after(button);
  }
}

/** Buttons that only work with a script wait, hidden, until one has come. */
function showButtons() {
  for (const button of document.querySelectorAll('button[data-copy][hidden], button[data-print][hidden]'))
    button.hidden = 'copy' in button.dataset && !navigator.clipboard;
}

/* ---- was this helpful? ---- */

async function sendVote(form, button, announce) {
  const fields = new FormData(form, button);
  const vote = { section: fields.get('section'), helpful: fields.get('helpful') === 'yes' };
  if (fields.get('reason')) vote.reason = fields.get('reason');
  const response = await fetch('/api/v1/feedback', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(vote),
  });
  if (!response.ok) throw new Error('refused');
  const box = form.closest('[data-feedback]');
  box.textContent = 'Thank you. This helps us to write better answers.';
  box.tabIndex = -1; // the pressed button is gone: the focus stays here
  box.focus();
  announce(box.textContent);
}

/** Votes in place; where that fails, the form is sent as it would be without a script. */
function startVotes(announce) {
  let plain = false;
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (plain || form.closest('[data-feedback]') === null) return;
    event.preventDefault();
    sendVote(form, event.submitter, announce).catch(() => {
      plain = true;
      form.requestSubmit(event.submitter);
    });
  });
}

/* ---- keys ---- */

function shortcutsOn() {
  try {
    return localStorage.getItem(SHORTCUTS) !== 'off';
  } catch {
    return true; // storage is forbidden here
  }
}

function keepShortcuts(on) {
  try {
    if (on) localStorage.removeItem(SHORTCUTS);
    else localStorage.setItem(SHORTCUTS, 'off');
  } catch {
    // then the choice lasts as long as the page
  }
}

function writing(target) {
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.nodeName);
}

/** True for "/" outside of text fields, and for Ctrl-K or Command-K anywhere. */
function isShortcut(event) {
  if (event.altKey || composing(event)) return false;
  if (event.ctrlKey || event.metaKey) return event.key === 'k' && !event.shiftKey;
  return event.key === '/' && !writing(event.target);
}

/** The line at the foot of the page that tells of the keys and turns them off (WCAG 2.1.4). */
function startShortcuts(input) {
  if (!matchMedia('(any-pointer: fine)').matches) return; // a phone has no such keys
  const line = document.createElement('p');
  const text = document.createElement('span');
  const button = document.createElement('button');
  let on = shortcutsOn();
  const tell = () => {
    text.textContent = on ? 'Press / or Ctrl+K to search. ' : 'The keys / and Ctrl+K are off. ';
    button.textContent = on ? 'Turn these keys off' : 'Turn these keys on';
    if (on) input.setAttribute('aria-keyshortcuts', '/ Control+K');
    else input.removeAttribute('aria-keyshortcuts');
  };
  button.type = 'button';
  button.className = 'plain';
  line.className = 'hint';
  line.append(text, button);
  button.addEventListener('click', () => {
    on = !on;
    keepShortcuts(on);
    tell();
  });
  document.addEventListener('keydown', (event) => {
    if (!on || !isShortcut(event)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  tell();
  document.querySelector('.foot')?.append(line);
}

/** @param {(text: string) => void} announce */
function startPage(announce) {
  showButtons();
  document.addEventListener('gp-swapped', showButtons);
  addHeadingLinks();
  startVotes(announce);
  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (button === null) return;
    const source = document.getElementById(button.dataset.copy ?? '');
    if (source) copy(button, textToCopy(source), button.dataset, announce);
    else if (button.matches('.copy-link')) copy(button, button.previousElementSibling.href, LINK, announce);
    else if (button.matches('[data-print]')) print();
  });
}
