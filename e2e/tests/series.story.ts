// A series of sessions: the dates and what is in their way before it is signed, this one and those that follow moved at once, and one of them moved in
// the calendar, by keys and by pointer.

import type { Page } from '@playwright/test';

import { expect, looks, openedCase, sign, test, weekdayAhead } from '../support/casekeep.ts';

/** Far enough ahead for no other story to be there. */
const FIRST = weekdayAhead(70);

/** Fills in a series of four, at an hour at which nobody works yet. */
async function plan(page: Page, file: string): Promise<void> {
  await page.goto(`${file}/series/new`);
  await page.getByLabel('How many').fill('4');
  await page.getByLabel('Choose another').check();
  await page.getByLabel('Day', { exact: true }).fill(FIRST);
  await page.getByLabel('Time', { exact: true }).fill('08:10');
  await page.getByRole('button', { name: 'Go on' }).click();
}

/** Chooses the same for each date of the table. */
async function choose(page: Page, words: string): Promise<void> {
  const table = page.getByRole('table', { name: 'The dates' });
  await expect(table.getByRole('combobox')).toHaveCount(4);
  for (const select of await table.getByRole('combobox').all()) await select.selectOption({ label: words });
}

test('a series is booked, moved from one session on, and its rest is cancelled', async ({ page, trouble }) => {
  trouble.expect(/422/);
  test.setTimeout(120_000);
  const it = await openedCase(page, 'Wilma');
  await plan(page, it.file);
  const dates = page.getByRole('table', { name: 'The dates' });
  await expect(dates.getByText('Outside of the working hours.').first()).toBeVisible();
  await looks(page, 'series-dates');

  await test.step('what is in the way asks for a choice', async () => {
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await expect(dates.getByText('Please choose one.')).toHaveCount(4);
    await looks(page, 'series-wrong');
    await choose(page, 'As planned all the same');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await expect(page.getByRole('dialog')).toContainText('4 sessions booked');
    await looks(page, 'series-sheet');
    await sign(page, 'Book sessions');
  });
  const booked = page.getByRole('region', { name: 'Booked' });
  await expect(page.getByText('Sessions booked.')).toBeVisible();
  for (const turn of ['1 of 4', '4 of 4']) await expect(booked).toContainText(`${turn} in its series`);
  await looks(page, 'series-booked');

  await test.step('once more at the same time: each date is taken, and too few are left', async () => {
    await plan(page, it.file);
    await expect(dates.getByText('The client has another session then.')).toHaveCount(4);
    await choose(page, 'Leave out');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await expect(page.getByText('A series has between 2 and 26 sessions.').first()).toBeVisible();
  });

  await test.step('the second one and what follows half an hour later', async () => {
    await page.goto(`${it.file}/sessions`);
    await booked.getByRole('listitem').nth(1).getByRole('link', { name: 'This and the following' }).click();
    await page.getByLabel('Move them').check();
    await page.getByLabel('Why', { exact: true }).fill('School begins later.');
    await page.getByLabel('Time', { exact: true }).fill('08:40');
    await page.getByRole('button', { name: 'Go on' }).click();
    const table = page.getByRole('table', { name: 'The dates' });
    await expect(table.getByRole('combobox')).toHaveCount(3);
    for (const select of await table.getByRole('combobox').all()) await select.selectOption({ label: 'As planned all the same' });
    await looks(page, 'series-following');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await expect(page.getByRole('dialog')).toContainText('3 sessions of a series moved');
    await sign(page, 'Move sessions');
    await expect(booked.getByText(/08:40/)).toHaveCount(3);
    await expect(booked.getByText(/08:10/)).toHaveCount(1);
  });

  await test.step('the note of the first names the second, which is booked', async () => {
    await booked.getByRole('listitem').first().getByRole('link', { name: 'Get ready' }).click();
    await expect(page.getByRole('radio', { name: /^The next one is booked: .*08:40/ })).toBeChecked();
    await looks(page, 'series-note');
  });

  await test.step('the rest is cancelled, with a reason', async () => {
    await page.goto(`${it.file}/sessions`);
    await booked.getByRole('listitem').nth(2).getByRole('link', { name: 'This and the following' }).click();
    await page.getByLabel('Cancelled by the client').check();
    await page.getByLabel('Why', { exact: true }).fill('Moves to another town.');
    await page.getByRole('button', { name: 'Go on' }).click();
    await expect(page.getByRole('dialog')).toContainText('2 sessions of a series cancelled');
    await sign(page, 'Cancel sessions');
    await expect(booked.getByRole('listitem')).toHaveCount(2);
  });
});

test('a session is moved in the calendar, by keys alone and by the pointer', async ({ page }) => {
  const it = await openedCase(page, 'Ottilie');
  await page.goto(`${it.file}/sessions/new`);
  await page.getByLabel('Choose another').check();
  await page.getByLabel('Day', { exact: true }).fill(weekdayAhead(110));
  await page.getByLabel('Time', { exact: true }).fill('10:00');
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await sign(page, 'Book session');
  await expect(page.getByText('Session booked.')).toBeVisible();

  const week = `/calendar?view=week&on=${weekdayAhead(110)}`;
  const booking = page.getByRole('listitem').filter({ hasText: '10:00 – 10:50' });
  await page.goto(week);
  await looks(page, 'calendar-to-move');

  await test.step('by keys: two quarters later on the next day, and back out with Escape', async () => {
    await booking.getByRole('link').focus();
    await page.keyboard.press('m');
    await expect(booking).toContainText('Enter opens the form');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight']) await page.keyboard.press(key);
    await expect(page.locator('#said')).toContainText('10:30');
    await looks(page, 'calendar-moving');
    await page.keyboard.press('Escape');
    await expect(booking).not.toContainText('10:30');
    await page.keyboard.press('m');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await expect(page.getByRole('radio', { name: 'Moved to another time' })).toBeChecked();
    await expect(page.getByLabel('Time', { exact: true })).toHaveValue('10:30');
    await expect(page.getByLabel('Day', { exact: true })).not.toHaveValue(weekdayAhead(110));
  });

  await test.step('by the pointer: into free time of the same day', async () => {
    await page.goto(week);
    const from = (await booking.boundingBox())!;
    const gap = page.locator(`section[data-day="${weekdayAhead(110)}"] .cal-gap`).last();
    const to = (await gap.boundingBox())!;
    await page.mouse.move(from.x + 20, from.y + 12);
    await page.mouse.down();
    await page.mouse.move(from.x + 40, from.y + 30, { steps: 4 });
    await page.mouse.move(to.x + 20, to.y + to.height / 2, { steps: 8 });
    await page.mouse.up();
    await expect(page.getByRole('radio', { name: 'Moved to another time' })).toBeChecked();
    await expect(page.getByLabel('Time', { exact: true })).not.toHaveValue('10:00');
    await looks(page, 'calendar-moved');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await sign(page, 'Sign');
    await expect(page.getByText('Recorded.')).toBeVisible();
  });
});
