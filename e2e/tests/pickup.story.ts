// Something is given out by the secure page: opened, told by phone, tried with a wrong code, fetched with the right one; and shut.

import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { audit, expect, loggedCall, looks, openedCase, sign, signIn, test } from '../support/casekeep.ts';

/** A note of a call of this client's case is given out by the secure page, at the client's request. Ends at the form that opens the page. */
async function givenByPage(page: Page, client: string): Promise<string> {
  const { file } = await openedCase(page, client);
  await loggedCall(page, file, 'She has a place in the day clinic.');
  await page.goto(`${file}/disclosures/new/request`);
  await page.getByText('Give out: Notes of calls and other contacts').click();
  await page.getByRole('checkbox', { name: /^Phone call/ }).check();
  await page.getByRole('radio', { name: 'I know them in person' }).check();
  await page.getByRole('radio', { name: 'Secure page' }).check();
  await sign(page, 'Sign and give it out');
  return file;
}

test('a client fetches their copy with a link and a code, and the file says so', async ({ page, browser, trouble }) => {
  trouble.expect(/422|410/); // a wrong code, and a page that was shut
  test.setTimeout(180_000);
  const file = await givenByPage(page, 'Philippa');
  await expect(page.getByRole('heading', { name: 'Open the secure page' })).toBeVisible();
  await page.getByRole('radio', { name: 'By e-mail, from here' }).check();
  await looks(page, 'pickup-form');
  await page.getByLabel('E-mail address').fill('');
  await sign(page, 'Sign and open the page');
  await expect(page.getByText('Please fill in the address').first()).toBeVisible();
  await page.getByRole('radio', { name: 'I give them the link myself' }).check();
  await sign(page, 'Sign and open the page');
  await expect(page.getByText('Page opened.')).toBeVisible();
  await looks(page, 'pickup-open');
  const panel = page.getByRole('region', { name: 'Secure page' });
  const code = (await panel.getByRole('definition').first().innerText()).trim();
  const link = (await panel.getByRole('definition').nth(1).innerText()).trim();
  expect(code).toMatch(/^\d{4} \d{4}$/);

  const outside = await browser.newContext({ locale: 'en-GB' });
  const theirs = await outside.newPage();
  const at = new URL(link).pathname;
  await theirs.goto(new URL(at, page.url()).href);
  await expect(theirs.getByRole('heading', { name: 'Something is waiting for you' })).toBeVisible();
  await expect(theirs.getByText('Philippa')).toHaveCount(0);
  await looks(theirs, 'pickup-door');
  await theirs.getByLabel('The code').fill('0000 0000');
  await theirs.getByRole('button', { name: 'Fetch it' }).click();
  await expect(theirs.getByText('This is not the code').first()).toBeVisible();
  await looks(theirs, 'pickup-door-wrong');
  await theirs.getByLabel('The code').fill(code);
  const [saved] = await Promise.all([theirs.waitForEvent('download'), theirs.keyboard.press('Enter')]);
  expect(saved.suggestedFilename()).toBe('disclosure-1.pdf');
  expect((await readFile((await saved.path())!)).subarray(0, 5).toString()).toBe('%PDF-');

  await page.reload();
  await expect(panel).toContainText('It was fetched with link and code');
  await expect(panel).toContainText('A wrong code was given');
  await looks(page, 'pickup-fetched');
  await page.goto(file);
  await expect(page.getByText('Fetched from the secure page with link and code')).toBeVisible();
  await outside.close();
});

test('a page that was opened for the wrong person is shut, and looks as if it never was', async ({ page, browser, trouble }) => {
  trouble.expect(/410/);
  test.setTimeout(120_000);
  await givenByPage(page, 'Leokadia');
  await page.getByRole('radio', { name: 'I give them the link myself' }).check();
  await sign(page, 'Sign and open the page');
  const panel = page.getByRole('region', { name: 'Secure page' });
  const at = new URL((await panel.getByRole('definition').nth(1).innerText()).trim()).pathname;
  await panel.getByRole('link', { name: 'Shut the page' }).click();
  await looks(page, 'pickup-shut');
  await page.getByLabel('Why').fill('It was the number of her sister.');
  await sign(page, 'Sign and shut it');
  await expect(page.getByText('Page shut.')).toBeVisible();
  await expect(panel.getByRole('link', { name: 'Open another page' })).toBeVisible();

  const outside = await browser.newContext();
  const theirs = await outside.newPage();
  expect((await theirs.goto(new URL(at, page.url()).href))!.status()).toBe(410);
  await expect(theirs.getByRole('heading', { name: 'This page is not open any more' })).toBeVisible();
  await audit(theirs);
  await outside.close();
});

test('the director says what may leave by which way, and for how long a page stays open', async ({ page, trouble }) => {
  trouble.expect(/422/); // a page cannot stay open for a year
  await signIn(page, 'director');
  await page.goto('/organisation/giving-out');
  await looks(page, 'giving-out');
  await page.getByRole('link', { name: 'Change these figures' }).click();
  const days = page.getByLabel('Days for which a secure page may stay open');
  await days.fill('365');
  await page.getByLabel('Encrypted e-mail').selectOption('Standard');
  await page.getByLabel('Why this changes').fill('Hardly anybody can open an encrypted e-mail.');
  await sign(page, 'Sign the change');
  await expect(page.getByText('Please give between 1 and 30 days').first()).toBeVisible();
  await expect(page.getByLabel('Encrypted e-mail'), 'nothing is lost').toHaveValue('standard');
  await looks(page, 'giving-out-figures');
  await days.fill('10');
  await sign(page, 'Sign the change');
  await expect(page.getByRole('main')).toContainText('What is Standard at most');
  await expect(page.getByRole('main')).toContainText('10 days');
});
