// Paper (PT-4.4.3, CM-4.2.2, RC-4.1): a folder gets a label and a place, goes out and comes back, keeps a case open meanwhile, and is looked for in a spot check.

import { expect, inDays, looks, openedCase, record, sign, signIn, test } from '../support/casekeep.ts';
import { choose } from '../support/intake.ts';

import type { Page } from '@playwright/test';

const cabinet = `Cabinet of ${Math.floor(Math.random() * 1e9)}`;

test('a folder has a label and a place, goes out, comes back, and is found again', async ({ page, trouble }) => {
  test.setTimeout(240_000);
  trouble.expect(/422|404/); // what is missing in a form; a file that is not theirs
  const it = await openedCase(page, 'Wendelin');

  await test.step('the records officer lays down a place', async () => {
    await signIn(page, 'records_officer');
    await page.goto('/records');
    await page.getByRole('link', { name: 'Paper and other items' }).click();
    await looks(page, 'items');
    await page.getByRole('link', { name: 'Places' }).click();
    await looks(page, 'places');
    await page.getByRole('link', { name: 'Lay down a place' }).click();
    await page.getByLabel('Site').fill('Tannery Lane 4');
    await page.getByLabel('Room').fill('Records room');
    await page.getByLabel('Cabinet, shelf or safe').fill(cabinet);
    await looks(page, 'place-new');
    await page.getByLabel('How it is locked').fill('Key 21');
    await sign(page, 'Sign place');
    await expect(page.getByText('Place signed.')).toBeVisible();
  });

  const label = await test.step('the caseworker registers a folder and prints its label', async () => {
    await signIn(page, 'caseworker');
    await page.goto(`${it.file}/documents`);
    await page.getByRole('link', { name: 'Register an item' }).click();
    await page.getByLabel('What it holds').fill('Originals: consent, letters');
    await page.getByLabel('Folder or binder').check();
    await choose(page, 'Where it is put', cabinet);
    await looks(page, 'item-new');
    await record(page, 'Register item', 'Item registered.');
    await looks(page, 'documents-paper');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: /^Print label/ }).click()]);
    expect(download.suggestedFilename()).toMatch(/^label-P-[0-9A-Z]{6}-[0-9A-Z]\.pdf$/);
    await page.getByRole('link', { name: 'Originals: consent, letters', exact: true }).click();
    await looks(page, 'item');
    return download.suggestedFilename().slice('label-'.length, -'.pdf'.length);
  });

  await test.step('the supervisor takes it along; it keeps the case open until it is back', async () => {
    await page.getByRole('link', { name: 'Check out' }).click();
    await choose(page, 'Who takes it', 'Tomas Lindqvist');
    await page.getByLabel('For what').fill('Meeting at the school');
    await page.getByLabel('To be back by').fill('2020-01-01');
    await sign(page, 'Sign and take');
    await expect(page.getByText('This day is over').first()).toBeVisible();
    await looks(page, 'item-check-out');
    await page.getByLabel('To be back by').fill(inDays(3));
    await sign(page, 'Sign and take');
    await expect(page.getByText('Item checked out.')).toBeVisible();
    await looks(page, 'item-out');
    await page.goto(`${it.file}/closure`);
    await expect(page.getByRole('heading', { name: `Item ${label} is not in its place` })).toBeVisible();
    await signIn(page, 'supervisor');
    await expect(page.getByRole('link', { name: /Return an item: Originals/ }).first()).toBeVisible();
  });

  await test.step('the records officer sees where it is, and nothing of what it holds', async () => {
    await signIn(page, 'records_officer');
    await page.goto(`${it.file}/documents`);
    await expect(page.getByRole('heading', { name: 'There is nothing here for you' })).toBeVisible();
    await page.goto('/records/paper');
    await choosePlace(page, cabinet);
    await page.getByRole('link', { name: label }).click();
    await expect(page.getByRole('main')).not.toContainText('Originals');
    await looks(page, 'item-traced');
    await page.getByRole('link', { name: 'Return' }).click();
    await looks(page, 'item-return');
    await sign(page, 'Sign return');
    await expect(page.getByText('Item returned.')).toBeVisible();
  });

  await test.step('the supervisor looks into the cabinet, and what is wrong stays open until it is settled', async () => {
    await signIn(page, 'supervisor');
    await page.goto('/records');
    await page.getByRole('link', { name: 'Spot checks', exact: true }).click();
    await looks(page, 'checks');
    await page.getByRole('listitem').filter({ hasText: cabinet }).getByRole('link', { name: 'Check' }).click();
    await expect(page.getByLabel(new RegExp(label))).toBeVisible();
    // a hand scanner types the code and presses Enter
    await page.getByLabel('Labels that lie here').pressSequentially('p-00000l-1\n');
    await looks(page, 'check');
    await page.getByRole('button', { name: 'Compare' }).click();
    await expect(page.getByText(/^Missing, case/)).toBeVisible();
    await expect(page.getByText('Not in the register')).toBeVisible();
    await page.getByLabel(new RegExp(label)).check();
    await sign(page, 'Sign spot check');
    await expect(page.getByText(/^Missing, case/), 'what was changed is compared again').toHaveCount(0);
    await looks(page, 'check-compared');
    await sign(page, 'Sign spot check');
    await expect(page.getByText('Spot check signed.')).toBeVisible();
    await looks(page, 'checked');
    await page.getByRole('link', { name: /^Settle/ }).click();
    await page.getByLabel('What was done').fill('An old label; taken off');
    await looks(page, 'finding-settle');
    await sign(page, 'Sign that it is settled');
    await expect(page.getByText('An old label; taken off')).toBeVisible();
    await expect(page.getByRole('link', { name: /^Settle/ })).toHaveCount(0);
  });
});

test('what is overdue stands first, and is chased by those who keep the files', async ({ page }) => {
  await signIn(page, 'records_officer');
  await expect(page.getByRole('link', { name: /^Chase an item that was not returned: P-/ }).first()).toBeVisible();
  await page.getByRole('link', { name: /^Chase an item that was not returned: P-/ }).first().click();
  await expect(page.getByText(/^With .*, was due/)).toBeVisible();
  await page.goto('/records/paper');
  await expect(page.getByRole('main').getByRole('listitem').first()).toContainText('was due');
});

async function choosePlace(page: Page, name: string): Promise<void> {
  const select = page.getByLabel('Place', { exact: true });
  await select.selectOption({ label: `Tannery Lane 4, Records room, ${name}` });
  await page.getByRole('button', { name: 'Show' }).click();
}
