// The waiting list, by keyboard: a client is put on it, another one cancels, and the time that is free again is offered and taken.

import type { Locator, Page } from '@playwright/test';

import { expect, looks, openedCase, saysWhen, sign, test, weekdayAhead } from '../support/casekeep.ts';

/** Goes there as somebody does who uses no mouse. */
async function enter(target: Locator): Promise<void> {
  await target.focus();
  await target.press('Enter');
}

async function tick(target: Locator): Promise<void> {
  await target.focus();
  await target.press('Space');
}

async function review(page: Page): Promise<void> {
  await enter(page.getByRole('button', { name: 'Review and sign' }));
}

test('a time that one client gives up is offered to another who waits, and booked under the same signature', async ({ page, trouble }) => {
  trouble.expect(/422/);
  test.setTimeout(180_000);
  const waits = await openedCase(page, 'Ylva');

  await test.step('on the list: what is wrong stands at its field, and nothing is lost', async () => {
    await page.goto(`${waits.file}/sessions`);
    await enter(page.getByRole('link', { name: 'Put on the waiting list' }));
    await tick(page.getByRole('radio', { name: 'Urgent' }));
    await page.getByLabel('Not before').fill('12:00');
    await page.getByLabel('Over by').fill('12:10');
    await page.getByLabel('More in words').fill('Works in the mornings');
    await review(page);
    await expect(page.getByLabel('Over by')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('More in words')).toHaveValue('Works in the mornings');
    await looks(page, 'waiting-wrong');
    await page.getByLabel('Over by').fill('17:00');
    await review(page);
    await expect(page.getByRole('dialog')).toContainText('12:00 – 17:00');
    await sign(page, 'Sign');
    await expect(page.getByText('On the waiting list.').first()).toBeVisible();
    await expect(page.getByText('Waits for a session.')).toBeVisible();
    await enter(page.getByRole('link', { name: 'Offer a time' }));
    await expect(page.getByRole('region', { name: 'Times that suit' })).toBeVisible();
    await looks(page, 'waiting-case');
  });

  await test.step('somebody else cancels, and the case says whom the time fits', async () => {
    const other = await openedCase(page, 'Zora');
    await page.goto(`${other.file}/sessions/new`);
    await page.getByLabel('Choose another').check();
    await saysWhen(page, weekdayAhead(11), '16:05');
    await review(page);
    await sign(page, 'Book session');
    await expect(page.getByText('Session booked.')).toBeVisible();
    await page.goto(`${other.file}/sessions`);
    await enter(page.getByRole('link', { name: 'Not held or moved' }));
    await tick(page.getByRole('radio', { name: 'Cancelled by the client' }));
    await tick(page.getByRole('radio', { name: 'No next session' }));
    await page.getByLabel('If none is booked: why').fill('Will call');
    await review(page);
    await sign(page, 'Sign');
    await expect(page.getByText('Free again:')).toBeVisible();
    await looks(page, 'waiting-freed');
    await enter(page.getByRole('link', { name: 'See whom it fits' }));
  });

  await test.step('it is offered to whoever comes first, with how to reach them beside it', async () => {
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Waiting list');
    await looks(page, 'waiting');
    const freed = page.getByRole('region', { name: 'Free again' }).getByRole('listitem').filter({ hasText: '16:05' });
    await expect(freed.first()).toContainText('comes first');
    await enter(freed.getByRole('link', { name: /^Offer/ }).first());
    await expect(page.getByRole('article', { name: 'How to reach the client' })).toBeVisible();
    await looks(page, 'waiting-offer');
    await tick(page.getByRole('radio', { name: 'Phone call' }));
    await tick(page.getByRole('radio', { name: 'The client takes it' }));
    await review(page);
    await expect(page.getByRole('dialog')).toContainText('16:05');
    await sign(page, 'Book session');
    await expect(page.getByText('Session booked.')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Booked' })).toContainText('16:05');
    await page.goto(`${waits.file}/waiting`);
    await expect(page.getByText('This client is not on the waiting list.')).toBeVisible();
    await looks(page, 'waiting-none');
  });
});
