// The plan: a version for every change, with its reason and how the client agreed; and two people who change it at once.

import { expect, looks, openedCase, record, sign, signIn, test } from '../support/casekeep.ts';

import type { Page } from '@playwright/test';

test('two people change the plan at once: the second sees what the first changed, and nothing is lost', async ({ page, browser, trouble }) => {
  test.setTimeout(120_000);
  trouble.expect(/409/);
  const it = await openedCase(page, 'Ottilie');
  await page.goto(`${it.file}/plan`);
  await looks(page, 'plan-none');
  await page.goto(`${it.file}/plan/edit`);
  await page.getByLabel('Goal 1 (optional)').fill('Sleep through the night');
  await page.getByLabel('Goal 2 (optional)').fill('Find a flat');
  await page.getByLabel('Intervention 1 (optional)', { exact: true }).fill('Weekly talks');
  await agree(page, 'First plan.');
  await record(page, 'Sign plan', 'New version of the plan signed.');

  const other = await browser.newContext();
  const second = await other.newPage();
  await test.step('both open the form', async () => {
    await page.goto(`${it.file}/plan/edit`);
    await signIn(second, 'supervisor');
    await second.goto(new URL(`${it.file}/plan/edit`, page.url()).href);
  });
  await test.step('the first signs', async () => {
    await page.getByLabel('How far is goal 1').selectOption('In progress');
    await page.getByLabel('Goal 3 (optional)').fill('Learn to swim');
    await agree(page, 'Agreed yesterday.');
    await record(page, 'Sign plan', 'New version of the plan signed.');
  });
  await test.step('the second is told what has changed, keeps the own words, and has those of the first', async () => {
    await second.getByLabel('Goal 2 (optional)').fill('Find a flat near the school');
    await agree(second, 'The aunt asked for it.');
    await second.getByRole('button', { name: 'Review and sign' }).click();
    const told = second.getByRole('article', { name: /changed meanwhile/ });
    await expect(told).toContainText('Learn to swim');
    await expect(second.getByLabel('Goal 1 (optional)')).toHaveValue('Sleep through the night');
    await expect(second.getByLabel('How far is goal 1').locator('option:checked')).toHaveText('In progress');
    await expect(second.getByLabel('Goal 2 (optional)')).toHaveValue('Find a flat near the school');
    await expect(second.getByLabel('Goal 3 (optional)')).toHaveValue('Learn to swim');
    await expect(second.getByLabel('Why the plan changes')).toHaveValue('The aunt asked for it.');
    await looks(second, 'plan-merge');
    await second.getByRole('button', { name: 'Review and sign' }).click();
    await sign(second, 'Sign plan');
    await expect(second.getByText('New version of the plan signed.')).toBeVisible();
  });
  await other.close();

  await page.goto(`${it.file}/plan`);
  for (const goal of ['Sleep through the night', 'Find a flat near the school', 'Learn to swim']) await expect(page.getByRole('region', { name: 'Goals' })).toContainText(goal);
  await expect(page.getByRole('heading', { name: 'Version 3' })).toBeVisible();
  await looks(page, 'plan');
});

async function agree(page: Page, why: string): Promise<void> {
  await page.getByLabel('Agreed face to face').check();
  await page.getByLabel('Why the plan changes').fill(why);
}
