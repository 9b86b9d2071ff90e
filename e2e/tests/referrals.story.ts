// A service is put into the directory; a client is referred to it, asked for with their consent, and followed until it is known what came of it.

import type { Page } from '@playwright/test';

import { expect, inDays, loggedCall, looks, openedCase, prints, sign, signIn, test } from '../support/casekeep.ts';

/** The office puts a service into the directory. Answers with its page. */
async function listed(page: Page, name: string): Promise<string> {
  await signIn(page, 'administrative_staff');
  await page.getByRole('navigation', { name: 'Places' }).getByRole('link', { name: 'Services' }).click();
  await looks(page, 'services');
  await page.getByRole('link', { name: 'Add a service' }).click();
  await page.getByLabel('What the service is called').fill(name);
  await page.getByLabel('Who offers it').fill('Harbour mission');
  await page.getByRole('checkbox', { name: 'Housing and shelter' }).check();
  await page.getByRole('radio', { name: 'Takes new clients' }).check();
  await sign(page, 'Sign and add it');
  await expect(page.getByText('Please give at least one way to reach it').first()).toBeVisible();
  await looks(page, 'service-wrong');
  await page.getByLabel('Telephone').fill('+44 20 7946 0999');
  await sign(page, 'Sign and add it');
  await expect(page.getByText('Service added.')).toBeVisible();
  await looks(page, 'service');
  return new URL(page.url()).pathname;
}

test('a service is found by what it helps with, checked, and taken off the list', async ({ page, trouble }) => {
  trouble.expect(/422/); // a form that lacks something
  test.setTimeout(120_000);
  const service = await listed(page, 'House by the old lock');
  await page.getByRole('link', { name: 'It was checked' }).click();
  await page.getByRole('radio', { name: 'Has a waiting list' }).check();
  await page.getByLabel('What they said').fill('Two weeks at present');
  await looks(page, 'service-check');
  await sign(page, 'Sign that it holds');
  await expect(page.getByRole('main')).toContainText('Two weeks at present');
  await signIn(page, 'auditor');
  await page.goto('/services');
  await page.getByLabel('Help with').selectOption('Housing and shelter');
  await page.getByLabel('Words').fill('old lock');
  await page.getByRole('button', { name: 'Find' }).click();
  await expect(page.getByRole('link', { name: 'House by the old lock' })).toBeVisible();
  expect(page.url(), 'what is looked for stands in no address').not.toContain('lock');
  await page.goto(service);
  await expect(page.getByRole('link', { name: 'Take it off the list' })).toHaveCount(0);
  await signIn(page, 'administrative_staff');
  await page.goto(service);
  await page.getByRole('link', { name: 'Take it off the list' }).click();
  await page.getByLabel('Why').fill('It has closed');
  await sign(page, 'Sign and take it off');
  await looks(page, 'service-ended');
  await expect(page.getByRole('link', { name: 'Put it on the list again' })).toBeVisible();
});

test('a client is referred with their consent, the service is asked by the one door, and it is written what came of it', async ({
  page,
  trouble,
}) => {
  trouble.expect(/422/); // a form that lacks something
  test.setTimeout(240_000);
  const name = 'Beds at the weir';
  const service = await listed(page, name);
  const { client, file } = await openedCase(page, 'Ottilie');
  await loggedCall(page, file, 'She has to leave the flat on Friday.');
  await page.goto(`${client}/sharing/new`);
  await page.getByLabel('Who may have it').fill('Harbour mission, Ms Adler');
  await page.getByRole('radio', { name: 'A place to live' }).check();
  await page.getByRole('checkbox', { name: 'Notes of calls and other contacts' }).check();
  await page.getByRole('checkbox', { name: 'Closed letter' }).check();
  await page.getByLabel('Last day').fill(inDays(60));
  await page.getByRole('radio', { name: 'Signed on paper' }).check();
  await sign(page, 'Sign the consent');

  await page.goto(service);
  await page.getByRole('link', { name: 'Refer a client' }).click();
  await expect(page.getByRole('main')).toContainText('Ottilie');
  await looks(page, 'service-refer');

  await page.goto(`${file}/referrals`);
  await looks(page, 'referrals-none');
  await page.getByRole('link', { name: 'Refer to a service' }).click();
  await page.getByLabel('Words').fill('weir');
  await page.getByRole('button', { name: 'Find' }).click();
  await looks(page, 'referral-choose');
  await page.getByRole('link', { name: `Refer to this service: ${name}` }).or(page.getByRole('link', { name: 'Refer to this service' })).first().click();
  await page.getByLabel('Why, and what the client hopes for').fill('A bed until she has found a room.');
  await page.getByRole('radio', { name: /We ask for them\. They have agreed/ }).check();
  await page.getByLabel('When you ask what came of it').fill('2020-01-01');
  await sign(page, 'Sign the referral');
  await expect(page.getByText('Please choose a day from today on').first()).toBeVisible();
  await expect(page.getByLabel('Why, and what the client hopes for'), 'nothing is lost').toHaveValue(/A bed until/);
  await looks(page, 'referral-form');
  await page.getByLabel('When you ask what came of it').fill(inDays(7));
  await sign(page, 'Sign the referral');
  await expect(page.getByText('Now give out what the service needs.')).toBeVisible();
  await expect(page.getByText('The service is not asked yet')).toBeVisible();
  await looks(page, 'referral-to-send');

  await page.getByRole('link', { name: 'Give out what the service needs' }).click();
  await expect(page.getByRole('main')).toContainText(`${name}, Harbour mission`);
  await page.getByText('Give out: Notes of calls and other contacts').click();
  await page.getByRole('checkbox', { name: /^Phone call/ }).check();
  await page.getByRole('radio', { name: 'Closed letter' }).check();
  await sign(page, 'Sign and give it out');
  await expect(page.getByRole('link', { name: 'Get the copy' })).toBeVisible();

  await page.goto(`${file}/referrals`);
  await expect(page.getByRole('link', { name: 'Disclosure 1' })).toBeVisible();
  await page.getByRole('link', { name: 'Say what came of it' }).click();
  await page.getByRole('radio', { name: 'The service does not take the client' }).check();
  await page.getByRole('radio', { name: 'The service', exact: true }).check();
  await looks(page, 'referral-follow');
  await sign(page, 'Sign what is known');
  await expect(page.getByText('Please say why').first()).toBeVisible();
  await page.getByLabel('In words').fill('All beds are taken');
  await sign(page, 'Sign what is known');
  await expect(page.getByRole('region', { name: 'Referrals that have ended' })).toContainText('All beds are taken');
  await looks(page, 'referrals');
  await page.goto(file);
  await expect(page.getByRole('main')).toContainText(`Referred to ${name}`);
});

