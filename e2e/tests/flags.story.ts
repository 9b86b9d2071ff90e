// A flag (CM-4.4.3): raised without a script, where the way back from the sign sheet keeps what was written; then taken down.

import { audit, expect, looks, openedCase, organisation, record, sign, test } from '../support/casekeep.ts';

test('a flag is raised where no script runs, stands across the case, and comes down with what was done', async ({ page, browser }) => {
  test.setTimeout(180_000);
  const it = await openedCase(page, 'Hiltrud');
  await test.step('without a script', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: organisation().url });
    await context.addCookies(await page.context().cookies());
    const plain = await context.newPage();
    await plain.goto(`${it.file}/flags/new`);
    await plain.getByLabel('What cannot wait').fill('Not seen at school for a week');
    await plain.getByRole('button', { name: 'Review and sign' }).click();
    await expect(plain.getByText('Maria Vega, Social worker (Caseworker)'), 'who signs').toBeVisible();
    await expect(plain.getByText('Confidential', { exact: true }), 'at which level').toBeVisible();
    await plain.getByRole('button', { name: 'Back to the form' }).last().click();
    await expect(plain.getByLabel('What cannot wait')).toHaveValue('Not seen at school for a week');
    await plain.getByLabel('What cannot wait').fill('Not seen at school for two weeks.');
    await plain.getByRole('button', { name: 'Review and sign' }).click();
    const sheet = plain.getByRole('article', { name: 'Flag raised' });
    await expect(sheet).toContainText('Who sees to it');
    await expect(sheet).toContainText('Maria Vega');
    await sign(plain, 'Raise flag');
    await expect(plain.getByText('Not seen at school for two weeks. Maria Vega, by today.')).toBeVisible();
    await context.close();
  });
  await page.goto(it.file);
  await page.getByRole('link', { name: 'Take down' }).click();
  await expect(page.getByRole('article', { name: 'Flag raised' }), 'the form is about this flag').toContainText('two weeks');
  await looks(page, 'flag-down');
  const flag = page.url();
  await page.getByLabel('What was done').fill('Seen at home with the aunt.');
  await record(page, 'Take flag down', 'Flag taken down.');
  await audit(page);
  await expect(page.getByRole('article', { name: 'Flag taken down' })).toContainText('Not seen at school for two weeks.');
  expect((await page.request.get(flag)).status(), 'it is down already').toBe(422);
});
