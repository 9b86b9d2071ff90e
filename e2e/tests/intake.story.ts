// Intake from the first call to the opened case (CM-4.1, CM-4.2.1, CM-4.3), and the case's client found again by whoever carries it.

import type { Page } from '@playwright/test';

import { audit, expect, fitsSideways, record, sign, signIn, test } from '../support/casekeep.ts';
import { choose, fillIntake as fill } from '../support/intake.ts';

/** Nobody else of the demo is called this; the run makes it the only one of its kind. */
const FAMILY = `Ostrowski-${Math.random().toString(36).slice(2, 8).replace(/[0-9]/g, 'x')}`;
const PERSON = { given: 'Katarzyna', family: FAMILY, born: '1991-04-23', phone: '+48 601 234 567' };

test('frontline registers somebody, and the caseworker finds the client of the new case', async ({ page, trouble }) => {
  test.setTimeout(180_000);
  trouble.expect(/422/); // the form comes back while the warning of a duplicate is not answered
  await signIn(page, 'frontline_staff');
  await register(page, PERSON);
  const number = await page.getByRole('heading', { level: 1 }).locator('.number').innerText();
  const address = new URL(page.url()).pathname;

  await test.step('the same person with another spelling is noticed while the form is typed', () => seenAsDuplicate(page, number));
  await page.goto(address);
  await test.step('facts are verified', () => verify(page));
  await test.step('no case is opened before consent and conflict check', () => blocked(page, address));
  await test.step('consent', () => consent(page));
  await test.step('conflict check', () => conflict(page));
  await test.step('case', () => openCase(page));

  await signIn(page, 'caseworker');
  for (const words of [FAMILY, `katarzyna ${FAMILY.toLowerCase()}`, PERSON.born, '23.4.1991', PERSON.phone, '0048601234567']) {
    await test.step(`found by ${words}`, async () => {
      await search(page, words);
      await expect(page.getByRole('listitem').filter({ hasText: number })).toBeVisible();
      expect(page.url(), 'no word of the search stands in the address').toMatch(/\/search$/);
    });
  }
  await search(page, number);
  await expect(page).toHaveURL(new RegExp(address));
  await audit(page);
});

test('a draft of the intake form is there after going away', async ({ page }) => {
  await signIn(page, 'supervisor');
  await page.goto('/clients/new');
  await page.getByLabel('Given names').fill('Marek');
  await page.getByLabel('In a few sentences').fill('Was sent by the school.');
  await expect(page.getByText(/Draft saved/)).toBeVisible();
  await page.goto('/');
  await page.goto('/clients/new');
  await expect(page.getByLabel('Given names')).toHaveValue('Marek');
  await expect(page.getByLabel('In a few sentences')).toHaveValue('Was sent by the school.');
  await page.getByRole('button', { name: 'Throw the draft away' }).click();
  await expect(page.getByText('Draft thrown away.')).toBeVisible();
  await expect(page.getByLabel('Given names')).toHaveValue('');
});

async function register(page: Page, person: typeof PERSON): Promise<void> {
  await fill(page, person);
  await page.getByLabel('Never leave a message on a machine').check();
  await audit(page);
  await page.getByRole('button', { name: 'Check and sign' }).click();
  await sign(page, 'Sign and register', { twice: true }); // a hurried hand makes one client, not two
  await expect(page.getByText('Client registered.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Before you make contact' })).toBeVisible();
  await audit(page);
  await fitsSideways(page);
}

async function seenAsDuplicate(page: Page, number: string): Promise<void> {
  await fill(page, { ...PERSON, given: 'Katarzina' });
  const warning = page.getByRole('region', { name: 'Perhaps this person is known already' });
  await expect(warning).toContainText(number);
  await audit(page);
  await page.getByRole('button', { name: 'Check and sign' }).click();
  await expect(page.getByRole('alert')).toContainText('Somebody like this may be known already');
  await expect(page.getByLabel('Given names')).toHaveValue('Katarzina');
  await page.getByRole('button', { name: 'Throw the draft away' }).click();
  await expect(page.getByText('Draft thrown away.')).toBeVisible();
}

async function verify(page: Page): Promise<void> {
  await page.getByText('Mark facts as verified').click();
  await page.getByLabel('Name', { exact: true }).check();
  await page.getByLabel('Against what').fill('Passport');
  await page.getByRole('button', { name: 'Mark as verified' }).click();
  // a sheet asks for the password where the sign-in has come of age
  const [done, sheet] = [page.getByText('against: Passport'), page.getByRole('button', { name: 'Sign', exact: true })];
  await expect(done.or(sheet).first()).toBeVisible();
  if (await sheet.count()) await sign(page, 'Sign');
  await expect(done).toBeVisible();
}

async function blocked(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/cases/new`);
  await expect(page.getByText('consent to the service is missing')).toBeVisible();
  await page.getByRole('link', { name: 'Record the consent' }).click();
}

async function consent(page: Page): Promise<void> {
  await page.getByLabel('Signed on paper').check();
  await audit(page);
  await record(page, 'Sign', 'Consent recorded.');
}

async function conflict(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Check for a conflict' }).click();
  await page.getByLabel('Given names').first().fill('Bogumil');
  await page.getByLabel('Family name').first().fill('Zzyzkowiak');
  await audit(page);
  await record(page, 'Sign and compare', 'Conflict check recorded.');
}

async function openCase(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Open a case' }).click();
  await audit(page);
  await choose(page, 'Caseworker', 'Maria Vega');
  await choose(page, 'Supervisor', 'Tomas Lindqvist');
  await record(page, 'Sign and open the case', 'Case opened.');
  await expect(page.getByText('A case is open with Maria Vega.')).toBeVisible();
}

async function search(page: Page, words: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('searchbox').first().fill(words);
  await page.getByRole('searchbox').first().press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Today');
}
