// A client asks for what is held about them: taken in, given out with a passage left out, and answered.

import { expect, loggedCall, looks, openedCase, sign, test } from '../support/casekeep.ts';

test('a client has a part of their record, the reasons, and where to complain', async ({ page, trouble }) => {
  trouble.expect(/422/); // passages were left out, and it is said that they have everything
  test.setTimeout(180_000);
  const { file } = await openedCase(page, 'Orsolya');
  await loggedCall(page, file, 'She sleeps better. Her neighbour Ivo told us.');

  await page.goto(`${file}/inquiries`);
  await page.getByRole('link', { name: 'Take in an inquiry' }).click();
  await page.getByRole('radio', { name: 'In person' }).check();
  await page.getByLabel('What it is about').fill('Wants a copy of the whole file');
  await page.getByLabel('What was said or written').fill('She wants to read at home what we have written.');
  await page.getByRole('radio', { name: /^Request for one’s own record/ }).check();
  await looks(page, 'own-record-form');
  await sign(page, 'Sign and take it in');
  await expect(page.getByRole('main')).toContainText('Answer in one month');
  await looks(page, 'own-record');
  await page.getByRole('link', { name: 'Give a timeline' }).click();
  await expect(page.getByRole('main')).toContainText('By law on');
  await page.goBack();

  await page.getByRole('link', { name: 'Give out the record' }).click();
  await expect(page.getByRole('checkbox', { name: /^Phone call/ }), 'all is ticked').toBeChecked();
  await page.getByRole('radio', { name: 'I know them in person' }).check();
  await page.getByRole('radio', { name: 'Handed over on paper' }).check();
  await looks(page, 'own-record-out');
  await page.getByRole('button', { name: 'Leave passages out' }).click();
  await page.getByRole('checkbox', { name: 'Her neighbour Ivo told us.' }).check();
  await sign(page, 'Sign and give it out');
  await expect(page.getByRole('link', { name: 'Get the copy' })).toBeVisible();
  await looks(page, 'own-record-given');
  await page.getByRole('link', { name: 'To the request that it answers' }).click();
  await expect(page.getByRole('main')).toContainText('one passage left out');

  await page.getByRole('link', { name: 'Answer', exact: true }).click();
  await page.getByRole('radio', { name: 'They have everything' }).check();
  await page.getByLabel('What was said or written').fill('Here is a copy of your file.');
  await page.getByRole('radio', { name: 'I know them in person' }).check();
  await sign(page, 'Sign the answer');
  await expect(page.getByRole('main')).toContainText('Passages were left out');
  await page.getByRole('radio', { name: 'They have a part of it' }).check();
  await page.getByText('They do not have everything, or nothing').click();
  await page.getByRole('checkbox', { name: 'It is about somebody else' }).check();
  await page.getByLabel('Why this holds here').fill('It names who told us.');
  await page.getByRole('checkbox', { name: /^They were told the reasons/ }).check();
  await looks(page, 'own-record-answer');
  await sign(page, 'Sign the answer');
  await expect(page.getByRole('main')).toContainText('They have a part of it');
  await looks(page, 'own-record-over');
});
