// Signing in. The demo's links sign in once each, so one sign-in per role is kept and shared by all tests;
// a test that signs out or changes an account takes a person of its own.

import { expect, type Page } from '@playwright/test';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { organisation, runFolder, type Person } from './organisation.ts';
import { roleCode, type Role } from './roles.ts';

/** The rail: whoever sees it is signed in. */
export const RAIL = { name: 'Places' } as const;

/** Where the sign-in of a role is kept. */
export function stateFile(role: string): string {
  return join(runFolder(), `sign-in-${role}.json`);
}

/** Opens Today as the first person of this role, with the sign-in that all tests share. Never sign out of it. */
export async function signIn(page: Page, role: Role): Promise<Person> {
  const kept = stateFile(role);
  if (!existsSync(kept)) throw new Error(`nobody in the demo has the role ${role}`);
  const state = JSON.parse(readFileSync(kept, 'utf8')) as { cookies: Parameters<ReturnType<Page['context']>['addCookies']>[0] };
  await page.context().clearCookies();
  await page.context().addCookies(state.cookies);
  await page.goto(new URL('/', organisation().url).href);
  await expect(page.getByRole('navigation', RAIL), `the sign-in of ${role} still holds`).toBeVisible();
  return colleagues(role)[0]!;
}

/** Signs in as somebody of this role whom no other test uses: for stories that sign out or change the account. */
export async function signInAlone(page: Page, role: Role): Promise<Person> {
  for (const [index, person] of colleagues(role).entries()) {
    if (0 < index && claim(`${role}-${index}`)) {
      await page.context().clearCookies();
      await followLink(page, person);
      return person;
    }
  }
  throw new Error(`every ${role} of the demo is already used by another test`);
}

/** Follows a one-time link. Opening it changes nothing (it is a GET): the button on the page behind it signs in. */
export async function followLink(page: Page, person: Person): Promise<void> {
  await page.goto(new URL(person.sign_in, organisation().url).href);
  const rail = page.getByRole('navigation', RAIL);
  const button = page.getByRole('main').getByRole('button', { name: /sign in|continue/i });
  await expect(rail.or(button.first()).first(), `the link of ${person.name} (${person.role}) answers`).toBeVisible();
  if (!(await rail.isVisible())) await button.first().click();
  await expect(rail, `${person.name} (${person.role}) is signed in`).toBeVisible();
}

function colleagues(role: Role): Person[] {
  return organisation().staff.filter((person) => roleCode(person.role) === role);
}

/** Making a folder either succeeds or not, also between processes. */
function claim(name: string): boolean {
  try {
    mkdirSync(join(runFolder(), `taken-${name}`));
    return true;
  } catch {
    return false;
  }
}
