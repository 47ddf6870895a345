// The official clients of the Model Context Protocol against a running server and the program itself: the older
// handshake (sdk), the stateless generation (client, every way to negotiate), and stdio.
// usage: clients.mjs URL PROGRAM DB
import assert from 'node:assert/strict';
import { Client } from '@modelcontextprotocol/client';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { Client as OlderClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OlderHttp } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { StdioClientTransport as OlderStdio } from '@modelcontextprotocol/sdk/client/stdio.js';

const [url, program, db] = process.argv.slice(2);
const who = { name: 'guidepost-tests', version: '1' };
const stdio = { command: program, args: ['mcp', '--db', db], env: { ...process.env } };
const modes = { 'the older handshake': undefined, 'whatever both know': { mode: 'auto' }, 'the stateless generation': { mode: { pin: '2026-07-28' } } };
let checks = 0;
const check = (name, run) => { run(); checks++; };

async function journey(name, client, transport) {
  await client.connect(transport);
  const { tools } = await client.listTools();
  check(`${name}: two tools`, () => assert.deepEqual(tools.map((tool) => tool.name), ['search', 'fetch']));
  check(`${name}: they only read`, () => assert.ok(tools.every((tool) => tool.annotations.readOnlyHint)));
  const found = await client.callTool({ name: 'search', arguments: { query: 'how many hours a week is an IOP?' } });
  check(`${name}: the answer`, () => assert.match(found.structuredContent.answer.text, /9 hours/));
  check(`${name}: its link`, () => assert.match(found.structuredContent.answer.url, /\/a\/.*#.*:~:text=/));
  check(`${name}: the text says the same`, () => assert.deepEqual(JSON.parse(found.content[0].text), found.structuredContent));
  const [first] = found.structuredContent.results;
  const read = await client.callTool({ name: 'fetch', arguments: { id: first.id } });
  check(`${name}: a passage`, () => assert.equal(read.structuredContent.id, first.id));
  check(`${name}: with its words`, () => assert.ok(read.structuredContent.text.length > 40));
  const none = await client.callTool({ name: 'search', arguments: { query: 'what is the capital of france' } });
  check(`${name}: no answer is told`, () => assert.equal(none.structuredContent.answer, null));
  const missing = await client.callTool({ name: 'fetch', arguments: { id: 'nothing' } });
  check(`${name}: no such passage is told`, () => assert.equal(missing.isError, true));
  await assert.rejects(client.callTool({ name: 'delete', arguments: {} }));
  checks++;
  await client.close();
}

await journey('sdk over HTTP', new OlderClient(who), new OlderHttp(new URL(url)));
await journey('sdk over stdio', new OlderClient(who), new OlderStdio(stdio));
for (const [name, versionNegotiation] of Object.entries(modes)) {
  const options = versionNegotiation ? { versionNegotiation } : {};
  await journey(`${name} over HTTP`, new Client(who, options), new StreamableHTTPClientTransport(new URL(url)));
  await journey(`${name} over stdio`, new Client(who, options), new StdioClientTransport(stdio));
}
console.log(`${checks} checks passed`);
process.exit(checks >= 80 ? 0 : 1);
