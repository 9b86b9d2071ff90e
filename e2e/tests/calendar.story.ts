// The calendar: one's own week, a day, a month, and the hours of everybody; with the keyboard, and without seeing whom others meet.

import { expect, looks, signIn, test } from '../support/casekeep.ts';

test('a caseworker goes through the calendar with the keyboard, and meets a client from there', async ({ page }) => {
  await signIn(page, 'caseworker');
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await expect(page).toHaveURL(/\/calendar$/);
  await expect(page.getByRole('main')).toContainText('Maria Vega');
  await looks(page, 'calendar-week');

  const ways = page.getByRole('navigation', { name: 'How much is shown' });
  await ways.getByRole('link', { name: 'Month', exact: true }).click();
  await expect(page.getByRole('table')).toBeVisible();
  await looks(page, 'calendar-month');

  await ways.getByRole('link', { name: 'Day' }).click();
  const first = page.getByRole('heading', { level: 1 });
  const today = await first.textContent();
  const other = page.getByRole('navigation', { name: 'Other days' });
  await other.getByRole('link', { name: 'After' }).click();
  await expect(first).not.toHaveText(today!);
  await other.getByRole('link', { name: 'Today' }).click();
  await expect(first).toHaveText(today!);
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page, 'the first session of the day').toHaveURL(/\/cases\/\w+\/sessions/);
});

test('of a colleague the calendar tells which hours are taken, and not by whom', async ({ page }) => {
  await signIn(page, 'caseworker');
  await page.goto('/calendar?view=everybody');
  const rows = page.getByRole('row');
  await expect(rows.filter({ hasText: 'Ruben Achterberg' })).toContainText('minutes');
  await expect(page.getByRole('main')).not.toContainText(/C-[0-9A-Z]{6}/);
  await looks(page, 'calendar-everybody');

  await rows.filter({ hasText: 'Ruben Achterberg' }).getByRole('link', { name: 'Ruben Achterberg', exact: true }).click();
  await expect(page.getByRole('main').getByText('Taken').first()).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(/C-[0-9A-Z]{6}/);
  await looks(page, 'calendar-colleague');

  await page.getByLabel('Whose calendar').selectOption({ label: 'Maria Vega' });
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('main')).toContainText('Maria Vega');
});
