// The invented organisation under test: one `casekeep demo` for the whole run.

import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** Somebody who works there; `sign_in` is a link that signs in once. */
export interface Person {
  name: string;
  role: string;
  sign_in: string;
}

/** What `casekeep demo --json` says on its first line. */
export interface Organisation {
  url: string;
  /** The password of everybody. */
  password: string;
  staff: Person[];
  /** The secret address of a caseworker's calendar. */
  calendar: string;
}

/** The program under test. */
export const BINARY = process.env.CASEKEEP_BINARY ?? resolve(import.meta.dirname, '../../target/debug/casekeep');
const PATIENCE_MS = 300_000; // a debug build writes months of signed history first

/** A running demo and the folder that holds everything of this run. */
export class Demo {
  private constructor(
    readonly organisation: Organisation,
    readonly folder: string,
    private readonly server: ChildProcess,
  ) {}

  /** Starts the demo in a temporary folder and waits for its one line. */
  static async start(): Promise<Demo> {
    const folder = mkdtempSync(join(tmpdir(), 'casekeep-e2e-'));
    const order = ['demo', '--json', '--listen', '127.0.0.1:0', '--data', join(folder, 'data'), '--clients', '40', '--seed', '7'];
    const server = spawn(BINARY, order, { stdio: ['ignore', 'pipe', 'pipe'] });
    process.once('exit', () => server.kill('SIGKILL'));
    try {
      const organisation = await firstLine(server);
      writeFileSync(join(folder, 'organisation.json'), JSON.stringify(organisation));
      process.env.CASEKEEP_E2E_RUN = folder; // the workers inherit it
      return new Demo(organisation, folder, server);
    } catch (fault) {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
      throw fault;
    }
  }

  /** Asks the server to stop, insists after ten seconds, and removes the folder. */
  async stop(): Promise<void> {
    const gone = new Promise<void>((done) => this.server.once('exit', () => done()));
    if (this.server.exitCode === null && this.server.kill('SIGTERM')) {
      const insist = setTimeout(() => this.server.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(insist);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** The folder of this run. */
export function runFolder(): string {
  const folder = process.env.CASEKEEP_E2E_RUN;
  if (!folder) throw new Error('no organisation is running; start the tests with `cargo xtask e2e`');
  return folder;
}

/** The organisation of this run, as every worker may ask. */
export function organisation(): Organisation {
  return JSON.parse(readFileSync(join(runFolder(), 'organisation.json'), 'utf8')) as Organisation;
}

/** Reads the JSON line; what else the server says is kept for the message when it fails. */
function firstLine(server: ChildProcess): Promise<Organisation> {
  const said: string[] = [];
  server.stderr?.on('data', (piece: Buffer) => {
    said.push(piece.toString());
    said.splice(0, said.length - 200);
  });
  return new Promise((resolveLine, reject) => {
    const fail = (why: string) => reject(new Error(`${BINARY} demo: ${why}\n${said.join('')}`));
    const late = setTimeout(() => fail(`no line of JSON within ${PATIENCE_MS / 1000} seconds`), PATIENCE_MS);
    server.once('error', (fault) => fail(fault.message));
    server.once('exit', (code) => fail(`ended with ${code} before it was ready`));
    createInterface({ input: server.stdout! }).once('line', (line) => {
      clearTimeout(late);
      try {
        resolveLine(JSON.parse(line) as Organisation);
      } catch {
        fail(`its first line is not JSON: ${line.slice(0, 200)}`);
      }
    });
  });
}
