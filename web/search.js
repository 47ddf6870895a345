// with: combobox.js, results.js, page.js
/* search.js - what the visitors' pages gain where scripts run: suggestions, results in place, and the
   small helpers of page.js. Every page is complete without it: forms submit plainly until this has
   loaded, and whenever something here fails. No framework, no cookie, no request to another origin. */

const SUGGESTIONS_HOME = 8;
const SUGGESTIONS_RESULTS = 5; // the results stand below the list

/** Asks for suggestions; throws when there are none to be had. */
async function askSuggestions(text, limit, signal) {
  const response = await fetch('/api/v1/suggest', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ q: text, limit }),
    signal,
  });
  if (!response.ok) throw new Error('no suggestions now');
  return (await response.json()).suggestions;
}

/** A voice for screen readers that no change of the page takes away. */
function announcer() {
  const voice = document.createElement('p');
  let timer = 0;
  voice.role = 'status';
  voice.className = 'unseen';
  document.body.append(voice);
  return (text) => {
    clearTimeout(timer);
    voice.textContent = '';
    timer = setTimeout(() => {
      voice.textContent = text;
    }, 150); // the last of several counts
  };
}

function start() {
  const input = document.getElementById('gp-question');
  const region = document.getElementById('gp-results');
  const announce = announcer();
  startPage(announce);
  if (!input) return;
  const list = document.createElement('ul');
  list.id = 'gp-suggestions';
  list.className = 'suggest';
  list.setAttribute('aria-label', 'Suggestions');
  input.parentElement.append(list);
  const box = combobox(input, list, {
    ask: (text, signal) => askSuggestions(text, region ? SUGGESTIONS_RESULTS : SUGGESTIONS_HOME, signal),
    choose: (suggestion) => location.assign(suggestion.url),
    announce,
    quiet: () => region?.querySelector('.notice') != null, // help is never behind a list
  });
  if (region) liveResults(input, region, { announce, close: box.close });
  startShortcuts(input);
}

start();
