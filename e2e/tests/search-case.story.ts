// Searching in one case (CM-4.2.4): what was written and what was filed is found by its words, marked and as text; the words stand in no address.

import { expect, fitsSideways, looks, openedCase, record, sign, signIn, test } from '../support/casekeep.ts';

import type { Page } from '@playwright/test';

/** A PDF of one page for each of these texts. */
function pdf(pages: string[]): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${pages.map((_, n) => `${4 + 2 * n} 0 R`).join(' ')}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  for (const [n, text] of pages.entries()) {
    const content = `BT /F1 24 Tf 72 700 Td (${text}) Tj ET`;
    objects.push(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${5 + 2 * n} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`);
    objects.push(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
  }
  const numbered = objects.map((object, n) => `${n + 1} 0 obj\n${object}\nendobj\n`).join('');
  return Buffer.from(`%PDF-1.7\n${numbered}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\n%%EOF\n`);
}

const letter = { name: 'letter.pdf', mimeType: 'application/pdf', buffer: pdf(['Dear Ms Vega', 'the grandmother Zibellin came to school']) };
const scan = { name: 'scan.pdf', mimeType: 'application/pdf', buffer: pdf(['']) };

test('what was written and what was filed is found by its words', async ({ page, trouble }) => {
  test.setTimeout(180_000);
  trouble.expect(/422/);
  const it = await openedCase(page, 'Zenobia');
  await page.goto(`${it.file}/contacts/new`);
  await page.getByLabel('Phone call').check();
  await page.getByLabel('Inquiry').check();
  await page.getByLabel('What was said').fill('Ms Zíbellin <b>called</b>, the grandmother. She is worried about school.');
  await record(page, 'Sign contact', 'Contact signed.');
  await file(page, it.file);

  await page.goto(it.file);
  await page.keyboard.press('f');
  const field = page.getByRole('search', { name: 'Search in this case' }).getByRole('searchbox');
  await expect(field).toBeFocused();
  await field.fill('zibellin GRANDMOTHER');
  await field.press('Enter');
  await expect(page.getByText('2 entries and documents fit, the newest first.')).toBeVisible();
  expect(page.url(), 'no word of the search stands in the address').toMatch(new RegExp(`${it.file}/search$`));
  const found = page.getByRole('list', { name: 'What was found' }).getByRole('listitem');
  await expect(found).toHaveCount(2);
  await expect(found.first()).toContainText('A letter from the school');
  await expect(found.nth(1).locator('mark')).toHaveText(['Zíbellin', 'grandmother']);
  await expect(found.nth(1), 'what was written is shown as text').toContainText('Ms Zíbellin <b>called</b>, the grandmother.');
  await expect(page.getByText('One scan or photo has no text: only its title and name were searched.')).toBeVisible();
  await looks(page, 'case-search-found');

  await test.step('one kind alone', async () => {
    await page.getByRole('button', { name: /^Contacts/ }).click();
    await expect(found).toHaveCount(1);
    await expect(page.getByRole('button', { name: /^Contacts/ })).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: /^All/ }).click();
    await expect(found).toHaveCount(2);
  });
  await test.step('from what was found to the page of the letter, and to the entry', async () => {
    await found.first().getByRole('link', { name: 'Page 2' }).click();
    await expect(page.getByRole('img', { name: 'Page 2 of A letter from the school' })).toBeVisible();
    await search(page, it.file, '"worried about"');
    await found.getByRole('link').click();
    await expect(page).toHaveURL(/#e\d+$/);
    await expect(page.locator(':target')).toBeInViewport();
  });
  await test.step('what does not fit, what is no word, and what is too long is said', async () => {
    await search(page, it.file, '"grandmother zibellin called" school');
    await expect(page.getByText('Nothing fits.')).toBeVisible();
    await looks(page, 'case-search-nothing');
    await search(page, it.file, '.*');
    await expect(page.getByText('Please type a word or a number; signs alone cannot be found.').first()).toBeVisible();
    await looks(page, 'case-search-wrong');
  });
  await test.step('on a phone the field stands above the timeline', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(it.file);
    await fitsSideways(page);
    await field.fill('zibellin');
    await field.press('Enter');
    await expect(found).toHaveCount(2);
  });
  await page.setViewportSize({ width: 1440, height: 1000 });
  await page.goto(`${it.file}/accesses`);
  await expect(page.getByRole('row').filter({ hasText: 'searched in' }).first()).toContainText('Maria Vega');

  await signIn(page, 'provider');
  trouble.expect(/404/);
  expect((await page.goto(`${it.file}/search`))?.status()).toBe(404);
});

async function search(page: Page, file: string, words: string): Promise<void> {
  await page.goto(`${file}/search`);
  const field = page.getByRole('search', { name: 'Search in this case' }).getByRole('textbox');
  await field.fill(words);
  await field.press('Enter');
  await expect(page.getByRole('heading', { name: 'Search in this case' })).toBeVisible();
}

/** Files the letter and the scan. */
async function file(page: Page, of: string): Promise<void> {
  await page.goto(`${of}/documents/new`);
  await page.getByLabel('Choose files').setInputFiles([letter, scan]);
  for (const [name, title] of [[/letter\.pdf/, 'A letter from the school'], [/scan\.pdf/, 'A scan']] as const) {
    const section = page.getByRole('region', { name });
    await section.getByLabel('What it is').fill(title);
    await section.getByLabel('Type').selectOption('Letter');
    await section.getByLabel('Date on it').fill('2026-01-05');
  }
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await sign(page, 'File 2 documents');
  await expect(page.getByText('Filed.', { exact: true })).toBeVisible();
}
