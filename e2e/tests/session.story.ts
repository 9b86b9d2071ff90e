// A session: everything at hand before it, one note and one signature after it; and the one that was not held.

import { cancelledSession, expect, looks, openedCase, record, saysWhen, sign, signIn, test, weekdayAhead } from '../support/casekeep.ts';

test('a session note rates the goals and books the next session under one signature', async ({ page }) => {
  test.setTimeout(120_000);
  await signIn(page, 'caseworker');
  await looks(page, 'today');
  await page.getByRole('link', { name: /^Write note/ }).first().click();

  await test.step('ready: what was said last, what was promised, what is missing, and that this page was opened', async () => {
    const ready = page.getByRole('region', { name: 'Ready' });
    await expect(ready).toContainText(/Opened \d\d:\d\d, on record/);
    await expect(ready.getByRole('region', { name: 'Last notes' }).getByRole('article').first()).toBeVisible();
    await expect(ready.getByRole('region', { name: 'Open goals' }).getByRole('listitem').first()).toBeVisible();
    await expect(ready.getByRole('region', { name: 'Last change of the plan' })).toContainText(/Version \d+/);
    await looks(page, 'session-ready');
  });
  const file = new URL(page.url()).pathname.split('/sessions/')[0]!;

  const began = await page.getByLabel('Began at').inputValue();
  await page.getByLabel('The client arrived at').fill(began);
  await page.getByLabel('Progress').fill('Went to school on all five days.');
  await page.getByLabel('Successes').fill('Spoke up in class.');
  await page.getByLabel('The client’s words').fill('“It was not so bad.”');
  for (const goal of await page.getByRole('region', { name: 'Goals, rated together' }).getByRole('group').all()) {
    await goal.getByRole('radio', { name: /^4/ }).check();
  }
  await page.getByLabel('Choose another').check();
  const next = page.getByRole('region', { name: 'After the session' });
  await saysWhen(next, weekdayAhead(9), '07:30');
  await page.getByText('It was more than 24 hours ago').click();
  await page.getByLabel('Why you write it late').fill('The day was full.');
  await looks(page, 'session-note');
  await record(page, 'Sign note', 'Session note signed.');

  const sheet = page.getByRole('article', { name: 'Session note' }).first();
  for (const words of [`The client arrived at ${began}`, 'all five days', 'Nearly', 'Next session', '07:30']) await expect(sheet).toContainText(words);
  await page.goto(`${file}/sessions`);
  await expect(page.getByRole('region', { name: 'Booked' }).getByText('07:30')).toBeVisible();
  await looks(page, 'sessions');

  await test.step('that the ready page was opened stands in the record of accesses', async () => {
    await page.goto(`${file}/accesses`);
    await expect(page.getByText(/prepar|session/i).first()).toBeVisible();
    await looks(page, 'accesses');
  });
});

test('a client who lives by other clocks is shown theirs, and a zone that is none is refused', async ({ page, trouble }) => {
  trouble.expect(/422/);
  const it = await openedCase(page, 'Ines');
  await page.goto(`${it.client}/correction`);
  await page.getByLabel('Time zone').fill('Atlantic/Atlantis');
  await page.getByLabel('Why do the details change?').fill('Moved away for the summer');
  await page.getByRole('button', { name: 'Check and sign' }).click();
  await expect(page.getByLabel('Time zone')).toHaveAttribute('aria-invalid', 'true');
  await page.getByLabel('Time zone').fill('Pacific/Auckland');
  await looks(page, 'client-zone');
  await record(page, 'Sign correction', 'Details corrected.');
  await expect(page.getByText('Pacific/Auckland').first()).toBeVisible();
  await page.goto(`${it.file}/sessions/new`);
  await expect(page.getByText(/for the client \w{3} \d\d:\d\d in Auckland/).first()).toBeVisible();
  await looks(page, 'session-elsewhere');
});

test('a time that is taken is refused, and one of the free ones nearby is booked instead', async ({ page, trouble }) => {
  trouble.expect(/422/);
  const it = await openedCase(page, 'Konrad');
  const book = async () => {
    await page.goto(`${it.file}/sessions/new`);
    await saysWhen(page, weekdayAhead(4), '16:10');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await sign(page, 'Book session');
  };
  await book();
  await expect(page.getByText('Session booked.')).toBeVisible();
  await book();
  await expect(page.getByText('This time is taken; please choose another one.').first()).toBeVisible();
  await expect(page.getByLabel('Time'), 'nothing is lost').toHaveValue('16:10');
  await looks(page, 'session-taken');
  await page.getByRole('group', { name: 'When' }).getByRole('radio').first().check();
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await sign(page, 'Book session');
  await expect(page.getByText('Session booked.')).toBeVisible();
  await page.goto(`${it.file}/sessions`);
  await expect(page.getByRole('region', { name: 'Booked' }).getByRole('listitem')).toHaveCount(2);
});

test('a session that the client cancels is followed by another one, or by a reason', async ({ page, trouble }) => {
  trouble.expect(/422/);
  const it = await openedCase(page, 'Sabine');
  await page.goto(`${it.file}/sessions/new`);
  await saysWhen(page, weekdayAhead(3), '06:15');
  await looks(page, 'session-book');
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await sign(page, 'Book session');
  await expect(page.getByText('Session booked.')).toBeVisible();

  await page.goto(`${it.file}/sessions`);
  await page.getByRole('link', { name: 'Not held or moved' }).click();
  await page.getByLabel('Cancelled by the client').check();
  await page.getByLabel('More in words').fill('Has the flu.');
  await page.getByLabel('No next session').check();
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await expect(page.getByLabel('If none is booked: why'), 'no session and no reason').toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('More in words')).toHaveValue('Has the flu.');
  await page.getByLabel('If none is booked: why').fill('Will ring when well again.');
  await looks(page, 'session-missed');
  await record(page, 'Sign', 'Recorded.');
  const sheet = page.getByRole('article', { name: /not held|cancel/i });
  await expect(sheet).toContainText('Has the flu.');
  await expect(sheet).toContainText('Will ring when well again.');
  await looks(page, 'session-missed-timeline');
});

test('a client who cancels is followed up step by step until somebody reaches them', async ({ page, trouble }) => {
  trouble.expect(/422/);
  const it = await openedCase(page, 'Thea');
  await cancelledSession(page, it.file, 4, '19:20');
  await page.goto(`${it.file}/sessions`);
  await expect(page.getByText('Cancelled by the client')).toBeVisible();
  await looks(page, 'sessions-missed');
  await page.getByRole('link', { name: 'Follow up' }).click();
  const steps = page.getByRole('article', { name: 'The steps' });
  await expect(steps).toContainText('Phone call, by');
  await expect(page.getByRole('article', { name: 'How to reach the client' })).toContainText('Thea');
  await page.getByLabel('A message was left').check();
  await looks(page, 'follow-up');
  await record(page, 'Sign', 'Recorded.');
  await expect(page.getByText('Phone call: A message was left').first()).toBeVisible();

  await page.getByRole('link', { name: 'Follow up' }).click();
  await expect(steps).toContainText('A message was left');
  await page.getByRole('radio', { name: /^The client was reached/ }).check();
  await page.getByRole('button', { name: 'Review and sign' }).click();
  await expect(page.getByText('Please choose one.').first(), 'reached, and nothing is agreed').toBeVisible();
  await page.getByLabel('No next session').check();
  await page.getByLabel('If none is booked: why').fill('Comes again in May.');
  await record(page, 'Sign', 'Recorded.');
  await expect(page.getByRole('link', { name: 'Follow up' })).toHaveCount(0);
});
