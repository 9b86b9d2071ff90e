// What became of reminders: the list of the house, and a reply of a client that somebody reads.

import { expect, looks, record, signIn, test } from '../support/casekeep.ts';

test('a supervisor sees what became of all reminders', async ({ page }) => {
  await signIn(page, 'supervisor');
  await page.goto('/calendar');
  await page.getByRole('main').getByRole('link', { name: 'Reminders' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reminders');
  await expect(page.getByRole('listitem').filter({ hasText: 'By text message' }).filter({ hasText: 'Did not arrive' })).toHaveCount(1);
  await looks(page, 'reminders-all');

  const states = page.getByRole('navigation', { name: 'Which reminders' });
  await states.getByRole('link', { name: 'Arrived' }).click();
  await expect(page).toHaveURL(/state=delivered/);
  await page.getByLabel('Whose sessions').selectOption({ label: 'Ruben Achterberg' });
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/state=delivered.*staff=|staff=.*state=delivered/);
  await looks(page, 'reminders-of-one');
});

test('what a client wrote back is read, and signed off with what came of it', async ({ page }) => {
  await signIn(page, 'caseworker');
  const duty = page.getByRole('main').getByRole('link', { name: 'Read what the client wrote back' }).first();
  await duty.click();
  await expect(page.getByRole('main')).toContainText('my son is ill');
  await looks(page, 'reply');
  await page.getByLabel('What came of it').fill('Called her; we meet on Thursday');
  await record(page, 'Sign', 'Recorded.');
  await page.goto('/');
  await expect(page.getByRole('main')).not.toContainText('Read what the client wrote back');
});
