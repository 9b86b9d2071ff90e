// The inbox: taken in at the door, put off, answered; and a complaint that needs its report first.

import { expect, looks, sign, signIn, test } from '../support/casekeep.ts';

test('a question is taken in, acknowledged and answered, and its clocks show it', async ({ page }) => {
  await signIn(page, 'supervisor');
  await page.goto('/inbox');
  await looks(page, 'inbox');
  await page.getByRole('link', { name: 'Take in an inquiry' }).click();
  await page.getByRole('radio', { name: 'Phone call' }).check();
  await page.getByLabel('Name').fill('Ana Ruiz');
  await page.getByLabel('What it is about').fill('Opening hours at Christmas');
  await page.getByLabel('What was said or written').fill('She asks when we are open at Christmas.');
  await page.getByRole('radio', { name: /^First or general question/ }).check();
  await looks(page, 'inquiry-form');
  await sign(page, 'Sign and take it in');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Opening hours at Christmas');
  await expect(page.getByRole('main')).toContainText('Acknowledge in 1 working day');

  await page.getByRole('link', { name: 'Acknowledge', exact: true }).click();
  await page.getByRole('radio', { name: 'Phone call' }).check();
  await sign(page, 'Sign');
  await expect(page.getByRole('main')).toContainText('Acknowledged: Phone call');
  await looks(page, 'inquiry');

  await page.getByRole('link', { name: 'Answer', exact: true }).click();
  await page.getByLabel('What was said or written').fill('We are closed from the 24th to the 26th.');
  await page.getByRole('radio', { name: 'The answer says nothing personal' }).check();
  await looks(page, 'inquiry-answer');
  await sign(page, 'Sign the answer');
  await expect(page.getByRole('main')).toContainText('We are closed from the 24th to the 26th.');
  await page.goto('/inbox?show=over');
  await expect(page.getByRole('link', { name: 'Opening hours at Christmas' }).first()).toBeVisible();
});

test('a complaint is answered after its escalation report', async ({ page }) => {
  await signIn(page, 'supervisor');
  await page.goto('/inbox');
  await page.getByRole('link', { name: 'Nobody called back' }).click();
  await expect(page.getByRole('link', { name: 'Answer', exact: true })).toHaveCount(0);
  await page.getByRole('link', { name: 'Write the escalation report' }).click();
  await looks(page, 'inquiry-escalation');
});
