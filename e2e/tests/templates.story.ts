// Approved wording: drafted by one, approved by another, used for an answer and for a letter; and the check that advises and stops nothing.

import { expect, looks, openedCase, sign, signIn, test } from '../support/casekeep.ts';

test('a template is drafted, checked and approved by somebody else', async ({ page, trouble }) => {
  trouble.expect(/422/); // what is wrong comes back to its field
  test.setTimeout(120_000);
  const name = `Thanks ${Date.now()}`;
  await signIn(page, 'supervisor');
  await page.goto('/organisation/templates');
  await looks(page, 'templates');
  await page.getByRole('link', { name: 'Draft a template' }).click();
  await page.getByLabel('What it is called').fill(name);
  await page.getByRole('radio', { name: 'Answer an inquiry' }).check();
  await page.getByRole('radio', { name: 'Letter' }).check();
  await page.getByLabel('Language').selectOption('en');
  await page.getByLabel('Text', { exact: true }).fill('Good day {client_nam}, you must call us.');
  await page.getByRole('button', { name: 'Check the wording' }).click();
  await expect(page.locator('.found')).toContainText('This may sound harsh');
  await looks(page, 'template-form');
  await sign(page, 'Sign the draft');
  await expect(page.getByRole('main')).toContainText('Something in braces is not on the list');
  await page.getByLabel('Text', { exact: true }).fill('Good day {client_name}, thank you. {worker}');
  await sign(page, 'Sign the draft');
  await expect(page.getByRole('main')).toContainText('Good day Ana Ruiz, thank you. Maria Vega');
  await expect(page.getByRole('link', { name: 'Approve this version' })).toHaveCount(0);
  await looks(page, 'template');

  await signIn(page, 'director');
  await page.goto('/organisation/templates');
  await page.getByRole('link', { name }).click();
  await page.getByRole('link', { name: 'Approve this version' }).click();
  await looks(page, 'template-approval');
  await sign(page, 'Sign the approval');
  await expect(page.getByRole('main')).toContainText('Version 1, approved');
  await page.goto('/organisation/glossary');
  await looks(page, 'glossary');
});

test('a letter is filled from the file, checked, signed and opened for printing', async ({ page, trouble }) => {
  trouble.expect(/422/); // what is wrong comes back to its field
  test.setTimeout(120_000);
  const it = await openedCase(page, 'Rosalind');
  await page.goto(it.file);
  await page.getByRole('main').getByRole('link', { name: 'Write a letter' }).click();
  await expect(page.getByRole('textbox', { name: 'The letter' })).toHaveValue(/\{next_session\}/);
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await expect(page.getByRole('main')).toContainText('Please write what stands for {next_session}');
  await looks(page, 'letter-form');
  await page.getByRole('textbox', { name: 'The letter' }).fill('Good day, you must come on Tuesday.');
  await page.getByRole('button', { name: 'Check the wording' }).click();
  await expect(page.locator('.found')).toContainText('Perhaps: please');
  await expect(page.getByRole('textbox', { name: 'The letter' })).toHaveValue('Good day, you must come on Tuesday.');
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await looks(page, 'letter-sign');
  await sign(page, 'Sign letter');
  await expect(page.getByText('Letter signed.')).toBeVisible();
  await page.getByRole('link', { name: 'Open and print' }).first().click();
  await expect(page.getByRole('link', { name: 'Print the letter' })).toBeVisible();
  await looks(page, 'letter');
});
