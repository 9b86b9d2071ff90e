// A client moves on: what another organisation needs leaves as a locked package, is opened there with programs of others, and they say so.

import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { expect, loggedCall, looks, openedCase, record, sign, signIn, test } from '../support/casekeep.ts';
import { newKey, unlocked, unlockedByKey, wrongWith } from '../support/packages.ts';

/** What leaves is ticked: the kinds of these names, as far as there are any. */
async function ticks(page: Page, kinds: RegExp[]): Promise<void> {
  for (const kind of kinds) {
    const fold = page.locator('details').filter({ has: page.locator('summary').filter({ hasText: kind }) });
    await fold.locator('summary').click();
    for (const box of await fold.getByRole('checkbox').all()) await box.check();
  }
  await page.getByRole('radio', { name: 'I know them in person' }).check();
  await page.getByRole('radio', { name: 'Locked package' }).check();
}

/** The case of a client of the caseworker who has had sessions. */
async function withSessions(page: Page): Promise<string> {
  await signIn(page, 'caseworker');
  await page.goto('/clients');
  const links = page.getByRole('main').getByRole('link', { name: /^\d{4}-\d{6,8}-/ });
  const files = await links.evaluateAll((all) => all.map((link) => new URL((link as HTMLAnchorElement).href).pathname));
  for (const file of files) {
    await page.goto(`${file}/disclosures/new/request`);
    if (await page.locator('summary').filter({ hasText: 'Session notes' }).count()) return file;
  }
  throw new Error('nobody has had a session');
}

async function fetched(page: Page): Promise<string> {
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Get the package' }).click()]);
  expect(saved.suggestedFilename()).toMatch(/^disclosure-\d+\.zip\.age$/);
  return (await saved.path())!;
}

test('a package opens with its password alone, says the same to people and programs, and its number comes back', async ({ page, trouble }) => {
  trouble.expect(/422/); // another number
  test.setTimeout(240_000);
  const { file, comer } = await openedCase(page, 'Theodora');
  await loggedCall(page, file, 'She has a place in the day clinic. Her brother drinks again.');
  await page.goto(`${file}/plan/edit`);
  await page.getByLabel('Goal 1 (optional)').fill('Sleep through the night');
  await page.getByLabel('Intervention 1 (optional)', { exact: true }).fill('Weekly talks');
  await page.getByLabel('Agreed face to face').check();
  await page.getByLabel('Why the plan changes').fill('First plan.');
  await record(page, 'Sign plan', 'New version of the plan signed.');
  const letter = Buffer.from('%PDF-1.7 a letter');
  await page.goto(`${file}/documents/new`);
  await page.getByLabel('Choose files').setInputFiles([{ name: 'letter.pdf', mimeType: 'application/pdf', buffer: letter }]);
  const section = page.getByRole('region', { name: /letter\.pdf/ });
  await section.getByLabel('What it is').fill('Consent to counselling');
  await section.getByLabel('Type').selectOption('Consent form');
  await section.getByLabel('Date on it').fill('2026-01-05');
  await record(page, 'File document', 'Filed.');

  await page.goto(`${file}/disclosures/new/request`);
  await ticks(page, [/Name and contact data/, /Plan and goals/, /Notes of calls/, /Course of the case/, /Documents/]);
  await page.getByRole('button', { name: 'Leave passages out' }).click();
  await page.getByRole('checkbox', { name: 'Her brother drinks again.' }).check();
  await looks(page, 'package-form');
  await sign(page, 'Sign and give it out');
  await expect(page.getByText('Package made.')).toBeVisible();
  const panel = page.getByRole('region', { name: 'Locked package' });
  const password = (await panel.getByRole('definition').first().innerText()).trim();
  expect(password).toMatch(/^\d{4}(-\d{4}){5}$/);
  await looks(page, 'package-made');

  const saved = await fetched(page);
  expect(await unlocked(saved, '0000-0000-0000-0000-0000-0000')).toBeUndefined();
  const inside = (await unlocked(saved, password))!;
  const names = [...inside.keys()].sort();
  expect(names.slice(-3)).toEqual(['READ-ME.txt', 'disclosure-1.pdf', 'record.fhir.json']);
  expect(names).toHaveLength(4);
  expect(inside.get('disclosure-1.pdf')!.subarray(0, 5).toString()).toBe('%PDF-');
  expect(inside.get(names[0]!)).toEqual(letter);
  const note = inside.get('READ-ME.txt')!.toString();
  const number = /(\d{6})\r\n/.exec(note)![1]!;
  const written = inside.get('record.fhir.json')!.toString();
  expect(written).toContain('She has a place in the day clinic.');
  expect(written, 'what was left out is in no file').not.toContain('drinks again');
  const bundle = JSON.parse(written);
  expect(wrongWith(bundle)).toEqual([]);
  const kinds = bundle.entry.map((entry: { resource: { resourceType: string } }) => entry.resource.resourceType);
  for (const kind of ['Composition', 'Patient', 'Organization', 'Practitioner', 'EpisodeOfCare', 'Communication', 'CarePlan', 'Goal', 'DocumentReference']) expect(kinds).toContain(kind);
  const patient = bundle.entry.find((entry: { resource: { resourceType: string } }) => entry.resource.resourceType === 'Patient').resource;
  expect([patient.name[0].family, patient.birthDate]).toEqual([comer.family, comer.born]);

  await page.getByRole('link', { name: 'Write down what they say' }).click();
  await page.getByRole('radio', { name: /^They have opened it/ }).check();
  await page.getByLabel('Who said so').fill('Riverside Family Centre, front office');
  await page.getByLabel('The number that stands in the package').fill(number === '123456' ? '654321' : '123456');
  await sign(page, 'Sign and write it down');
  await expect(page.getByText('This is not the number that stands in the package').first()).toBeVisible();
  await looks(page, 'package-receipt-wrong');
  await page.getByLabel('The number that stands in the package').fill(`${number.slice(0, 3)} ${number.slice(3)}`);
  await sign(page, 'Sign and write it down');
  await expect(panel).toContainText('They have opened it');
  await expect(panel, 'the password is told no more').not.toContainText(password);
  await looks(page, 'package-opened');
  await page.goto(file);
  await expect(page.getByText('They have opened the package, and knew its number').first()).toBeVisible();
});

