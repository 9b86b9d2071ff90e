// On paper: the chronology as a page, and as a file.

import type { Page } from '@playwright/test';

import { audit, expect, fitsSideways, prints, signIn, test } from '../support/casekeep.ts';

test('the chronology prints as a clean sheet', async ({ page }) => {
  test.setTimeout(120_000);
  await chronology(page);
  await expect(page.getByRole('heading', { name: 'Chronology, oldest first' })).toBeVisible();
  await audit(page);
  await fitsSideways(page);
  await prints(page, 'chronology');
  await page.emulateMedia({ media: 'print' });
  const number = page.getByText(/^\d{4}-\d{6,8}-[0-9A-Z]$/).first();
  await expect(number, 'the number of the case stands at its head').toBeVisible();
  await expect(page.getByText(/^Internal copy, not to be given out\. Printed by Maria Vega, .* Ledger checkpoint: \S+, \d+ lines, \S{40,}\.$/)).toBeVisible();
  await expect(page.getByText('Case opened').first(), 'from the first entry on').toBeVisible();
  await expect(page.getByText(/, author$/).first(), 'each with its signature').toBeVisible();
});

test('the chronology is a PDF to keep', async ({ page }) => {
  await chronology(page);
  const waiting = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Print as PDF' }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/^\d{4}-\d{6,8}-[0-9A-Z]-chronology-\d{4}-\d\d-\d\d\.pdf$/);
  const bytes: Buffer[] = [];
  for await (const piece of await file.createReadStream()) bytes.push(piece as Buffer);
  const pdf = Buffer.concat(bytes);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.subarray(-1024).toString('latin1')).toContain('%%EOF');
  expect(pdf.length, 'there is something in it').toBeGreaterThan(10_000);
});

/** The chronology of the caseworker's oldest case: newer ones are of other stories, which may be about to close them. */
async function chronology(page: Page): Promise<void> {
  await signIn(page, 'caseworker');
  await page.goto('/clients');
  const links = page.getByRole('main').getByRole('link', { name: /^\d{4}-\d{6,8}-/ });
  const cases = await links.evaluateAll((all) => all.map((one) => [one.textContent.trim(), one.getAttribute('href')]).sort());
  await page.goto(`${cases[0]![1]}/chronology`);
}
