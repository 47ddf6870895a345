// hostile.mjs - a corpus whose every text is a payload: what an editor, an import or a thief of an
// editor's password could put in. Eight payloads an article, one a section of JSON Lines, and a third of
// all in each of the site's own texts.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PAYLOADS } from './payloads.mjs';

const EACH = 8;
export const ARTICLES = Array.from({ length: Math.ceil(PAYLOADS.length / EACH) }, (_, index) =>
  PAYLOADS.slice(index * EACH, (index + 1) * EACH),
);

/* Control characters are refused in front matter; quoted as JSON, all else is YAML. */
const quoted = (text) => JSON.stringify(text.replace(/[\u0000-\u001f\u2028\u2029\ufeff]/g, ' '));
const line = (text) => text.replace(/\s+/g, ' ');

const article = (payloads, index) => {
  const all = payloads.join(' ');
  return `---
title: ${quoted(`Title ${index} ${all}`)}
slug: hostile-${index}
kind: ${['post', 'faq', 'guide', 'page'][index % 4]}
tags: [${payloads.map((payload) => quoted(`tag ${payload}`)).join(', ')}, hostile]
summary: ${quoted(`Summary ${index} ${all}`)}
owner: ${quoted(all)}
questions: [${payloads.map((payload) => quoted(`asked ${index} ${payload}`)).join(', ')}]
synonyms: [${payloads.map((payload) => quoted(`synonym ${payload}`)).join(', ')}]
aliases: [${payloads.map((payload) => quoted(`old ${payload}`)).join(', ')}]
source_url: ${quoted(payloads[0])}
---
Hostile paragraph ${index}

${payloads.map(part).join('\n')}`;
};

const part = (payload, number) => `
## Heading ${number} ${line(payload)}

Hostile text: ${payload}

- hostile item ${payload}

| hostile cell | ${line(payload)} |
|---|---|
| x | ${line(payload)} |

> hostile quote ${payload}

\`hostile code ${payload}\`

[hostile link](${payload.replace(/\s/g, '')}) ![hostile image](${payload.replace(/\s/g, '')} "${payload}")

### Question ${number}: ${line(payload)}

The hostile answer is ${payload} and nothing else.
`;

const section = (payload, index) =>
  JSON.stringify({
    _id: `line ${index} ${payload}`,
    title: `Line ${index} ${payload}`,
    text: `Jsonline text ${index} ${payload}`,
    url: `/u${payload}`,
    tags: [payload],
  });

/* A third of the payloads in one text. */
const third = (which) => PAYLOADS.filter((_, index) => index % 3 === which % 3).join(' ');

const synonym = (payload, index) => `  - [${quoted(`word ${payload}`)}, syn${index}x]`;

const site = (turn) => `title: ${quoted(`Site ${third(turn)}`)}
tagline: ${quoted(`Tagline ${third(turn + 1)}`)}
contact: ${quoted(`Contact ${third(turn + 2)}`)}
notices:
  - id: ${quoted(`crisis ${PAYLOADS[turn]}`)}
    title: ${quoted(`Notice ${third(turn)}`)}
    text: ${quoted(`Help ${third(turn + 1)} [988](tel:988)`)}
    phrases: [alarm]
synonyms:
${PAYLOADS.filter((_, index) => index % 3 === turn)
  .map(synonym)
  .join('\n')}
`;

/**
 * Writes the corpus; `turn` 0, 1, 2 moves the payloads around the site's texts.
 * @returns {string} its folder
 */
export function hostileCorpus(turn) {
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-hostile-'));
  mkdirSync(join(folder, 'posts'));
  writeFileSync(join(folder, 'guidepost.yaml'), site(turn));
  ARTICLES.forEach((payloads, index) => {
    writeFileSync(join(folder, 'posts', `hostile-${index}.md`), article(payloads, index));
  });
  writeFileSync(join(folder, 'lines.jsonl'), `${PAYLOADS.map(section).join('\n')}\n`);
  return folder;
}
