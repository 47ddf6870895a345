// Our anchors beside github-slugger's: every character there is, its README's and the regular
// expression's cases, and random documents full of duplicates.
// usage: slugger.mjs PROGRAM GITHUB-SLUGGER [SEED]
import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'

const [program, library, given] = process.argv.slice(2)
const { default: Slugger } = await import(pathToFileURL(library))
const seed = given === undefined ? Math.floor(Date.now() / 1000) : Number(given)
let state = seed >>> 0

// mulberry32: the same documents for the same seed
function random(below) {
  state = (state + 0x6d2b79f5) >>> 0
  let t = Math.imul(state ^ (state >>> 15), state | 1)
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
  return ((t ^ (t >>> 14)) >>> 0) % below
}
const pick = (list) => list[random(list.length)]

const known = [
  ['foo', 'foo', 'foo 1', 'foo-1', 'foo', 'foo 1', 'foo-1-1'], ['a', 'a', 'a-1', 'a', 'a-1', 'a-2', 'a-1-1'],
  ['a-1', 'a', 'a', 'a-1', 'a 1', 'a'], ['', '', ' ', '-', '  '], ['constructor', 'constructor', '__proto__', '__proto__', 'hasOwnProperty'],
  ['I ♥ unicode', '-', '—', '😄', '😄-1', '😄 emoji', 'A — em dash', '’tis', 'Tab\there', 'no\u00a0break', '\u3000wide', 'a\u200db', 'a\ufeffb'],
  ['Привет', 'Привет non-latin 你好', 'ПРИВЕТ', 'Σίσυφος', 'ΣΊΣΥΦΟΣ', 'ΑΣ', 'ΑΣ.', 'ΑΣΑ', 'Α\u0301Σ\u0301', 'Σ', "ΑΣ'Α", 'İstanbul', 'I\u0307', 'ẞ', 'ǅ', 'Å', 'K'],
  ['Ⅷ', 'ⓐ Ⓑ', '🅐🄰🅰', '1⃣', 'x²', '½', '٣', '👩‍👩‍👧', 'e\u0301', 'é', 'हिन्दी', '‿', '⁀', '_', '__'],
]

// One character at a time, and between letters, where a sigma or a mark may change its neighbors.
function* everyCharacter() {
  let batch = []
  for (let code = 2; code <= 0x10ffff; code++) {
    if (code >= 0xd800 && code <= 0xdfff) continue
    const one = String.fromCodePoint(code)
    batch.push(`x${one}`, `${one}Σ${one}`)
    if (batch.length >= 64) { yield batch; batch = [] }
  }
  if (batch.length > 0) yield batch
}

const ranges = [[0x20, 0x7e], [0xa0, 0x24f], [0x250, 0x52f], [0x300, 0x36f], [0x590, 0x6ff], [0x900, 0xdff], [0x1e00, 0x1fff],
  [0x2000, 0x2bff], [0x3000, 0x30ff], [0x4e00, 0x4fff], [0xac00, 0xacff], [0xfe00, 0xfe0f], [0x1f300, 0x1faff], [0x10000, 0x1ffff]]
const words = ['a', 'A', 'a-1', 'a 1', 'a-1-1', 'a-2', '1', '-', 'Σ', 'ΑΣ', 'é', 'e\u0301', '\u200d', '.', ':', '’', '·', '\u00ad', 'İ', '👍🏽', 'Cost & insurance']
function word() {
  if (random(3) > 0) return pick(words)
  const [from, to] = pick(ranges)
  return Array.from({ length: 1 + random(6) }, () => String.fromCodePoint(from + random(to - from + 1))).join('')
}
const heading = () => Array.from({ length: random(5) }, word).join(pick(['', ' ', ' ', '-', '  ']))
function* randomDocuments() {
  for (let i = 0; i < 1500; i++) {
    const some = Array.from({ length: 1 + random(6) }, heading)
    yield Array.from({ length: 1 + random(24) }, () => (random(2) ? pick(some) : heading()))
  }
}

function compare(name, documents) {
  const all = [...documents]
  const input = all.map((headings) => headings.map((one) => `${one}\0`).join('') + '\x01\0').join('')
  const run = spawnSync(program, { input, maxBuffer: 1 << 29 })
  if (run.status !== 0) throw new Error(`${program} failed: ${run.status} ${run.stderr}`)
  const ours = run.stdout.toString('utf8').split('\n')
  let at = 0
  let differ = 0
  for (const headings of all) {
    const slugger = new Slugger()
    for (const one of headings) {
      const theirs = slugger.slug(one)
      if (ours[at] !== theirs && ++differ <= (Number(process.env.SHOWN) || 10))
        console.error(`${name}: ${JSON.stringify(one)} (${[...one].map((c) => c.codePointAt(0).toString(16)).join(' ')}): ` +
          `ours ${JSON.stringify(ours[at])}, github-slugger's ${JSON.stringify(theirs)}`)
      at++
    }
  }
  if (ours.length !== at + 1) throw new Error(`${name}: ${at} headings went in, ${ours.length - 1} anchors came out`)
  console.log(`${name}: ${at} headings, ${differ} differ`)
  return at > 0 && differ === 0
}

console.log(`seed ${seed}`)
const good = [compare('known cases', known), compare('every character', everyCharacter()), compare('random documents', randomDocuments())]
process.exit(good.every(Boolean) ? 0 : 1)
