// The sign sheet: what every story goes through before something is in the record.

import { expect, type Page } from '@playwright/test';

import { organisation } from './organisation.ts';

/** Presses this button of the sign sheet, with the password where the sheet asks for one. */
export async function sign(page: Page, button: string): Promise<void> {
  const press = page.getByRole('button', { name: button, exact: true });
  await expect(press).toBeVisible();
  const password = page.getByLabel('Your password');
  if (await password.count()) await password.fill(organisation().password);
  await press.click();
}

/** Sends the form that stands open, signs it, and waits for the words that say it is in the record. */
export async function record(page: Page, button: string, said: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: /^(Review and|Check and) / }).click();
  await sign(page, button);
  await expect(page.getByText(said)).toBeVisible();
}
