// A progress report: written from the template, handed in, sent back with comments, handed in again, approved, locked, printed.

import type { Page } from '@playwright/test';

import { expect, looks, openedCase, prints, record, sign, signIn, test } from '../support/casekeep.ts';

test('a report is written, sent back, approved, and printed by number only', async ({ page, trouble }) => {
  trouble.expect(/422/); // a wrong password
  test.setTimeout(180_000);
  const it = await openedCase(page, 'Rosalind');
  await test.step('there is no report without an assessment and a goal', () => prepare(page, it.file));

  await page.goto(`${it.file}/reports/new`);
  await expect(page.getByLabel('Summary of the assessment'), 'filled in from the record').toHaveValue(/Lives with an aunt/);
  await page.getByLabel('Outcomes').fill('Four of five school days are kept.');
  await page.getByLabel('Recommendations').fill('Go on as agreed.');
  await looks(page, 'report-new');
  await page.getByRole('button', { name: 'Review and hand in' }).click();
  await expect(page.getByRole('dialog').getByText(it.comer.family), 'the report names nobody').toHaveCount(0);
  await sign(page, 'Sign and hand in');
  await expect(page.getByText('Report handed to the supervisor.')).toBeVisible();
  await expect(page.getByText('Waits for the supervisor').first()).toBeVisible();
  const report = new URL(page.url()).pathname;

  await test.step('the supervisor sends it back with comments', async () => {
    await signIn(page, 'supervisor');
    await page.goto('/supervision');
    await page.getByRole('listitem').filter({ hasText: it.number }).getByRole('link', { name: /Read report/ }).click();
    await expect(page).toHaveURL(new RegExp(report));
    await looks(page, 'report-to-decide');
    await page.getByRole('link', { name: 'Send back' }).click();
    await page.getByLabel(/comment|changed/i).fill('Please say which days were missed.');
    await looks(page, 'report-return');
    await page.getByRole('main').getByRole('button').last().click();
    await page.getByLabel('Your password').fill('not this one, surely');
    await page.getByRole('button', { name: 'Send back', exact: true }).click();
    await expect(page.getByLabel('Your password')).toHaveAttribute('aria-invalid', 'true');
    await page.getByRole('button', { name: 'Back to the form' }).last().click();
    await expect(page.getByLabel(/comment|changed/i), 'the way back keeps what was written').toHaveValue('Please say which days were missed.');
    await page.getByRole('main').getByRole('button').last().click();
    await sign(page, 'Send back');
    await expect(page.getByText('Report sent back with your comments.')).toBeVisible();
  });
  await test.step('the author sees the comment, changes the report and hands it in again', async () => {
    await signIn(page, 'caseworker');
    await page.getByRole('listitem').filter({ hasText: it.number }).getByRole('link', { name: /Open report/ }).click();
    await expect(page.getByText('Please say which days were missed.')).toBeVisible();
    await looks(page, 'report-returned');
    await page.getByRole('link', { name: /Change/ }).first().click();
    await expect(page.getByLabel('Outcomes')).toHaveValue('Four of five school days are kept.');
    await page.getByLabel('Outcomes').fill('Four of five school days are kept; Mondays are missed.');
    await page.getByRole('button', { name: 'Review and hand in' }).click();
    await sign(page, 'Sign and hand in');
    await expect(page.getByText('Report handed to the supervisor.')).toBeVisible();
  });
  await test.step('the supervisor approves, with the password, and it is locked', async () => {
    await signIn(page, 'supervisor');
    await page.goto(report);
    await page.getByRole('button', { name: 'Approve' }).click();
    await expect(page.getByLabel('Your password')).toBeVisible();
    await sign(page, 'Approve');
    await expect(page.getByText('Report approved and locked.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Approve' })).toHaveCount(0);
    await expect(page.getByRole('link', { name: /Change|Send back/ })).toHaveCount(0);
    await looks(page, 'report-approved');
  });
  await test.step('it prints, with the checkpoint of the ledger by which it can be proved', async () => {
    await prints(page, 'report');
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText(/^Internal copy, not to be given out\. Printed by Tomas Lindqvist, .* Ledger checkpoint: \S+, \d+ lines, \S{40,}\.$/)).toBeVisible();
    await expect(page.getByText(it.comer.family), 'by number only').toHaveCount(0);
    await page.emulateMedia({ media: 'screen' });
    const link = await page.getByRole('link', { name: /PDF/ }).first().getAttribute('href');
    const pdf = await page.request.get(link!);
    expect(pdf.status()).toBe(200);
    expect(pdf.headers()['content-type']).toBe('application/pdf');
    expect(pdf.headers()['content-disposition']).toMatch(/^attachment; filename="\d{4}-\d{6,8}-[0-9A-Z]-report-\d{4}-\d\d-\d\d\.pdf"$/);
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

async function prepare(page: Page, file: string): Promise<void> {
  await page.goto(`${file}/assessments/new`);
  await page.getByLabel('Situation').fill('Lives with an aunt.');
  await page.getByLabel('Needs and risks').fill('Misses school.');
  await page.getByLabel('What came out').fill('Ready to begin.');
  await record(page, 'Sign assessment', 'Assessment signed.');
  await page.goto(`${file}/plan/edit`);
  await page.getByLabel('Goal 1 (optional)').fill('At school on four days of five');
  await page.getByLabel('Agreed face to face').check();
  await page.getByLabel('Why the plan changes').fill('First plan.');
  await record(page, 'Sign plan', 'New version of the plan signed.');
}
