// Search in Clients: name, number, birth date and phone lead to the same person; what nobody has leads to a plain sentence.

import type { Page } from '@playwright/test';

import { audit, expect, fitsSideways, signIn, test } from '../support/casekeep.ts';

test('a client is found by name, number, birth date and phone', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'caseworker');
  await page.goto('/clients');
  await page.getByRole('list', { name: 'Clients by family name' }).getByRole('link', { name: /^C-/ }).first().click();
  const client = new URL(page.url()).pathname;
  const number = await page.getByRole('heading', { level: 1 }).locator('.number').innerText();
  const [name, born, phone] = [await fact(page, 'Name'), await fact(page, 'Birth date'), await fact(page, 'Phone number')];
  await audit(page);
  await fitsSideways(page);

  const family = name.split(' ').at(-1)!;
  const day = new Date(`${born.split(',')[0]} UTC`).toISOString().slice(0, 10);
  for (const words of [name, family.toLowerCase(), day, phone, phone.replaceAll(' ', '')]) {
    await test.step(`by ${words}`, async () => {
      await search(page, words);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('What was found');
      const found = page.getByRole('listitem').filter({ hasText: number });
      await expect(found).toHaveCount(1);
      await expect(found.getByRole('link', { name: number })).toHaveAttribute('href', client);
      expect(new URL(page.url()).search, 'no word of the search stands in the address').toBe('');
      await audit(page);
      await fitsSideways(page);
    });
  }
  await search(page, number);
  await expect(page, 'a number leads straight to the person').toHaveURL(new RegExp(`${client}$`));
});

test('what nobody has finds nobody, says so, and keeps the words', async ({ page }) => {
  await signIn(page, 'caseworker');
  for (const words of ['Xyloquartz', '1899-01-01', '+34 600 00 00 00', 'C-000000-0']) {
    await test.step(words, async () => {
      await search(page, words);
      await expect(page.getByRole('main').getByText('Nobody fits.')).toBeVisible();
      await expect(page.getByLabel('Search again').getByRole('textbox')).toHaveValue(words);
      await expect(page.getByRole('main').getByRole('link', { name: 'All your clients' })).toBeVisible();
      await audit(page);
      await fitsSideways(page);
    });
  }
});

/** What the client's page says of a fact, without the mark beneath it. */
async function fact(page: Page, term: string): Promise<string> {
  const words = page.getByRole('term').filter({ hasText: new RegExp(`^${term}$`) }).locator('xpath=following-sibling::dd[1]');
  return (await words.innerText()).split('\n')[0]!.trim();
}

/** On a phone the field of the bar is behind a button; the page of what was found has its own. */
async function search(page: Page, words: string): Promise<void> {
  await page.goto('/clients');
  await page.keyboard.press('/');
  const field = page.getByRole('banner').getByRole('searchbox');
  await field.fill(words);
  await field.press('Enter');
  await expect(page.getByRole('main')).toBeVisible();
}
