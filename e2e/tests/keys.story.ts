// The keys in the hands of the IT administrator: changed while the server runs, thrown away in an emergency, and given back.

import { readFileSync } from 'node:fs';

import type { Page } from '@playwright/test';

import { audit, expect, looks, test } from '../support/casekeep.ts';
import { withEmptyServer } from '../support/empty.ts';
import { totp } from '../support/totp.ts';

const PASSWORD = 'walnut-ferry-october-lamp';

test('the administrator changes the key, seals the server, and opens it with the root key', async ({ page, trouble }) => {
  test.setTimeout(240_000);
  trouble.expect(/503|404|ERR_/);
  await withEmptyServer(async (setUp, rootKey) => {
    const home = new URL(setUp).origin;
    const key = await found(page, setUp);

    await test.step('the key is changed, and the page says when', async () => {
      await page.goto(`${home}/system`);
      const keys = page.getByRole('region', { name: 'Keys' });
      await expect(keys).toContainText('Never');
      await keys.getByRole('link', { name: 'Change the key' }).click();
      await page.getByLabel('Why').fill('The yearly change');
      await signed(page, key, 'Sign and change');
      await expect(page.getByText('The key is being changed now')).toBeVisible();
      await expect(async () => {
        await page.goto(`${home}/system`);
        await expect(keys.getByText('today')).toBeVisible({ timeout: 500 });
      }).toPass();
      await looks(page, 'system-keys');
    });
    await test.step('the server is sealed: nothing opens any more', async () => {
      await page.getByRole('link', { name: 'Seal the server' }).click();
      await page.getByLabel('Why').fill('Somebody is in the network');
      await looks(page, 'sealing');
      await signed(page, key, 'Sign and seal');
      await expect(async () => {
        await page.goto(`${home}/staff`);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('This server is sealed', { timeout: 500 });
      }).toPass();
      await audit(page);
      await looks(page, 'sealed');
    });
    await test.step('a wrong key opens nothing, the right one does', async () => {
      await page.getByLabel('Root key').fill('5e'.repeat(32));
      await page.getByRole('button', { name: 'Unseal' }).click();
      await expect(page.getByLabel('Root key')).toHaveAttribute('aria-invalid', 'true');
      await page.getByLabel('Root key').fill(readFileSync(rootKey, 'utf8').trim());
      await page.getByRole('button', { name: 'Unseal' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('The server opens');
      await audit(page);
      await expect(async () => {
        await page.goto(`${home}/staff`);
        await expect(page.getByText('Rui Prado').first(), 'the sign-in has outlived it').toBeVisible({ timeout: 500 });
      }).toPass();
    });
  });
});

/** The organisation and its administrator; answers with the key of the authenticator app. */
async function found(page: Page, setUp: string): Promise<string> {
  await page.goto(setUp);
  await page.getByLabel('Name of the organisation').fill('Harbour Counselling');
  await page.getByLabel('Time zone').fill('Europe/Lisbon');
  await page.getByLabel('Your name').fill('Rui Prado');
  await page.getByLabel('Your title').fill('IT administrator');
  await page.getByLabel('Sign-in name').fill('rui');
  await page.getByRole('button', { name: 'Go on to the password' }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Go on to the app' }).click();
  const key = (await page.getByText('Or type this key').locator('..').getByRole('listitem').allInnerTexts()).join('');
  await page.getByLabel('The six digits').fill(totp(key));
  await page.getByRole('button', { name: 'Confirm the code' }).click();
  await page.getByRole('link', { name: /put them away/ }).click();
  return key;
}

/** The step of the last code that was used: each serves once. */
let used = 0;

/** Signs with password and the next code; it may take half a minute until the app shows another. */
async function signed(page: Page, key: string, button: string): Promise<void> {
  const next = (): number => Math.floor(Date.now() / 30_000) + 1;
  while (next() <= used) await page.waitForTimeout(500);
  used = next();
  await page.getByLabel('Your own password').fill(PASSWORD);
  await page.getByLabel('Code from your authenticator app').fill(totp(key, 1));
  await page.getByRole('button', { name: button }).click();
}
