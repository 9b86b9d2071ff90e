// A complaint about somebody who works here: from the door to its outcome, past the one whom it concerns.

import { expect, looks, sign, signIn, test } from '../support/casekeep.ts';

test('a complaint names whom it concerns, has its report and its outcome, and they find nothing of it', async ({ page, trouble }) => {
  const concerned = await signIn(page, 'supervisor');
  await signIn(page, 'complaints_manager');
  await page.goto('/inbox/new');
  await page.getByRole('radio', { name: 'Phone call' }).check();
  await page.getByLabel('Name').fill('Ilse Brandt');
  await page.getByLabel('What it is about').fill('Left standing at the door');
  await page.getByLabel('What was said or written').fill('She was left standing at the door for an hour.');
  await page.getByRole('radio', { name: /^Complaint/ }).check();
  await page.getByText('A complaint about somebody who works here').click();
  await page.getByRole('checkbox', { name: new RegExp(`^${concerned.name}`) }).check();
  await looks(page, 'complaint-form');
  await sign(page, 'Sign and take it in');
  await expect(page.getByRole('main')).toContainText('Concerns, and is kept from');
  const complaint = page.url();

  await page.getByRole('link', { name: 'Write the escalation report' }).click();
  await page.getByRole('radio', { name: /^Moderate/ }).check();
  await page.getByRole('radio', { name: 'How somebody was treated' }).check();
  await page.getByLabel('What happened, as far as it is known').fill('The bell was off.');
  await page.getByLabel('What was done at once, and what follows').fill('Called her. The bell is on.');
  await looks(page, 'complaint-report');
  await sign(page, 'Sign the report');

  await page.getByRole('link', { name: 'Answer', exact: true }).click();
  await page.getByRole('radio', { name: /^Upheld/ }).check();
  await page.getByLabel('What was found').fill('The bell was switched off after lunch.');
  await page.getByRole('radio', { name: 'Nothing is to be changed' }).check();
  await page.getByLabel('What was said or written').fill('You are right, and we are sorry.');
  await page.getByRole('radio', { name: 'The answer says nothing personal' }).check();
  trouble.expect(/422/);
  await sign(page, 'Sign the answer');
  await expect(page.getByRole('main')).toContainText('Please say what was put right');
  await page.getByLabel('What was put right').fill('She was asked in at once, with an apology.');
  await looks(page, 'complaint-answer');
  await sign(page, 'Sign the answer');
  await expect(page.getByRole('heading', { name: 'How it came out' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('You are right, and we are sorry.');
  await looks(page, 'complaint-over');

  // they do not agree; whoever has decided is not the one who looks at it again
  await page.getByRole('link', { name: 'They do not agree: look at it again' }).click();
  await page.getByRole('radio', { name: 'Letter' }).check();
  await page.getByLabel('With what they do not agree').fill('Nobody has asked the neighbour who saw it.');
  await looks(page, 'complaint-appeal');
  await sign(page, 'Sign and open it again');
  await expect(page.getByRole('status').filter({ hasText: 'The complaint is open again.' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'How it came out before the appeal' })).toBeVisible();
  await looks(page, 'complaint-again');
  await page.getByRole('link', { name: 'Give to somebody', exact: true }).click();
  const owner = page.getByLabel('Who answers it');
  await owner.selectOption({ label: 'Clara Whitfield' });
  await sign(page, 'Sign and give it on');
  await expect(page.getByRole('main')).toContainText('has decided on it before');
  await owner.selectOption({ label: concerned.name === 'Tomas Lindqvist' ? 'Helena Castellanos' : 'Tomas Lindqvist' });
  await sign(page, 'Sign and give it on');
  await expect(page.getByRole('main')).toContainText(/(Helena Castellanos|Tomas Lindqvist) answers\./);

  await signIn(page, 'supervisor');
  await page.goto('/inbox?show=over');
  await expect(page.getByRole('link', { name: 'Left standing at the door' })).toHaveCount(0);
  trouble.expect(/404/);
  await page.goto(complaint);
  await expect(page.getByRole('main')).not.toContainText('Left standing');

  await signIn(page, 'auditor');
  await page.goto('/inbox/figures');
  const themes = page.getByRole('region', { name: 'What complaints and feedback are about' });
  await expect(themes, 'what few have said is not told').toContainText('Few: fewer than five');
  await looks(page, 'inquiry-figures');
});
