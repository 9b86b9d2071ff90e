// Contacts that stories need before they begin.

import type { Page } from '@playwright/test';

import { record } from './sign.ts';

/** Logs a phone call in which this was said, and signs it. */
export async function loggedCall(page: Page, file: string, said: string): Promise<void> {
  await page.goto(`${file}/contacts/new`);
  await page.getByLabel('Phone call').check();
  await page.getByLabel('Service update').check();
  await page.getByLabel('What was said').fill(said);
  await record(page, 'Sign contact', 'Contact signed.');
}
