// The main job without a mouse: from Today to a signed contact by keys alone.

import type { Page } from '@playwright/test';

import { audit, expect, openedCase, sign, signIn, test } from '../support/casekeep.ts';

test('a contact is logged and signed without touching a mouse', async ({ page }) => {
  test.setTimeout(120_000);
  const it = await openedCase(page, 'Zita');
  await signIn(page, 'caseworker');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await audit(page);
  await page.keyboard.press('Escape');

  await page.keyboard.press('c');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Log a contact');
  await audit(page);
  await page.keyboard.press('j');
  await expect(page.getByRole('main').getByRole('link').first(), 'j goes to the first line').toBeFocused();
  await page.keyboard.press('/');
  await page.keyboard.type(it.number);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toContainText(it.number);
  await tabTo(page, /^\d{4}-\d{6,8}-/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible();
  await tabTo(page, 'Log contact', 'main');
  await page.keyboard.press('Enter');

  await tabTo(page, 'Phone call');
  await page.keyboard.press('Space');
  await tabTo(page, 'Service update');
  await page.keyboard.press('Space');
  await tabTo(page, 'What was said');
  await page.keyboard.type('Called; all is well.');
  await tabTo(page, 'Review and sign');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign contact' })).toBeVisible();
  await audit(page);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Review and sign' }), 'back in the draft, where one was').toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Sign contact' })).toBeVisible();
  if (await page.getByLabel('Your password').count()) await tabTo(page, 'Your password');
  await tabTo(page, 'Sign contact');
  await sign(page, 'Sign contact', { keys: true });
  await expect(page.getByText('Contact signed.')).toBeVisible();

  await page.keyboard.press('g');
  await page.keyboard.press('t');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Today');
  await page.keyboard.press('Alt+h');
  await expect(page.getByText(it.comer.family), 'the curtain is drawn over names').toHaveCount(0);
  await page.keyboard.press('Alt+h');
  await expect(page.getByText(it.comer.family).first()).toBeVisible();
});

/** Presses Tab until what has the focus is called this. */
async function tabTo(page: Page, name: string | RegExp, within = 'body'): Promise<void> {
  for (let presses = 0; presses < 90; presses += 1) {
    const focused = page.locator(`${within} :focus`);
    if (await focused.count()) {
      const named = page.getByLabel(name, { exact: true }).or(page.getByRole('link', { name, exact: true })).or(page.getByRole('button', { name, exact: true }));
      if (await focused.and(named).count()) return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`no Tab leads to “${String(name)}”`);
}
