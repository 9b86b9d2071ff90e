// A client and a case of one's own: the demo's cases belong to all stories, so a story that acts makes its own.

import type { Page } from '@playwright/test';

import { signIn } from './people.ts';
import { record } from './sign.ts';

/** Somebody who comes for help. */
export interface Comer {
  given: string;
  family: string;
  born: string;
  phone: string;
}

/** A case that a story has made. */
export interface Opened {
  comer: Comer;
  /** `C-7K3F9Q-M`. */
  number: string;
  /** `/clients/…` */
  client: string;
  /** `/cases/…` */
  file: string;
}

const SYLLABLES = ['ba', 'do', 'fi', 'ga', 'ke', 'lu', 'mo', 'ne', 'pi', 'ro', 'su', 'ta', 'vi', 'zo'];

/** Invents somebody: no two of a run sound alike, so that nobody is taken for somebody else's duplicate. */
export function comer(given: string): Comer {
  const pick = (): number => Math.floor(Math.random() * SYLLABLES.length);
  const family = Array.from({ length: 5 }, () => SYLLABLES[pick()]).join('');
  const digits = Math.floor(1_000_000 + Math.random() * 8_999_999);
  const born = `${1950 + Math.floor(Math.random() * 50)}-0${1 + Math.floor(Math.random() * 9)}-1${Math.floor(Math.random() * 10)}`;
  return { given, family: family[0]!.toUpperCase() + family.slice(1), born, phone: `+48 60${digits}` };
}

/** Registers somebody as whoever is signed in. Answers with their number and their page. */
export async function registered(page: Page, somebody: Comer): Promise<{ number: string; client: string }> {
  await fillIntake(page, somebody);
  await record(page, 'Sign and register', 'Client registered.');
  const number = await page.getByRole('heading', { level: 1 }).locator('.number').innerText();
  return { number, client: new URL(page.url()).pathname };
}

/**
 * Frontline registers somebody and opens a case for Maria Vega under Tomas Lindqvist, the first of their roles.
 * Leaves Maria Vega signed in, on the page of the client.
 */
export async function openedCase(page: Page, given: string): Promise<Opened> {
  const somebody = comer(given);
  await signIn(page, 'frontline_staff');
  const { number, client } = await registered(page, somebody);
  await consent(page, client);
  await conflict(page, client);
  await openCase(page, client);
  return { comer: somebody, number, client, file: await fileOf(page, client) };
}

/** The file of the client's case, as the caseworker finds it. */
async function fileOf(page: Page, client: string): Promise<string> {
  await signIn(page, 'caseworker');
  await page.goto(client);
  return (await page.getByRole('main').getByRole('link', { name: /^\d{4}-\d{6,8}-/ }).first().getAttribute('href'))!;
}

/** Fills the standard intake form with what has to stand in it. */
export async function fillIntake(page: Page, person: Comer): Promise<void> {
  await page.goto('/clients/new');
  await page.getByLabel('Given names').fill(person.given);
  await page.getByLabel('Family name').fill(person.family);
  await page.getByLabel('Birth date').fill(person.born);
  await page.getByLabel('Phone', { exact: true }).fill(person.phone);
}

/** Records the client's consent to the service. */
export async function consent(page: Page, client: string): Promise<void> {
  await page.goto(`${client}/consents`);
  await page.getByLabel('Signed on paper').check();
  await record(page, 'Sign', 'Consent recorded.');
}

/** Compares a name that nobody has with all files: the answer is clear. */
export async function conflict(page: Page, client: string): Promise<void> {
  await page.goto(`${client}/conflict`);
  await page.getByLabel('Given names').first().fill('Bogumil');
  await page.getByLabel('Family name').first().fill('Zzyzkowiak');
  await record(page, 'Sign and compare', 'Conflict check recorded.');
}

/** Opens a case in the hands of Maria Vega and Tomas Lindqvist. */
export async function openCase(page: Page, client: string): Promise<void> {
  await page.goto(`${client}/cases/new`);
  await choose(page, 'Caseworker', 'Maria Vega');
  await choose(page, 'Supervisor', 'Tomas Lindqvist');
  await record(page, 'Sign and open the case', 'Case opened.');
}

/** Chooses the person of this name, whatever the title behind it. */
export async function choose(page: Page, label: string, name: string): Promise<void> {
  const select = page.getByLabel(label, { exact: true });
  const value = await select.locator('option', { hasText: name }).getAttribute('value');
  await select.selectOption(value!);
}
