// Closure: what blocks is listed with the way to it; the last steps are signed by people who cannot read the case.

import { audit, expect, fitsSideways, openedCase, organisation, shot, signIn, test } from '../support/casekeep.ts';

const password = (): string => (organisation() as unknown as { password: string }).password;

test('a case that is not ready says what keeps it open', async ({ page }) => {
  test.setTimeout(120_000);
  const { file } = await openedCase(page, 'Ottilie'); // of its own: any other may be one that another story is about to close
  await page.goto(`${file}/closure`);
  await expect(page.getByRole('heading', { name: /still block/ })).toBeVisible();
  expect(await page.locator('.blocker').count()).toBeGreaterThan(0);
  await expect(page.getByRole('button', { name: 'Close case' })).toHaveCount(0);
  await expect(page.locator('.rung')).toHaveCount(5);
  await audit(page);
  await shot(page, 'closure', { whole: true });
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await fitsSideways(page);
  }
});

test('a records officer signs without seeing the file', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'records_officer');
  await page.goto('/records');
  await audit(page);
  await shot(page, 'records', { whole: true });
  const waiting = page.getByRole('link', { name: 'Sign your step' });
  expect(await waiting.count(), 'a closure of the demo waits for the records officer').toBeGreaterThan(0);
  await waiting.first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Closure of case');
  await expect(page.locator('.name')).toHaveCount(0);
  await expect(page.locator('.folder')).toHaveCount(0);
  await audit(page);
  await shot(page, 'closure-by-headers', { whole: true });
  await page.getByRole('link', { name: 'Sign this step' }).click();
  await page.getByRole('button', { name: 'Review and sign' }).click();
  const sheet = page.locator('#sign');
  await expect(sheet.getByText('Kept until')).toBeVisible();
  await sheet.getByLabel('Your password').fill(password());
  await sheet.getByRole('button', { name: 'Sign step' }).click();
  await expect(page.getByText('Step signed.')).toBeVisible();
});

test('a closed file opens for its keeper, and says how it may be opened again', async ({ page }) => {
  await signIn(page, 'records_officer');
  await page.goto('/records');
  const closure = page.getByRole('link', { name: /^Closure / });
  expect(await closure.count(), 'a case of the demo is closed').toBeGreaterThan(0);
  await closure.first().click();
  await expect(page.getByRole('heading', { name: 'This case is closed' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Ask for reopening' })).toBeVisible();
  await audit(page);
  await shot(page, 'closure-closed', { whole: true });
});
