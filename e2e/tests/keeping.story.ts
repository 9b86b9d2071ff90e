// What is kept and what is destroyed: a file that is due is held, released, put on a list, and approved by two people who did not prepare it.

import { expect, looks, sign, signIn, test } from '../support/casekeep.ts';

test('a file that is due is held, released, listed, and approved by two others', async ({ page, trouble }) => {
  trouble.expect(/422/); // a wrong password, a list of one's own
  test.setTimeout(180_000);
  await signIn(page, 'records_officer');
  await page.goto('/records');
  await page.getByRole('link', { name: 'Retention schedule' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Retention schedule');
  await looks(page, 'schedule');

  await page.goto('/records/lists/new');
  const number = (await page.locator('dl.pairs dt').first().textContent())!.trim();
  expect(number, 'a file of the demo is due').toMatch(/^\d{4}-\d{6}-/);
  await looks(page, 'list-due');

  const matter = await test.step('a matter holds it, and then it is not due', async () => {
    await page.goto('/records/matters');
    await looks(page, 'matters');
    await page.getByRole('link', { name: 'Open a matter' }).click();
    await page.getByLabel('What it is called').fill('Labour court, hearing in spring');
    await page.getByLabel('Why files have to be kept').fill('The court asks for the file.');
    await looks(page, 'matter-new');
    await sign(page, 'Sign and open');
    await expect(page.getByText('Matter opened.')).toBeVisible();
    await page.getByLabel('Number of the file').fill('2026-999999-9');
    await sign(page, 'Sign and hold');
    await expect(page.getByText('compare it with the paper').first()).toBeVisible();
    await page.getByLabel('Number of the file').fill(number);
    await sign(page, 'Sign and hold');
    await expect(page.getByText('File held.')).toBeVisible();
    await looks(page, 'matter');
    const address = new URL(page.url()).pathname;
    await page.goto('/records/lists/new');
    await expect(page.locator('dl.pairs dt', { hasText: number })).toHaveCount(0);
    await page.goto('/records');
    await page.getByRole('link', { name: number, exact: true }).click();
    await expect(page.getByText('1 matter keeps this file from being destroyed.')).toBeVisible();
    return address;
  });

  await test.step('it is released with a reason', async () => {
    await page.goto(matter);
    await page.getByRole('link', { name: /^Release/ }).click();
    await page.getByLabel('Why').fill('The hearing is over.');
    await sign(page, 'Sign and release');
    await expect(page.getByText('File released.')).toBeVisible();
    await expect(page.getByText('The hearing is over.')).toBeVisible();
  });

  const list = await test.step('the records officer prepares a list, and cannot approve it', async () => {
    await page.goto('/records/lists/new');
    await sign(page, 'Sign the list');
    await expect(page.getByText('List signed.')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Review and approve' })).toHaveCount(0);
    await looks(page, 'list');
    return new URL(page.url()).pathname;
  });

  for (const role of ['data_protection_officer', 'supervisor'] as const) {
    await test.step(`${role} reads and approves it`, async () => {
      await signIn(page, role);
      await page.goto(list);
      await page.getByRole('link', { name: 'Review and approve' }).click();
      await expect(page.locator('dl.pairs dt', { hasText: number })).toBeVisible();
      await page.getByLabel('Your own password').fill('not this one, surely');
      await page.getByRole('button', { name: 'Sign approval' }).click();
      await expect(page.getByLabel('Your own password')).toHaveAttribute('aria-invalid', 'true');
      await looks(page, 'list-approval');
      await sign(page, 'Sign approval');
      await expect(page.getByText('List approved.')).toBeVisible();
      await expect(page.getByRole('link', { name: 'Review and approve' })).toHaveCount(0);
    });
  }

  await test.step('it rests, and nothing can be destroyed before that is over', async () => {
    await signIn(page, 'records_officer');
    await page.goto(list);
    await expect(page.getByText('Approved, rests')).toBeVisible();
    await expect(page.getByRole('link', { name: 'Destroy these files' })).toHaveCount(0);
    await looks(page, 'list-rests');
  });
});
