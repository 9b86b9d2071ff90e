// Sessions that stories need before they begin.

import type { Page } from '@playwright/test';

import { weekdayAhead } from './days.ts';
import { record } from './sign.ts';

/** Books a session so many working days ahead, at a time that no other story takes; then the client cancels it, and no other one is booked. */
export async function cancelledSession(page: Page, file: string, days: number, time: string): Promise<void> {
  await page.goto(`${file}/sessions/new`);
  await page.getByLabel('Day').fill(weekdayAhead(days));
  await page.getByLabel('Time').fill(time);
  await record(page, 'Book session', 'Session booked.');
  await page.goto(`${file}/sessions`);
  await page.getByRole('link', { name: 'Not held or moved' }).click();
  await page.getByLabel('Cancelled by the client').check();
  await page.getByLabel('No next session').check();
  await page.getByLabel('If none is booked: why').fill('Did not say.');
  await record(page, 'Sign', 'Recorded.');
}
