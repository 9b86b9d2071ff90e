// Documents (CM-4.2.2, CM-4.2.4): files are sent together, described, signed, handed out as they were, and come in versions; where no script runs too.

import { readFile } from 'node:fs/promises';

import { audit, expect, looks, openedCase, organisation, record, sign, signIn, test } from '../support/casekeep.ts';

import type { Page } from '@playwright/test';

const paper = (word: string, length: number) => Buffer.concat([Buffer.from(`%PDF-1.7\n${word}\n`), Buffer.alloc(length, ' ')]);
// longer than two parts, so that it is sent in three
const letter = { name: 'Letter <b>März.pdf', mimeType: 'application/pdf', buffer: paper('a letter', 9_000_000) };
const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Just words.\n') };
const program = { name: 'invoice.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\u0090\u0000\u0003') };

test('letters are sent together, named by the convention, and handed out as they were', async ({ page, trouble }) => {
  test.setTimeout(180_000);
  trouble.expect(/422/);
  const it = await openedCase(page, 'Ottilie');
  await page.goto(`${it.file}/closure`);
  await expect(page.getByRole('heading', { name: 'A document is missing: Consent form' })).toBeVisible();
  await page.goto(`${it.file}/documents`);
  await expect(page.getByText('No document was filed yet.')).toBeVisible();
  await looks(page, 'documents-none');
  await page.getByRole('link', { name: 'Add documents' }).click();

  await test.step('two arrive although the line is lost, and each waits to be described', async () => {
    let lost = false;
    await page.route('**/uploads/*', async (route) => {
      const second = route.request().headers()['upload-offset'] === String(4 * 1024 * 1024);
      if (!second || lost) return route.fallback();
      lost = true;
      return route.abort('connectionreset');
    });
    trouble.expect(/ERR_CONNECTION_RESET/);
    await page.getByLabel('Choose files').setInputFiles([letter, notes]);
    await expect(page.getByRole('heading', { name: /Letter <b>März\.pdf/ })).toBeVisible();
    await expect(page.getByRole('heading', { name: /notes\.txt/ })).toBeVisible();
    expect(lost, 'a part was lost on the way').toBe(true);
  });
  await test.step('what is no letter is told by its bytes, and nothing typed is lost', async () => {
    await describe(page, /Letter/, 'Consent to counselling', 'Consent form');
    await page.getByLabel('Choose files').setInputFiles([program]);
    await expect(page.getByText('This kind of file is not known here; please save it as PDF and add that.', { exact: true })).toBeVisible();
    await looks(page, 'documents-new');
    const section = page.getByRole('region', { name: /notes\.txt/ });
    await section.getByRole('button', { name: /Leave out/ }).click();
    await expect(section).toHaveCount(0);
    await expect(page.getByLabel('What it is')).toHaveValue('Consent to counselling');
  });
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await looks(page, 'documents-sign');
  await sign(page, 'File document');
  await expect(page.getByText('Filed.', { exact: true })).toBeVisible();
  const name = /2026-\d{6}-._2026-01-05_consent_001_v1/;
  await expect(page.getByText(name)).toBeVisible();
  await looks(page, 'documents');

  await test.step('every byte is as it was, and the copy says whose it is', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Download/ }).click()]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^${name.source}_P-\\d{8}-\\d{6}-[0-9a-f]{4}\\.pdf$`));
    const path = await download.path();
    expect((await readFile(path)).equals(letter.buffer)).toBe(true);
  });
  await test.step('what no reader of PDF can draw is said to be so', async () => {
    await page.getByRole('link', { name: /^Look at it/ }).click();
    await expect(page.getByText('This file cannot be shown here; it may be damaged or very large. Please download it.')).toBeVisible();
    await page.getByRole('link', { name: 'All documents' }).click();
  });
  await page.getByRole('link', { name: /^Details/ }).click();
  await looks(page, 'document');
  const document = page.url();
  await page.getByRole('link', { name: 'Correct' }).click();
  await page.getByLabel('What it is').fill('Consent to counselling, signed');
  await page.getByLabel('Why it is corrected').fill('said too little');
  await looks(page, 'document-correction');
  await record(page, 'Sign correction', 'Document corrected.');
  await page.goto(`${it.file}/closure`);
  await expect(page.getByRole('heading', { name: 'A document is missing' })).toHaveCount(0);

  await test.step('where no script runs another version is filed', async () => withoutScript(page, it.file));
  await page.goto(document);
  await expect(page.getByText('Version 2', { exact: true })).toBeVisible();
  await expect(page.getByText('Version 1', { exact: true })).toBeVisible();

  await test.step('a mistake stays, and is asked for again', async () => {
    await page.getByRole('link', { name: 'Filed by mistake' }).click();
    await page.getByLabel('What is wrong with it').fill('Of another client.');
    await record(page, 'Mark as a mistake', 'Marked as filed by mistake.');
    await page.goto(`${it.file}/closure`);
    await expect(page.getByRole('heading', { name: 'A document is missing: Consent form' })).toBeVisible();
    await page.goto(`${it.file}/documents`);
    await audit(page);
    await expect(page.getByRole('heading', { name: 'Filed by mistake' })).toBeVisible();
  });
  await test.step('the look is recorded, and who has nothing to do with it sees nothing', async () => {
    await signIn(page, 'supervisor');
    await page.goto(`${it.file}/accesses`);
    await expect(page.getByText('opened a document of').first()).toBeVisible();
    await signIn(page, 'complaints_manager');
    expect((await page.request.get(document)).status()).toBe(404);
  });
});

const describe = async (page: Page, file: RegExp, title: string, kind: string) => {
  const section = page.getByRole('region', { name: file });
  await section.getByLabel('What it is').fill(title);
  await section.getByLabel('Type').selectOption(kind);
  await section.getByLabel('Date on it').fill('2026-01-05');
};

const withoutScript = async (page: Page, file: string) => {
  const context = await page.context().browser()?.newContext({ javaScriptEnabled: false, baseURL: organisation().url });
  if (!context) throw new Error('no browser');
  await context.addCookies(await page.context().cookies());
  const plain = await context.newPage();
  await plain.goto(`${file}/documents/new`);
  await plain.getByLabel('Choose files').setInputFiles([{ ...letter, name: 'second.pdf', buffer: paper('the second', 5_000_000) }]);
  await plain.getByRole('button', { name: 'Send the chosen files' }).click();
  await describe(plain, /second\.pdf/, 'Consent to counselling, signed', 'Consent form');
  await plain.getByText('It is another version of a document that is there').click();
  await plain.getByLabel('Is it another version of one that is there').selectOption('Consent to counselling, signed');
  await plain.getByRole('button', { name: 'Review and sign' }).click();
  await expect(plain.getByRole('article', { name: 'Document, version 2: Consent to counselling, signed' })).toBeVisible();
  await sign(plain, 'File document');
  await expect(plain.getByText('Filed.', { exact: true })).toBeVisible();
  await context.close();
};

test('what came by itself is looked at, and somebody says what it is', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'caseworker');
  const duty = page.getByRole('link', { name: /^Say what a document is that came by itself/ });
  const before = await duty.count();
  await duty.first().click();
  await expect(page.getByText('Nobody has said what it is')).toBeVisible();
  await expect(page.getByText(/filed .* by itself\. By e-mail/)).toBeVisible();
  await looks(page, 'document-came');
  await page.getByRole('link', { name: 'All documents' }).click();
  await page.getByRole('link', { name: /^Look at it.*Attendance in the last month/ }).click();
  await expect(page.getByText('From: Secretary of the school <office@school.example>')).toBeVisible();
  await expect(page.getByText('the list is attached.')).toBeVisible();
  await looks(page, 'document-mail');
  await page.getByRole('link', { name: 'Say what it is' }).click();
  await page.getByLabel('What it is').fill('Attendance in October, from the school');
  await page.getByLabel('Type').selectOption({ label: 'Letter' });
  await looks(page, 'document-description');
  await record(page, 'Sign', 'Its name follows what you said.');
  await expect(page.getByRole('heading', { name: 'Attendance in October, from the school' })).toBeVisible();
  await expect(page.getByText(/_letter_\d{3}_v1/).first()).toBeVisible();
  await page.goto('/');
  await expect(duty).toHaveCount(before - 1);
});
