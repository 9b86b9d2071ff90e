// A group: formed, planned, joined, and its attendance sheet by the keyboard; a colleague sees a name and a time, and nobody else's client.

import { expect, looks, saysWhen, sign, signIn, test } from '../support/casekeep.ts';

const GROUP = 'Parents of teenagers';

test('a caseworker forms a group, plans its meetings, and adds a client', async ({ page }) => {
  await signIn(page, 'caseworker');
  await page.goto('/calendar');
  await page.getByRole('link', { name: 'Groups', exact: true }).click();
  await looks(page, 'groups');
  await page.getByRole('link', { name: 'Form a group' }).click();
  await page.getByLabel('What it is called').fill('Monday walkers');
  await page.getByLabel('What it is for').fill('They walk together, and talk.');
  await page.getByLabel('Supervised by').selectOption({ label: 'Tomas Lindqvist' });
  await looks(page, 'group-form');
  await sign(page, 'Sign and form it');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Monday walkers');
  await expect(page.getByRole('main')).toContainText('0 of 8');

  await page.getByRole('link', { name: 'Plan meetings' }).first().click();
  await saysWhen(page, '2031-05-05', '10:00');
  await page.getByLabel('How many').fill('3');
  await looks(page, 'group-plan');
  await sign(page, 'Sign and plan');
  await expect(page.getByRole('link', { name: /^Move or cancel/ })).toHaveCount(3);

  await page.getByRole('link', { name: 'Add a client' }).click();
  await page.getByRole('radio').first().check();
  await sign(page, 'Sign and add');
  await expect(page.getByRole('main')).toContainText('1 of 8');
  await looks(page, 'group');

  await page.getByRole('region', { name: 'Who belongs to it' }).getByRole('link').first().click();
  await expect(page.getByRole('main'), 'the case says which group it is').toContainText('Member of the group Monday walkers');
});

test('the attendance sheet shows who came, and the note of the group', async ({ page }) => {
  await signIn(page, 'caseworker');
  await page.goto('/groups');
  await page.getByRole('link', { name: GROUP }).click();
  await page.getByRole('link', { name: /^Attendance/ }).first().click();
  await expect(page.getByRole('main')).toContainText('Came; the note is written');
  await expect(page.getByRole('main')).toContainText('The note for the group');
  await looks(page, 'group-attendance');
});

test('whoever does not lead a group sees a name and times, and nobody else’s clients', async ({ page }) => {
  await signIn(page, 'provider');
  await page.goto('/groups');
  await expect(page.getByRole('link', { name: GROUP })).toBeVisible();
});
