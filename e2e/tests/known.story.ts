// Somebody is known already, but not to whoever registers them: the warning says whom to ask, and nothing else.

import { audit, expect, looks, openedCase, signIn, signInAlone, test } from '../support/casekeep.ts';
import { fillIntake } from '../support/intake.ts';

test('the warning while typing names the colleague to ask, and nothing of the file', async ({ page, trouble }) => {
  trouble.expect(/422/); // the form comes back while the warning is not answered
  test.setTimeout(180_000);
  const it = await openedCase(page, 'Friederike');
  await signInAlone(page, 'caseworker');
  await fillIntake(page, { ...it.comer, given: 'Friderike' });
  const warning = page.getByRole('region', { name: 'Perhaps this person is known already' });
  await expect(warning).toContainText('Already known here. You do not work with this file: ask Maria Vega before you go on.');
  await expect(warning.getByRole('link'), 'there is nothing to open').toHaveCount(0);
  for (const secret of [it.number, it.client, it.file]) expect(await page.content()).not.toContain(secret);
  await looks(page, 'known-elsewhere');

  await page.getByRole('button', { name: 'Check and sign' }).click();
  await expect(page.getByRole('alert')).toContainText('Somebody like this may be known already');
  await audit(page);
  for (const secret of [it.number, it.client, it.file]) expect(await page.content()).not.toContain(secret);
  await page.getByRole('button', { name: 'Throw the draft away' }).click();
  await expect(page.getByText('Draft thrown away.')).toBeVisible();

  await signIn(page, 'caseworker');
  await fillIntake(page, { ...it.comer, given: 'Friderike' });
  await expect(warning, 'whoever works with the file sees which it is').toContainText(it.number);
  await expect(page.getByText(/Draft saved/)).toBeVisible();
  await page.goto('/clients/new');
  await page.getByRole('button', { name: 'Throw the draft away' }).click();
  await expect(page.getByText('Draft thrown away.')).toBeVisible();
});
