// A contact, from the key on Today to the record: logged in seconds, corrected by an addendum, late with a reason, signed beside by the supervisor.

import { expect, inDays, looks, openedCase, record, sign, signIn, test } from '../support/casekeep.ts';

import type { Page } from '@playwright/test';

test('a call is logged with its promise, its decision and its level', async ({ page }) => {
  test.setTimeout(120_000);
  const it = await openedCase(page, 'Ludmila');
  await page.goto(it.file);
  await page.getByRole('main').getByRole('link', { name: 'Log contact' }).click();
  await page.getByLabel('Phone call').check();
  await page.getByLabel('Resolution').check();
  await page.getByLabel('What was said').pressSequentially('The landlord agrees to wait.');
  await page.getByLabel('Decision or outcome').pressSequentially('Rent is paid in two parts.');
  await promise(page);
  await page.getByLabel('How confidential').selectOption('Sensitive');
  await looks(page, 'contact-new');
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await looks(page, 'contact-sign');
  await sign(page, 'Sign contact');
  await expect(page.getByText('Contact signed.')).toBeVisible();
  const sheet = page.getByRole('article', { name: 'Phone call' });
  for (const words of ['The landlord agrees', 'Rent is paid in two parts', 'Send the letter', 'Maria Vega', 'Resolution']) await expect(sheet).toContainText(words);
  await looks(page, 'contact-timeline');

  await test.step('an addendum stands beneath it, and it stands unchanged', async () => {
    await sheet.getByRole('link', { name: 'Add an addendum' }).click();
    await page.getByLabel('Correction or addition').fill('In three parts, not two.');
    await page.getByLabel('Reason').fill('misheard');
    await looks(page, 'contact-addendum');
    await record(page, 'Sign addendum', 'Addendum signed.');
    await expect(sheet).toContainText('Rent is paid in two parts');
    await expect(page.getByText('In three parts, not two.')).toBeVisible();
  });
  await test.step('the supervisor signs beside the author, because of its level', async () => {
    await signIn(page, 'supervisor');
    await page.getByRole('link', { name: 'Supervision' }).click();
    await looks(page, 'supervision');
    await page.getByRole('listitem').filter({ hasText: it.number }).getByRole('link', { name: /Read entry/ }).click();
    await expect(page.getByText('The landlord agrees')).toBeVisible();
    await page.getByLabel('A remark for the author').fill('Well done.');
    await looks(page, 'contact-co-sign');
    await page.getByRole('button', { name: 'Go on to sign' }).click();
    await sign(page, 'Sign');
    await expect(page.getByText('Signed beside the author.')).toBeVisible();
    await expect(sheet).toContainText('Tomas Lindqvist');
    await expect(page.getByRole('article', { name: 'Remark of Tomas Lindqvist' })).toContainText('Well done.');
    await looks(page, 'contact-co-signed');
  });
});

test('what is written late says why, and says so ever after', async ({ page, trouble }) => {
  trouble.expect(/422/);
  const it = await openedCase(page, 'Bruno');
  await page.goto(`${it.file}/contacts/new`);
  await page.getByLabel('E-mail').check();
  await page.getByLabel('Service update').check();
  await page.getByLabel('Date', { exact: true }).fill(inDays(-5));
  await page.getByLabel('What was said').fill('Sent the form back.');
  await page.getByRole('button', { name: 'Review and sign' }).click();
  const why = page.getByLabel('Why you write it late');
  await expect(why).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('What was said'), 'what was written is still there').toHaveValue('Sent the form back.');
  await looks(page, 'contact-late');
  await why.fill('I was ill.');
  await record(page, 'Sign contact', 'Contact signed.');
  const sheet = page.getByRole('article', { name: 'E-mail' });
  await expect(sheet).toContainText('Late entry');
  await expect(sheet).toContainText('I was ill.');
});

async function promise(page: Page): Promise<void> {
  await page.getByText('Add an action item').click();
  const item = page.getByRole('group', { name: 'Action item 1' });
  await item.getByLabel('What is to be done').fill('Send the letter');
  await item.getByLabel('By when').fill('2027-02-01');
}
