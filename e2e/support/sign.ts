// The sign sheet and the forms that are signed where they stand: what every story goes through before something is in the record.

import { expect, type Locator, type Page } from '@playwright/test';

import { organisation } from './organisation.ts';
import { Trouble } from './trouble.ts';

/**
 * Presses this button, with the password where it is asked for: the sign-in that all stories share comes of age while they run,
 * sooner or later as the machine is fast or slow. A hurried hand presses twice; `keys` takes the keyboard.
 */
export async function sign(page: Page | Locator, button: string, { twice = false, keys = false } = {}): Promise<void> {
  const press = page.getByRole('button', { name: button, exact: true });
  const pressed = (): Promise<void> => (keys ? press.press('Enter') : twice ? press.dblclick() : press.click());
  const password = page.getByLabel(/^Your (own )?password/);
  await expect(press).toBeVisible();
  if (await password.count()) {
    await password.fill(organisation().password);
    await pressed();
    return;
  }
  const owner = 'page' in page ? page.page() : page;
  const answered = owner.waitForResponse((one) => one.request().method() === 'POST');
  await pressed();
  if ((await answered).status() === 303) return;
  // it can come of age between the showing of a page and the pressing of its button
  const asked = page.getByText('Please sign with your password');
  // what is signed by one press is shown as a sheet when the sign-in is of age
  const sheet = page.getByRole('dialog').getByRole('button', { name: 'Sign', exact: true }).and(page.getByRole('button').filter({ hasNotText: button }));
  // with neither of them something else is to be mended
  await asked.or(sheet).first().waitFor({ timeout: 3_000 }).catch(() => undefined);
  if (await sheet.count()) {
    await password.fill(organisation().password);
    await sheet.click();
    return;
  }
  if (!(await asked.count())) return;
  Trouble.of(owner)?.expect(/422/);
  await password.fill(organisation().password);
  await pressed();
}

/** Sends the form that stands open, signs it, and waits for the words that say it is in the record. */
export async function record(page: Page, button: string, said: string): Promise<void> {
  await page.getByRole('main').getByRole('button', { name: /^(Review and|Check and) / }).click();
  await sign(page, button);
  await expect(page.getByText(said)).toBeVisible();
}
