// What leaves the house: a consent to share, and what is given out by it.

import { expect, inDays, loggedCall, looks, openedCase, sign, test } from '../support/casekeep.ts';

test('something is given out by a consent, and by it alone', async ({ page }) => {
  test.setTimeout(180_000);
  const { file } = await openedCase(page, 'Runa');
  await loggedCall(page, file, 'She looks for a flat. Her brother Emil drinks again.');
  await page.goto(`${file}/disclosures`);
  await page.getByRole('link', { name: 'See the consents to share' }).click();
  await looks(page, 'sharing');
  await page.getByRole('link', { name: 'Record a consent to share' }).click();
  await looks(page, 'sharing-form');
  await page.getByLabel('Who may have it').fill('Housing office, Ms Adler');
  await page.getByRole('radio', { name: 'A place to live' }).check();
  await page.getByRole('checkbox', { name: 'Notes of calls and other contacts' }).check();
  await page.getByRole('checkbox', { name: 'Closed letter' }).check();
  const later = inDays(60);
  await page.getByLabel('Last day').fill(later);
  await page.getByRole('radio', { name: 'Signed on paper' }).check();
  await sign(page, 'Sign the consent');
  await expect(page.getByRole('main')).toContainText('Housing office, Ms Adler');

  await page.getByRole('main').getByRole('link', { name: /^Case / }).first().click();
  await looks(page, 'disclosures');
  await page.getByRole('link', { name: 'Give something out' }).click();
  await looks(page, 'grounds');
  await page.getByRole('link', { name: /For Housing office/ }).click();
  await page.getByText('Give out: Notes of calls and other contacts').click();
  await page.getByRole('checkbox').first().check();
  await page.getByRole('radio', { name: 'Closed letter' }).check();
  await looks(page, 'disclosure-form');
  await page.getByRole('button', { name: 'Leave passages out' }).click();
  await page.getByRole('checkbox', { name: 'Her brother Emil drinks again.' }).check();
  await expect(page.getByRole('radio', { name: 'Closed letter' }), 'nothing is lost').toBeChecked();
  await looks(page, 'disclosure-passages');
  await sign(page, 'Sign and give it out');
  await expect(page.getByRole('link', { name: 'Get the copy' })).toBeVisible();
  await expect(page.getByText('One passage was left out')).toBeVisible();
  await looks(page, 'disclosure');
});
