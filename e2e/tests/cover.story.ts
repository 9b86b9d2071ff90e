// Who stands in for whoever is away, and handing over before somebody leaves: named, seen and ended with the keyboard.

import { expect, inDays, looks, sign, signIn, test } from '../support/casekeep.ts';

test('whoever is away names who stands in, and takes it back', async ({ page, trouble }) => {
  trouble.expect(/422/);
  await signIn(page, 'caseworker');
  await page.goto('/calendar');
  await page.getByRole('link', { name: 'My hours and absences' }).click();
  await page.getByRole('link', { name: 'Note an absence' }).click();
  await page.getByLabel('First day').fill(inDays(60));
  await page.getByRole('radio', { name: 'Leave' }).check();
  await sign(page, 'Sign absence', { keys: true });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who stands in for me?');
  await expect(page.getByLabel('First day')).toHaveValue(inDays(60));
  await looks(page, 'cover-all');

  await page.getByLabel('Last day').fill(inDays(59));
  await page.getByLabel('Who stands in', { exact: true }).selectOption({ index: 1 });
  await sign(page, 'Sign who stands in', { keys: true });
  await expect(page.getByText('The last day is before the first one').first()).toBeVisible();
  await page.getByLabel('Last day').fill(inDays(60));
  await sign(page, 'Sign who stands in', { keys: true });
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My hours and absences');
  await expect(page.getByRole('main')).not.toContainText('Nobody stands in');

  await page.goto('/clients');
  await page.locator('.case-row a').first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Standing in' })).toBeVisible();
  await looks(page, 'cover-case');
  await page.getByRole('link', { name: /^Take it back/ }).focus();
  await page.keyboard.press('Enter');
  await sign(page, 'Sign and take back', { keys: true });
  await expect(page.getByRole('heading', { name: 'Standing in' })).toBeHidden();
});

test('a supervisor sees what somebody has in hand, and reads what would be signed', async ({ page }) => {
  await signIn(page, 'supervisor');
  await page.goto('/supervision');
  await page.getByRole('link', { name: /^In hand/ }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText('has in hand');
  await looks(page, 'hand-over');
  await page.getByLabel(/^Who carries them/).selectOption({ index: 1 });
  await page.getByLabel('Why').first().fill('She leaves us');
  await page.getByRole('button', { name: 'Review and sign' }).first().focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign and hand over' })).toBeVisible();
  await looks(page, 'hand-over-sheet');
  await page.getByRole('button', { name: 'Back to the form' }).last().click();
  await expect(page.getByLabel('Why').first()).toHaveValue('She leaves us');
});
