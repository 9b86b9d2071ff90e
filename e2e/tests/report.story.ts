// A progress report: written from the template, handed in, approved by the supervisor, locked, printed.

import type { Page } from '@playwright/test';

import { audit, expect, organisation, shot, signIn, test } from '../support/casekeep.ts';

const password = (): string => (organisation() as unknown as { password: string }).password;

test('a report is written, approved and printed by number only', async ({ page }) => {
  test.setTimeout(240_000);
  const supervisor = organisation().staff.find((person) => person.role === 'Supervisor')!;
  await signIn(page, 'caseworker');
  const found = await caseFor(page, supervisor.name);
  expect(found, 'somebody of the demo shares a case with its first supervisor').not.toBeNull();
  const reports = found!;

  await page.goto(`${reports}/new`);
  await audit(page);
  await page.getByLabel('Outcomes').fill('Four of five school days are kept.');
  await page.getByLabel('Recommendations').fill('Go on as agreed.');
  await shot(page, 'report-new', { whole: true });
  await page.getByRole('button', { name: 'Review and hand in' }).click();
  await sign(page, 'Sign and hand in');
  await expect(page.getByText('Report handed to the supervisor.')).toBeVisible();
  await expect(page.getByText('Waits for the supervisor').first()).toBeVisible();
  await audit(page);
  const report = new URL(page.url()).pathname;

  await signIn(page, 'supervisor');
  await page.goto(report);
  await shot(page, 'report', { whole: true });
  await page.getByRole('button', { name: 'Approve' }).click();
  await expect(page.getByLabel('Your password')).toBeVisible();
  await sign(page, 'Approve');
  await expect(page.getByText('Report approved and locked.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);

  const pdf = await page.request.get(`${report}/pdf`);
  expect(pdf.status()).toBe(200);
  expect(pdf.headers()['content-type']).toBe('application/pdf');
  expect(pdf.headers()['content-disposition']).toMatch(/^attachment; filename="\d{4}-\d{6,8}-[0-9A-Z]-report-\d{4}-\d\d-\d\d\.pdf"$/);
  expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
});

/** The reports of a case with a plan that this supervisor supervises. */
async function caseFor(page: Page, supervisor: string): Promise<string | null> {
  await page.goto('/clients');
  const links = await page.locator('a[href^="/cases/"]').evaluateAll((all) => all.map((link) => link.getAttribute('href')!));
  for (const link of new Set(links.map((href) => href.split('/').slice(0, 3).join('/')))) {
    const answer = await page.goto(`${link}/reports/new`);
    if (answer?.status() !== 200) continue;
    const mine = await page.locator('.folder-facts').getByText(supervisor).count();
    if (mine && (await page.locator('select[name^="status_"]').count())) return `${link}/reports`;
  }
  return null;
}

/** Signs what the sheet shows, with the password where it asks for one. */
async function sign(page: Page, button: string): Promise<void> {
  const sheet = page.locator('#sign');
  await expect(sheet).toBeVisible();
  const field = sheet.getByLabel('Your password');
  if (await field.count()) await field.fill(password());
  await sheet.getByRole('button', { name: button, exact: true }).click();
}
