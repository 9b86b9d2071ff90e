// The first run of an empty server: the organisation, its administrator, the first colleague; and every way of signing in and out.

import type { Browser, Page } from '@playwright/test';

import { audit, expect, looks, test } from '../support/casekeep.ts';
import { withEmptyServer } from '../support/empty.ts';
import { totp } from '../support/totp.ts';

const PASSWORD = 'walnut-ferry-october-lamp';

test('an empty server becomes an organisation, and everybody in it signs in with two factors', async ({ page, browser, trouble }) => {
  test.setTimeout(180_000);
  trouble.expect(/422|404|410/);
  await withEmptyServer(async (setUp) => {
    const home = new URL(setUp).origin;
    await test.step('set-up by the link of the server, once', async () => {
      await page.goto(setUp);
      await looks(page, 'set-up');
      await page.getByLabel('Name of the organisation').fill('Harbour Counselling');
      await page.getByLabel('Time zone').fill('Atlantis/Central');
      await page.getByLabel('Your name').fill('Rui Prado');
      await page.getByLabel('Your title').fill('IT administrator');
      await page.getByLabel('Sign-in name').fill('rui');
      await page.getByRole('button', { name: 'Go on to the password' }).click();
      await expect(page.getByLabel('Time zone'), 'a zone that does not exist').toHaveAttribute('aria-invalid', 'true');
      await expect(page.getByLabel('Your name')).toHaveValue('Rui Prado');
      await page.getByLabel('Time zone').fill('Europe/Lisbon');
      await page.getByRole('button', { name: 'Go on to the password' }).click();
    });
    const admin = await takeUp(page);
    await test.step('the recovery kit may be left for later, and then stands on Today', async () => {
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Recovery kit');
      await expect(page.getByText('There is no recovery kit')).toBeVisible();
      await looks(page, 'recovery-kit');
      await page.getByRole('link', { name: 'Later' }).click();
      await expect(page.getByRole('link', { name: 'See to the recovery kit' })).toHaveAttribute('href', '/recovery-kit');
    });
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Today');
    expect((await page.request.get(setUp)).status(), 'the link is used up').toBe(404);
    await expect(page.getByRole('link', { name: 'Add the first colleagues' }), 'the next step').toHaveAttribute('href', '/staff/new');
    await looks(page, 'today-of-nobody');

    const invitation = await test.step('the administrator invites a caseworker', () => invite(page, admin));
    const own = await browser.newContext();
    const colleague = await own.newPage();
    await colleague.goto(invitation);
    await expect(colleague.getByText('Ines Duarte')).toBeVisible();
    const ines = await takeUp(colleague);
    await colleague.goto(invitation);
    await expect(colleague.getByText('no longer good'), 'an invitation is good once').toBeVisible();

    await test.step('sign out; a wrong password and a wrong code lead nowhere and say so', async () => {
      await colleague.goto(home);
      await colleague.getByRole('button', { name: /Your menu/ }).click();
      await colleague.getByRole('button', { name: 'Sign out' }).click();
      await expect(colleague.getByText('You are signed out.')).toBeVisible();
      await signIn(colleague, 'ines', 'not-this-password-at-all');
      await expect(colleague.getByRole('alert')).toBeVisible();
      await expect(colleague.getByLabel('Staff name or e-mail')).toHaveValue('ines');
      await looks(colleague, 'sign-in-wrong');
      await signIn(colleague, 'ines');
      await colleague.getByLabel('Six digits').fill('000000');
      await colleague.getByRole('button', { name: 'Sign in' }).click();
      await expect(colleague.getByLabel('Six digits')).toHaveAttribute('aria-invalid', 'true');
      await looks(colleague, 'sign-in-code');
    });
    await test.step('without the phone: a recovery code, once', async () => {
      await colleague.getByRole('link', { name: /recovery code/ }).click();
      await colleague.getByLabel('Recovery code').fill(ines.codes[0]!);
      await looks(colleague, 'sign-in-recovery');
      await colleague.getByRole('button', { name: 'Sign in' }).click();
      await expect(colleague.getByRole('heading', { level: 1 })).toHaveText('Today');
    });
    await test.step('another browser signs in with the app, is listed, and ended', () => endOther(browser, colleague, home, ines));
    await own.close();
  });
});

/** Password, authenticator app, recovery codes: what an invited person goes through. */
async function takeUp(page: Page): Promise<{ key: string; codes: string[] }> {
  await page.getByLabel('Password', { exact: true }).fill('password');
  await page.getByRole('button', { name: 'Go on to the app' }).click();
  await expect(page.getByLabel('Password', { exact: true }), 'a weak password').toHaveAttribute('aria-invalid', 'true');
  await looks(page, 'invitation-password');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Go on to the app' }).click();
  await looks(page, 'invitation-app');
  const key = (await page.getByText('Or type this key').locator('..').getByRole('listitem').allInnerTexts()).join('');
  await page.getByLabel('The six digits').fill('123456');
  await page.getByRole('button', { name: 'Confirm the code' }).click();
  await expect(page.getByLabel('The six digits'), 'a wrong code').toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('The six digits').fill(totp(key));
  await page.getByRole('button', { name: 'Confirm the code' }).click();
  const codes = await page.getByRole('region', { name: /Recovery codes of/ }).getByRole('listitem').allInnerTexts();
  expect(codes.length).toBeGreaterThan(5);
  await looks(page, 'invitation-codes');
  await page.getByRole('link', { name: /put them away/ }).click();
  return { key, codes };
}

async function invite(page: Page, admin: { key: string }): Promise<string> {
  await page.getByRole('link', { name: 'Staff' }).click();
  await looks(page, 'staff-alone');
  await page.getByRole('link', { name: 'Add a person' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Ines Duarte');
  await page.getByLabel('Title').fill('Social worker');
  await page.getByLabel('Caseworker').check();
  await page.getByLabel('Sign-in name').fill('ines');
  await page.getByLabel('Your own password').fill(PASSWORD);
  await page.getByLabel('Code from your authenticator app').fill(totp(admin.key, 1));
  await looks(page, 'staff-new');
  await page.getByRole('button', { name: 'Add and show the link' }).click();
  await audit(page);
  await looks(page, 'staff-link');
  return page.getByText(/\/invitations\//).innerText();
}

async function signIn(page: Page, who: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('Staff name or e-mail').fill(who);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Go on to the code' }).click();
}

async function endOther(browser: Browser, page: Page, home: string, who: { key: string; codes: string[] }): Promise<void> {
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(`${home}/sign-in`);
  await signIn(other, 'ines');
  await other.goto(`${home}/sign-in/recovery`);
  await other.getByLabel('Recovery code').fill(who.codes[0]!);
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByLabel('Recovery code'), 'it was used').toHaveAttribute('aria-invalid', 'true');
  await other.goto(`${home}/sign-in/code`);
  await other.getByLabel('Six digits').fill(totp(who.key, 1));
  await other.getByRole('button', { name: 'Sign in' }).click();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText('Today');

  await page.goto(`${home}/account`);
  const list = page.getByRole('region', { name: 'Where you are signed in' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await looks(page, 'account');
  await list.getByRole('button', { name: /^End : / }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await other.goto(`${home}/clients`);
  await expect(other.getByLabel('Staff name or e-mail'), 'the other browser is at the door').toBeVisible();
  await context.close();
}
