// site.mjs - a Guidepost server of a test's own: the release program, a corpus, a free port.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = process.env.ROOT ?? process.cwd();
export const program = process.env.GP_RELEASE ?? join(root, 'build/release/guidepost');

/** A port that nobody uses now. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url, child) {
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const up = await fetch(`${url}/livez`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error('the server did not answer in ten seconds');
}

/**
 * Indexes `corpus` (null: no index at all) and serves it. close() ends it.
 * @param {{corpus?: string | null, options?: string[], port?: number}} [wants]
 * @returns {Promise<{url: string, close: () => Promise<void>, desk: string}>} desk: its file
 */
export async function serveSite(wants = {}) {
  const { corpus = join(root, 'corpus'), options = ['--rate-limit', 'off'], port } = wants;
  const folder = mkdtempSync(join(tmpdir(), 'guidepost-browser-'));
  const db = join(folder, 'site.db');
  if (corpus !== null) execFileSync(program, ['index', '--quiet', '--db', db, corpus]);
  const address = `127.0.0.1:${port ?? (await freePort())}`;
  const missing = corpus === null ? ['--wait-for-index'] : [];
  const arguments_ = ['serve', '--quiet', '--db', db, '--listen', address, '--connections', '64'];
  arguments_.push('--desk', join(folder, 'desk.db'));
  const child = spawn(program, [...arguments_, ...missing, ...options], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const ended = new Promise((resolve) => {
    child.on('exit', resolve);
  });
  const url = `http://${address}`;
  const close = async () => {
    child.kill('SIGTERM');
    await ended;
    rmSync(folder, { recursive: true });
  };
  try {
    await answers(url, child);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, close, desk: join(folder, 'desk.db') };
}
