// Whatever comes between: the sign-in ends in mid-note, a hurried hand clicks twice, a form is filled in with what cannot be. Nothing is lost.

import type { Page } from '@playwright/test';

import { audit, expect, looks, openedCase, record, sign, test } from '../support/casekeep.ts';

test('a sign-in that ends in mid-note loses nothing', async ({ page, browser, trouble }) => {
  test.setTimeout(120_000);
  trouble.expect(/401/);
  const it = await openedCase(page, 'Wanda');
  const context = await browser.newContext();
  const note = await context.newPage();
  const origin = new URL(page.url()).origin;
  await asMaria(note, origin);
  await note.goto(`${origin}${it.file}/contacts/new`);
  await begin(note, 'She called at noon');
  await expect(note.getByText(/Draft saved \d\d:\d\d/)).toBeVisible();

  const tab = await context.newPage();
  await test.step('the sign-in ends', async () => {
    await tab.goto(origin);
    await tab.getByRole('button', { name: /Your menu/ }).click();
    await tab.getByRole('button', { name: 'Sign out' }).click();
    await expect(tab.getByText('You are signed out.')).toBeVisible();
  });
  await test.step('the page says so and keeps what is typed, also what is typed now', async () => {
    await note.getByLabel('What was said').fill('She called at noon. The flat is hers.');
    await note.getByRole('button', { name: 'Review and sign' }).click();
    await expect(note.getByRole('alert')).toContainText('Your sign-in has ended.');
    await expect(note.getByLabel('What was said')).toHaveValue('She called at noon. The flat is hers.');
    await looks(note, 'sign-in-ended');
  });
  await test.step('after signing in again elsewhere the same page is signed', async () => {
    await asMaria(tab, origin);
    await record(note, 'Sign contact', 'Contact signed.');
    await expect(note.getByRole('article', { name: 'Phone call' })).toContainText('The flat is hers.');
  });
  await context.close();
});

test('a draft waits where it was left, and the way back leads to it', async ({ page, browser }) => {
  const it = await openedCase(page, 'Xenia');
  const origin = new URL(page.url()).origin;
  const context = await browser.newContext();
  const note = await context.newPage();
  await asMaria(note, origin);
  await note.goto(`${origin}${it.file}/contacts/new`);
  await begin(note, 'Half a sentence');
  await expect(note.getByText(/Draft saved \d\d:\d\d/)).toBeVisible();
  await context.clearCookies(); // the browser was closed
  await note.goto(`${origin}${it.file}/contacts/new`);
  await note.getByRole('button', { name: /Maria Vega/ }).click();
  await expect(note, 'signing in leads back to the page that was asked for').toHaveURL(new RegExp(`${it.file}/contacts/new$`));
  await expect(note.getByLabel('What was said')).toHaveValue('Half a sentence');
  await context.close();
});

test('a hurried hand signs once, and what cannot be is said at its field with everything kept', async ({ page, trouble }) => {
  test.setTimeout(120_000);
  trouble.expect(/422/);
  const it = await openedCase(page, 'Yolanda');
  await page.goto(`${it.file}/contacts/new`);
  await begin(page, 'Came by in person.');
  const said = page.getByLabel('What was said');
  const date = page.getByLabel('Date', { exact: true });
  const kept = date.inputValue();
  for (const [what, fill, field] of [
    ['a control character', () => said.evaluate((it: HTMLTextAreaElement) => (it.value = 'Came by\u0007 in person.')), said],
    ['a right-to-left override', () => said.fill('Came by \u202Enosrep ni.'), said],
    ['too much text', () => said.evaluate((it: HTMLTextAreaElement) => (it.value = 'long '.repeat(5000))), said],
    ['the year 1', () => date.fill('0001-01-01'), date],
    ['29 February of a year without one', () => typed(page, 'date', '2026-02-29'), date],
    ['a day to come', () => date.fill('2031-01-01'), page.getByLabel('Time', { exact: true })],
  ] as const) {
    await test.step(what, async () => {
      await fill();
      await page.getByRole('button', { name: 'Review and sign' }).click();
      await expect(page.getByRole('alert').first()).toBeVisible();
      await audit(page);
      await expect(page.getByLabel('Phone call'), 'the rest is kept').toBeChecked();
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      await said.fill('Came by in person.');
      await typed(page, 'date', await kept);
    });
  }
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await sign(page, 'Sign contact', { twice: true });
  await expect(page.getByText('Contact signed.')).toBeVisible();
  await expect(page.getByRole('article', { name: 'Phone call' })).toHaveCount(1);
});

/** Signs in as Maria Vega, apart from the sign-in that all tests share. */
async function asMaria(page: Page, origin: string): Promise<void> {
  await page.goto(`${origin}/sign-in`);
  await page.getByRole('button', { name: /Maria Vega/ }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Today');
}

async function begin(page: Page, said: string): Promise<void> {
  await page.getByLabel('Phone call').check();
  await page.getByLabel('Service update').check();
  await page.getByLabel('What was said').fill(said);
}

/** Puts a value into a date field that browsers would not let anybody type: some people have other browsers. */
async function typed(page: Page, name: string, value: string): Promise<void> {
  await page.locator(`input[name="${name}"]`).evaluate((it: HTMLInputElement, value) => {
    it.type = 'text';
    it.value = value;
  }, value);
}
