// Conflict of interest (CM-4.3.1): the answers "stop" and "ask" show nothing of the other file, and a person decides on "ask".

import type { Page } from '@playwright/test';

import { expect, looks, openedCase, record, sign, signIn, test, type Opened } from '../support/casekeep.ts';
import { comer, consent, registered, type Comer } from '../support/intake.ts';

test('name and birth date of a client on the other side: stop, and no case', async ({ page }) => {
  test.setTimeout(180_000);
  const other = await openedCase(page, 'Wiebke');
  const client = await somebodyElse(page, 'Ludger');
  await compare(page, client, other.comer, other.comer.born);
  await expect(page.getByText('Stop', { exact: true }).first()).toBeVisible();
  await saysNothingOf(page, other);
  await expect(page.getByRole('group', { name: 'Your decision' }), 'nobody decides on a stop').toHaveCount(0);
  await looks(page, 'conflict-stop');

  await page.goto(`${client}/cases/new`);
  await expect(page.getByText('The conflict check says stop: we may not work for this person.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Check and sign' })).toHaveCount(0);
  await saysNothingOf(page, other);
  await looks(page, 'case-stopped');
});

test('a name alone: ask, and the case waits until a person has decided and said why', async ({ page, trouble }) => {
  trouble.expect(/422/); // a decision without its reason comes back
  test.setTimeout(180_000);
  const other = await openedCase(page, 'Gesine');
  const client = await somebodyElse(page, 'Ottfried');
  await compare(page, client, other.comer);
  await expect(page.getByText('Waits for a decision')).toBeVisible();
  await saysNothingOf(page, other);
  await looks(page, 'conflict-ask');

  await page.goto(`${client}/cases/new`);
  await expect(page.getByText('A case can be opened when somebody has decided.')).toBeVisible();
  await looks(page, 'case-undecided');
  await page.getByRole('link', { name: 'Decide' }).click();
  await page.getByLabel('We may work for this person').check();
  await page.getByLabel('Why', { exact: true }).evaluate((field: HTMLInputElement) => { field.required = false; });
  await page.getByRole('button', { name: 'Sign decision' }).click();
  await expect(page.getByLabel('Why', { exact: true })).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Why', { exact: true }).fill('Another birth date, said both.');
  await page.getByRole('button', { name: 'Sign decision' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('We may work for this person');
  await looks(page, 'conflict-deciding');
  await sign(sheet, 'Sign decision');
  await expect(page.getByText('Decided: we may go on')).toBeVisible();
  const decided = page.getByRole('region', { name: 'History' });
  await expect(decided).toContainText('Another birth date, said both.');
  await expect(decided, 'by a person, by name').toContainText('Beatriz Nogueira');
  await saysNothingOf(page, other);
  await page.goto(`${client}/cases/new`);
  await expect(page.getByRole('button', { name: 'Check and sign' }), 'now a case can be opened').toBeVisible();
});

/** Frontline registers somebody with a consent, and stays signed in. */
async function somebodyElse(page: Page, given: string): Promise<string> {
  await signIn(page, 'frontline_staff');
  const { client } = await registered(page, comer(given));
  await consent(page, client);
  return client;
}

async function compare(page: Page, client: string, other: Comer, born = ''): Promise<void> {
  await page.goto(`${client}/conflict`);
  const first = page.getByRole('group', { name: 'Person 1' });
  await first.getByLabel('Given names').fill(other.given);
  await first.getByLabel('Family name').fill(other.family);
  await first.getByLabel('Birth date').fill(born);
  await record(page, 'Sign and compare', 'Conflict check recorded.');
}

/** The names that were compared are ours; the file that they were compared with is not. */
async function saysNothingOf(page: Page, other: Opened): Promise<void> {
  const said = await page.content();
  for (const secret of [other.number, other.client, other.file, other.comer.phone]) expect(said).not.toContain(secret);
}
