// Two people are about to sign the same thing: the second is told what the first has done, and nothing that was written is lost.

import { expect, looks, openedCase, record, sign, signIn, test } from '../support/casekeep.ts';

test('a flag is taken down once, and whoever comes second is told by whom', async ({ page, browser, trouble }) => {
  test.setTimeout(120_000);
  trouble.expect(/409|422/);
  const it = await openedCase(page, 'Leopold');
  await page.goto(`${it.file}/flags/new`);
  await page.getByLabel('What cannot wait').fill('The landlord has called');
  await record(page, 'Raise flag', 'Flag raised.');
  await page.getByRole('link', { name: 'Take down' }).click();
  await page.getByLabel('What was done').fill('Called him back at noon.');
  await page.getByRole('button', { name: 'Review and sign' }).click();
  const sheet = page.getByRole('dialog');
  await expect(sheet).toContainText('Called him back at noon.');

  await test.step('the supervisor is quicker', async () => {
    const other = await browser.newContext();
    const second = await other.newPage();
    await signIn(second, 'supervisor');
    await second.goto(new URL(it.file, page.url()).href);
    await second.getByRole('link', { name: 'Take down' }).click();
    await second.getByLabel('What was done').fill('Settled with the landlord.');
    await record(second, 'Take flag down', 'Flag taken down.');
    await other.close();
  });

  await test.step('the caseworker is told, and keeps the words', async () => {
    await sign(page, 'Take flag down');
    await expect(sheet.getByRole('heading', { level: 1 })).toHaveText('This has changed since you read it');
    await expect(sheet.getByRole('listitem')).toContainText('Flag taken down');
    await expect(sheet).toContainText('Called him back at noon.');
    await looks(page, 'stale-flag');
    await sheet.getByRole('button', { name: 'Look at it again' }).click();
    await expect(page.getByRole('main')).toContainText(/taken down|not up/i);
  });
});
