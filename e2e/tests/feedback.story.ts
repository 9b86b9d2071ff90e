// A review of complaints and feedback: what is decided stands on Today of whoever makes it, until they have said what became of it.

import { expect, inDays, looks, sign, signIn, test } from '../support/casekeep.ts';

test('what a review improves is on the list of whoever makes it, until it is done', async ({ page, trouble }) => {
  trouble.expect(/422/);
  await signIn(page, 'complaints_manager');
  await page.goto('/inbox');
  await page.getByRole('link', { name: 'Figures' }).click();
  await expect(page.getByRole('heading', { name: 'What is improved' })).toBeVisible();
  await looks(page, 'feedback-figures');

  await page.getByRole('link', { name: 'Record a review' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Record a review of feedback' })).toBeVisible();
  await page.getByLabel('What shows').focus();
  await page.keyboard.type('Three people did not know that they may complain.');
  await page.keyboard.press('Tab');
  await page.keyboard.type('The leaflet hangs in every room.');
  await page.getByText('Add an improvement', { exact: true }).click();
  const first = page.getByRole('group', { name: 'Improvement 1' });
  await first.getByLabel('What is improved').fill('Hang up the leaflet');
  await first.getByLabel('Who does it').selectOption({ label: 'Beatriz Nogueira' });
  await first.getByLabel('By when').fill(inDays(-3));
  await sign(page, 'Sign review');
  await expect(first).toContainText('a day from today on');
  await looks(page, 'feedback-review-wrong');
  await first.getByLabel('By when').fill(inDays(10));
  await sign(page, 'Sign review');
  await expect(page.getByRole('main')).toContainText('Three people did not know that they may complain.');
  const line = page.getByRole('listitem').filter({ hasText: 'Hang up the leaflet' });
  await expect(line).toContainText('Beatriz Nogueira');

  await signIn(page, 'frontline_staff');
  await page.goto('/');
  await page.getByRole('link', { name: 'Improve: Hang up the leaflet' }).first().click();
  await expect(page.getByRole('heading', { name: 'What became of it' })).toBeVisible();
  await looks(page, 'improvement');
  await page.getByLabel('It is not done, and will not be').check();
  await sign(page, 'Sign what became of it');
  await expect(page.getByRole('main')).toContainText('Please say why');
  await page.getByLabel('It is done').check();
  await page.getByLabel('In words').fill('In all five rooms');
  await sign(page, 'Sign what became of it');
  await expect(page.getByRole('status').filter({ hasText: 'Signed.' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Improve: Hang up the leaflet' })).toHaveCount(0);

  await signIn(page, 'complaints_manager');
  await page.goto('/inbox/figures');
  await expect(line).toContainText('In all five rooms');
  await expect(line).toContainText('Done');
});