test('the whole record of a client who has come for months is a document that others can read', async ({ page }) => {
  test.setTimeout(240_000);
  const file = await withSessions(page);
  await page.goto(`${file}/disclosures/new/request`);
  await ticks(page, [/Name and contact data/, /Plan and goals/, /Session notes/, /Course of the case/]);
  await sign(page, 'Sign and give it out');
  await expect(page.getByText('Package made.')).toBeVisible();
  const panel = page.getByRole('region', { name: 'Locked package' });
  const password = (await panel.getByRole('definition').first().innerText()).trim();
  const inside = (await unlocked(await fetched(page), password))!;
  const bundle = JSON.parse(inside.get('record.fhir.json')!.toString());
  expect(wrongWith(bundle)).toEqual([]);
  const kinds = bundle.entry.map((entry: { resource: { resourceType: string } }) => entry.resource.resourceType);
  expect(kinds).toContain('Encounter');
});

test('whoever has a key of their own has a package for it, and of one that is lost it is written what is done', async ({ page, trouble }) => {
  trouble.expect(/422/); // no key at first, and not a word about what was lost
  test.setTimeout(240_000);
  const { file } = await openedCase(page, 'Wendeline');
  await loggedCall(page, file, 'A <b>bold</b> & "quoted" word, and \u00e4\u00f6\u00fc.');
  const key = newKey();
  await page.goto(`${file}/disclosures/new/request`);
  await ticks(page, [/Notes of calls/]);
  await page.getByText('A locked package, and they have a key of their own').click();
  await page.getByLabel('Their public key').fill('age1nonsense');
  await sign(page, 'Sign and give it out');
  await expect(page.getByText('This is no public key').first()).toBeVisible();
  await page.getByLabel('Their public key').fill(key.public);
  await sign(page, 'Sign and give it out');
  await expect(page.getByText('Package made.')).toBeVisible();
  const panel = page.getByRole('region', { name: 'Locked package' });
  await expect(panel.getByText('Password'), 'there is none').toHaveCount(0);
  const saved = await fetched(page);
  expect(await unlockedByKey(saved, newKey().secret)).toBeUndefined();
  const bundle = JSON.parse((await unlockedByKey(saved, key.secret))!.get('record.fhir.json')!.toString());
  expect(wrongWith(bundle)).toEqual([]);
  expect(JSON.stringify(bundle)).toContain('A &lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot; word, and \u00e4\u00f6\u00fc.');
  expect(JSON.stringify(bundle), 'who the client is was not given').not.toContain('Wendeline');
  expect((await readFile(saved)).includes('record.fhir.json'), 'not even names can be read').toBe(false);

  await page.getByRole('link', { name: 'Write down what they say' }).click();
  await page.getByRole('radio', { name: /^It did not arrive/ }).check();
  await page.getByLabel('Who said so').fill('Their front office');
  await sign(page, 'Sign and write it down');
  await expect(page.getByText('Please write what happened').first()).toBeVisible();
  await page.getByLabel('In your own words').fill('The stick was empty; we have told the data protection officer.');
  await sign(page, 'Sign and write it down');
  await expect(panel).toContainText('Did not arrive');
  await looks(page, 'package-lost');
});
