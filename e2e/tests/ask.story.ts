// What comes by itself: the form by which anybody can ask, without a cookie and without script, and e-mails in the inbox.

import { expect, looks, signIn, test } from '../support/casekeep.ts';

test('somebody asks by the form, and it stands in the inbox', async ({ page, browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: 'en-GB', baseURL });
  const stranger = await context.newPage();
  await stranger.goto('/ask');
  await stranger.getByRole('radio', { name: 'Praise, or an idea' }).check();
  await stranger.getByLabel('Your message').fill('The evening for parents was good.');
  await stranger.getByRole('radio', { name: 'An e-mail' }).check();
  await stranger.waitForTimeout(3500);
  await stranger.getByRole('button', { name: 'Send message' }).click();
  await expect(stranger.getByRole('main')).toContainText('Please give the number or address for the answer');
  await stranger.getByLabel('Number or address for the answer').fill('ana@example.org');
  await stranger.getByRole('button', { name: 'Send message' }).click();
  await expect(stranger.getByRole('heading', { level: 1 })).toHaveText('Thank you. We have your message.');
  await expect(stranger.getByRole('main')).toContainText(/Your number is Q-/);
  expect(await context.cookies()).toEqual([]);
  await context.close();

  await signIn(page, 'supervisor');
  await page.goto('/inbox');
  await page.getByRole('link', { name: 'The evening for parents was good.' }).click();
  await expect(page.getByRole('main')).toContainText('Anybody can fill in the form, under any name');
});

test('the form and an e-mail look as they should', async ({ page }) => {
  await page.goto('/ask?lang=en');
  await looks(page, 'ask');
  await page.goto('/ask?lang=ar');
  await looks(page, 'ask-ar');
  await signIn(page, 'supervisor');
  await page.goto('/inbox');
  await page.getByRole('link', { name: 'Can my son change his day?' }).click();
  await expect(page.getByRole('main')).toContainText('Tuesday would be best.');
  await expect(page.getByRole('link', { name: /Timetable.txt/ })).toBeVisible();
  await looks(page, 'inquiry-by-mail');
});
