// Reminders: when and in what words, signed by the director; and the page behind a link that serves no more.

import { expect, looks, sign, signIn, test } from '../support/casekeep.ts';

test('the director says when clients are reminded, and in what words', async ({ page, trouble }) => {
  test.setTimeout(120_000);
  trouble.expect(/422/);
  await signIn(page, 'director');
  await page.goto('/organisation/reminders');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Reminders');
  await looks(page, 'reminders');

  await test.step('hours that cannot be are refused at their field, with everything kept', async () => {
    await page.getByRole('link', { name: 'Change when' }).click();
    await page.getByLabel('Hours before a session').fill('24, 24');
    await page.getByLabel('Why this changes').fill('Some forget over the weekend');
    await sign(page, 'Sign the change');
    await expect(page.getByLabel('Hours before a session')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Why this changes')).toHaveValue('Some forget over the weekend');
    await looks(page, 'reminders-hours');
    await page.getByLabel('Hours before a session').fill('72, 24');
    await sign(page, 'Sign the change');
    await expect(page.getByText('72, 24 hours before the session')).toBeVisible();
  });

  await test.step('a wording in another language, which has to say when', async () => {
    await page.getByRole('link', { name: 'Add a language' }).click();
    await page.getByLabel('Language').fill('es');
    await page.getByLabel('Subject of e-mails').fill('Su cita');
    await page.getByLabel('Text').fill('Tiene una cita el {day}.');
    await page.getByLabel('Days of the week').fill('lunes, martes, miércoles, jueves, viernes, sábado, domingo');
    await page.getByLabel('How a day and a time are written').selectOption({ index: 1 });
    await page.getByLabel('Why this changes').fill('Many speak Spanish');
    await sign(page, 'Sign the wording');
    await expect(page.getByLabel('Text')).toHaveAttribute('aria-invalid', 'true');
    await page.getByLabel('Text').fill('Tiene una cita el {day} a las {time}: {link}');
    await looks(page, 'reminders-wording');
    await sign(page, 'Sign the wording');
    await expect(page.getByText('Tiene una cita el martes')).toBeVisible();
  });
});

test('a link that serves no more says so, and nothing else', async ({ page, trouble }) => {
  trouble.expect(/410/);
  await page.goto('/a/nothing');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work any more');
  await expect(page.getByText('Casekeep')).toHaveCount(0);
  await looks(page, 'answer-void');
});