test('a service answers by a link, once, and somebody reads it before it holds', async ({ page, browser, trouble }) => {
  trouble.expect(/422/); // a day that cannot be
  test.setTimeout(240_000);
  const name = 'Kitchen at the lock';
  const service = await listed(page, name);
  const { file, comer } = await openedCase(page, 'Zdenka');
  await page.goto(`${file}/referrals/to/${service.split('/').at(-1)}`);
  await page.getByLabel('Why, and what the client hopes for').fill('Warm meals until her pay comes.');
  await page.getByRole('radio', { name: /The client gets in touch/ }).check();
  await page.getByLabel('When you ask what came of it').fill(inDays(7));
  await sign(page, 'Sign the referral');

  await page.getByRole('link', { name: 'Let them answer by a link' }).press('Enter');
  await page.getByLabel('Last day on which it works').fill('2020-01-01');
  await sign(page, 'Sign and make the link', { keys: true });
  await expect(page.getByText('Please choose a day from today on').first()).toBeVisible();
  await page.getByLabel('Last day on which it works').fill(inDays(10));
  await looks(page, 'referral-link-new');
  await sign(page, 'Sign and make the link', { keys: true });
  await expect(page.getByText('Link made.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy the link' })).toBeVisible();
  await expect(page.getByRole('main'), 'the slip is carried by whoever finds it').not.toContainText(comer.family);
  await looks(page, 'referral-link');
  await prints(page, 'referral-link');
  const address = (await page.locator('#address').innerText()).trim();

  const outside = await browser.newContext({ locale: 'en-GB' });
  const door = await outside.newPage();
  await door.goto(address);
  for (const secret of [comer.family, comer.given, name, 'Harbour', 'Casekeep']) {
    await expect(door.locator('body'), 'whoever opens it learns nothing').not.toContainText(secret);
  }
  await door.getByRole('button', { name: 'Send answer' }).press('Enter');
  await expect(door.getByText('Please choose one of the answers.').first()).toBeVisible();
  await door.getByRole('radio', { name: 'On our waiting list' }).press('Space');
  await door.getByLabel('In a few words').fill('About two weeks');
  await looks(door, 'referral-answer');
  await door.getByRole('button', { name: 'Send answer' }).press('Enter');
  await expect(door.getByRole('heading', { level: 1 })).toHaveText('Thank you');
  await door.goto(address);
  await expect(door.getByRole('heading', { level: 1 })).toHaveText('This link does not work any more');
  await looks(door, 'referral-answer-void');
  await outside.close();

  await page.goto(`${file}/referrals`);
  await expect(page.getByRole('main')).toContainText('About two weeks');
  await expect(page.getByRole('main'), 'nothing holds yet').toContainText('They have answered');
  await looks(page, 'referral-answered');
  await page.getByRole('link', { name: 'Read what they answer' }).press('Enter');
  await expect(page.getByRole('radio', { name: 'On the service’s waiting list' })).toBeChecked();
  await expect(page.getByLabel('In words')).toHaveValue('About two weeks');
  await looks(page, 'referral-answer-read');
  await sign(page, 'Sign what is known', { keys: true });
  await expect(page.getByText('Signed.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Let them answer by a link' }), 'for the next time').toBeVisible();
});
