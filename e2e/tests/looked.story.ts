// Who has looked at this file (RC-4.2c): the caseworker sees who opened it and when, and who was refused.

import { expect, looks, openedCase, prints, signIn, test } from '../support/casekeep.ts';

test('whoever carries a case sees who opened it, who printed it and who was refused', async ({ page, trouble }) => {
  trouble.expect(/404/); // the refusal
  test.setTimeout(180_000);
  const it = await openedCase(page, 'Mechthild');
  await signIn(page, 'supervisor');
  await page.goto(it.file);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(it.number);
  await page.goto(`${it.file}/chronology`);
  await signIn(page, 'provider');
  expect((await page.goto(it.file))?.status()).toBe(404);

  await signIn(page, 'caseworker');
  await page.goto(it.file);
  await page.getByRole('link', { name: 'Who has looked at this file' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Who has looked at this file');
  const row = (name: string, what: string) => page.getByRole('row').filter({ hasText: name }).filter({ hasText: what }).first();
  const today = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date());
  for (const [name, what] of [['Tomas Lindqvist', 'opened'], ['Tomas Lindqvist', 'printed'], ['Felix Brandt', 'was refused'], ['Maria Vega', 'opened']] as const) {
    await expect(row(name, what), `${name} ${what}`).toBeVisible();
    await expect(row(name, what).getByRole('cell').first()).toContainText(today);
    await expect(row(name, what).getByRole('cell').first()).toContainText(/\d\d:\d\d/);
  }
  await looks(page, 'looked');
  await prints(page, 'looked');
  await page.getByRole('link', { name: 'Back to the case' }).click();
  await expect(page).toHaveURL(new RegExp(`${it.file}$`));
});
