// Sessions that stories need before they begin.

import type { Locator, Page } from '@playwright/test';

import { weekdayAhead } from './days.ts';
import { record } from './sign.ts';

/** Says when a session is to be. The field is named by its role too: among the free times that stand beside it may be one "today". */
export async function saysWhen(form: Page | Locator, day: string, time: string): Promise<void> {
  await form.getByRole('textbox', { name: 'Day' }).fill(day);
  await form.getByLabel('Time').fill(time);
}

/** Books a session so many working days ahead, at a time that no other story takes; then the client cancels it, and no other one is booked. */
export async function cancelledSession(page: Page, file: string, days: number, time: string): Promise<void> {
  await page.goto(`${file}/sessions/new`);
  await saysWhen(page, weekdayAhead(days), time);
  await record(page, 'Book session', 'Session booked.');
  await page.goto(`${file}/sessions`);
  await page.getByRole('link', { name: 'Not held or moved' }).click();
  await page.getByLabel('Cancelled by the client').check();
  await page.getByLabel('No next session').check();
  await page.getByLabel('If none is booked: why').fill('Did not say.');
  await record(page, 'Sign', 'Recorded.');
}
