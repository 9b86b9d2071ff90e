// A server of one's own with nothing in it yet: `casekeep serve` in an empty folder.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { BINARY } from './organisation.ts';

/** Starts an empty server, hands the link for setting it up and the file of its root key to `use`, and takes everything away afterwards. */
export async function withEmptyServer(use: (setUp: string, rootKey: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'casekeep-empty-'));
  const server = spawn(BINARY, ['serve', '--listen', `127.0.0.1:${await freePort()}`, '--data', join(folder, 'data')], { stdio: ['ignore', 'pipe', 'ignore'] });
  const gone = new Promise<void>((done) => server.once('exit', () => done()));
  try {
    const link = new Promise<string>((found, fail) => {
      createInterface({ input: server.stdout }).on('line', (line) => {
        const address = /https?:\S+\/set-up\/\S+/.exec(line);
        if (address) found(address[0]);
      });
      void gone.then(() => fail(new Error('the server ended before it was ready')));
    });
    await use(await link, join(folder, 'data.root-key'));
  } finally {
    server.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A port that stays the same when the server begins anew. */
async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
