// Locked packages as their recipients open them: with programs of others, and looked at by validators of others.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What stands in a package, by the names of its files; nothing when it does not open. */
export type Unpacked = Map<string, Buffer> | undefined;

/** Opens a package with the `age` program, which asks for the password at its terminal. */
export async function unlocked(file: string, password: string): Promise<Unpacked> {
  return unpacked((to) => {
    const age = spawnSync('script', ['-qec', `age -d -o '${to}' '${file}'`, '/dev/null'], { input: `${password}\n` });
    return age.status === 0;
  });
}

/** Opens a package with the `age` program and a key that it has made. */
export async function unlockedByKey(file: string, key: string): Promise<Unpacked> {
  return unpacked((to) => spawnSync('age', ['-d', '-i', '-', '-o', to, file], { input: key }).status === 0);
}

/** A pair of keys of the `age` program: the public one, and the file of the secret one. */
export function newKey(): { public: string; secret: string } {
  const secret = execFileSync('age-keygen', { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
  return { public: /public key: (age1\w+)/.exec(secret)![1]!, secret };
}

async function unpacked(opens: (to: string) => boolean): Promise<Unpacked> {
  const folder = await mkdtemp(join(tmpdir(), 'package-'));
  try {
    const pack = join(folder, 'pack.zip');
    if (!opens(pack)) return undefined;
    const inside = join(folder, 'inside');
    execFileSync('python3', ['-m', 'zipfile', '-e', pack, inside]);
    const names = await readdir(inside);
    return new Map(await Promise.all(names.map(async (name) => [name, await readFile(join(inside, name))] as const)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What two validators of others find wrong with a document of FHIR R4. */
export function wrongWith(bundle: unknown): string[] {
  const validators = fileURLToPath(new URL('fhir.mjs', import.meta.url));
  return JSON.parse(execFileSync(process.execPath, [validators], { input: JSON.stringify(bundle) }).toString());
}
