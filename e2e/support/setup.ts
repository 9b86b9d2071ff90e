// Before the first test: start the organisation and sign one person of each role in, once.
// After the last: stop it and leave nothing behind.

import { chromium, type Browser, type FullConfig } from '@playwright/test';

import { Demo, type Person } from './organisation.ts';
import { followLink, stateFile } from './people.ts';
import { roleCode } from './roles.ts';

export default async function setup(config: FullConfig): Promise<() => Promise<void>> {
  const demo = await Demo.start();
  try {
    await signEverybodyIn(demo, config);
  } catch (fault) {
    await demo.stop();
    throw fault;
  }
  return () => demo.stop();
}

async function signEverybodyIn(demo: Demo, config: FullConfig): Promise<void> {
  const browser = await chromium.launch(config.projects[0]?.use.launchOptions);
  try {
    for (const [role, person] of firstOfEachRole(demo.organisation.staff)) {
      await keepSignIn(browser, demo, role, person);
    }
  } finally {
    await browser.close();
  }
}

async function keepSignIn(browser: Browser, demo: Demo, role: string, person: Person): Promise<void> {
  const context = await browser.newContext({ baseURL: demo.organisation.url });
  await followLink(await context.newPage(), person);
  await context.storageState({ path: stateFile(role) });
  await context.close();
}

function firstOfEachRole(staff: Person[]): Map<string, Person> {
  const first = new Map<string, Person>();
  for (const person of staff) {
    const role = roleCode(person.role);
    if (!first.has(role)) first.set(role, person);
  }
  return first;
}
