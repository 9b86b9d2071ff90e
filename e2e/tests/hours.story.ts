// When people work and when they are away: set with the keyboard, seen by others without the reason; the office's days off; rooms.

import { expect, inDays, looks, sign, signIn, test } from '../support/casekeep.ts';

test('a provider is away for a day, and others see only that', async ({ page, trouble }) => {
  trouble.expect(/422/);
  await signIn(page, 'provider');
  await page.goto('/calendar');
  await page.getByRole('link', { name: 'My hours and absences' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('My hours and absences');
  await looks(page, 'hours');

  await page.getByRole('link', { name: 'Change hours' }).click();
  await page.getByRole('textbox', { name: /^Wednesday/ }).fill('mornings');
  await sign(page, 'Sign hours', { keys: true });
  await expect(page.getByText('Please write from and to').first()).toBeVisible();
  await page.getByRole('textbox', { name: /^Wednesday/ }).fill('8-12, 13-15:30');
  await looks(page, 'hours-week');
  await sign(page, 'Sign hours', { keys: true });
  await expect(page.getByText('Hours signed.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('Wednesday 13:00 – 15:30');

  await page.getByRole('link', { name: 'Note an absence' }).click();
  await page.getByLabel('First day').fill(inDays(40));
  await page.getByRole('radio', { name: 'Training' }).check();
  await looks(page, 'absence-new');
  await sign(page, 'Sign absence', { keys: true });
  await expect(page.getByText('Absence signed.')).toBeVisible();
  await expect(page.getByRole('main'), 'it is asked for at once').toContainText('Who stands in for me?');
  const who = new URL(page.url()).pathname.split('/').at(-2);
  await page.goto(`/calendar/hours/${who}`);
  await expect(page.getByRole('main')).toContainText('Training');

  await signIn(page, 'supervisor');
  await page.goto(`/calendar?view=day&on=${inDays(40)}&who=${who}`);
  await expect(page.getByRole('main')).toContainText('Away');
  await expect(page.getByRole('main')).not.toContainText('Training');
  await page.getByRole('link', { name: 'Hours and absences' }).click();
  await expect(page.getByRole('main')).not.toContainText('Training');
  await page.getByRole('link', { name: /^Withdraw/ }).first().click();
  await sign(page, 'Sign and withdraw', { keys: true });
  await expect(page.getByText('Absence withdrawn.')).toBeVisible();
});

test('the director reads a list of holidays before it is signed', async ({ page, trouble }) => {
  trouble.expect(/422/);
  await signIn(page, 'director');
  await page.goto('/organisation/office');
  await looks(page, 'office');
  await page.getByRole('link', { name: 'Read a list of holidays' }).click();
  await page.getByLabel('Or paste the list').fill('2031-01-01,New Year\n2031-12-25;Christmas Day\nsome day in May');
  await looks(page, 'office-list');
  await page.getByRole('button', { name: 'Read the list' }).click();
  await expect(page.getByRole('main')).toContainText('Line 3 could not be read');
  await looks(page, 'office-list-read');
  await sign(page, 'Sign days off', { keys: true });
  await expect(page.getByText('Days off signed.')).toBeVisible();
  await expect(page.getByRole('main')).toContainText('2031');
  await page.getByRole('link', { name: 'Change hours' }).click();
  await looks(page, 'office-hours');
});

test('rooms stand side by side in the calendar', async ({ page }) => {
  await signIn(page, 'administrative_staff');
  await page.goto('/organisation/rooms');
  await looks(page, 'rooms');
  await page.goto('/calendar?view=rooms');
  await expect(page.getByRole('heading', { name: /^Room 1/ })).toBeVisible();
  await looks(page, 'calendar-rooms');
});
