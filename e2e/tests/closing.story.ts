// A case from its first entry to its closing and back: what blocks is cleared one by one, five people sign five steps, access falls away.

import { audit, cancelledSession, expect, inDays, looks, type Opened, openedCase, record, type Role, shot, sign, signIn, test } from '../support/casekeep.ts';

import type { Page } from '@playwright/test';

test('a case is closed when nothing is open and five steps are signed, and opened again by two people', async ({ page, trouble }) => {
  test.setTimeout(240_000);
  const it = await openedCase(page, 'Milena');
  const closure = `${it.file}/closure`;
  let number = '';

  await test.step('a contact, a plan and a flag keep it open', () => leaveThingsOpen(page, it));
  await test.step('the gate lists what blocks, whose it is, and the way to it', async () => {
    await page.goto(closure);
    await expect(page.getByRole('heading', { name: '7 things still block this closure' })).toBeVisible();
    const list = page.getByRole('region', { name: 'still block' });
    await expect(list.getByRole('listitem').filter({ hasText: 'Ring the school' })).toContainText('Yours.');
    await looks(page, 'closing-blocked');
  });
  await test.step('each is cleared by following its link', () => clear(page, closure));
  await test.step('caseworker', async () => {
    await step(page, 'caseworker', closure, async () => {
      await page.getByLabel('Goals reached').check();
      await page.getByLabel('Closing summary').fill('School is going well; the family goes on alone.');
      await page.getByText('Ask the client once more').click();
      await page.getByLabel('On which day').fill(inDays(1));
      await page.getByLabel('What is to be asked').fill('Whether the mornings still hold');
    });
    await step(page, 'caseworker', closure);
    await expect(page.getByText('entries verify').first(), 'the second step is computed').toBeVisible();
    await expect(page.getByRole('link', { name: 'Sign this step' }), 'the third is not theirs').toHaveCount(0);
  });
  await test.step('supervisor', () => step(page, 'supervisor', closure));
  await test.step('records officer', () => step(page, 'records_officer', closure));
  await test.step('IT administrator', () => step(page, 'it_administrator', closure));

  await signIn(page, 'caseworker');
  const late = await page.context().newPage();
  await test.step('a note is begun before the case closes', () => beginNote(late, it));
  await test.step('the case closes', async () => {
    await page.goto(closure);
    await looks(page, 'closing-ready');
    number = await page.getByText(/^\d{4}-\d{6,8}-[0-9A-Z]$/).first().innerText();
    await page.getByRole('button', { name: 'Close case' }).click();
    await sign(page, 'Close case');
    await expect(page.getByText('Case closed.')).toBeVisible();
    await audit(page);
  });
  await test.step('its caseworker cannot open it any more', async () => {
    trouble.expect(/404/);
    expect((await page.goto(it.file))!.status()).toBe(404);
    await shot(page, 'closing-gone');
  });
  await test.step('IT looks who can open it, and signs for that', async () => {
    await signIn(page, 'it_administrator');
    await page.getByRole('listitem').filter({ hasText: 'Look who can open a closed file' }).filter({ hasText: number }).getByRole('link', { name: 'Look', exact: false }).last().click();
    await expect(page.getByRole('article', { name: 'Who can open this closed file' })).toContainText('Lost access');
    await looks(page, 'closing-access');
    await record(page, 'Sign', 'Signed who can open this file.');
    await expect(page.getByText('Access looked at')).toBeVisible();
  });
  await test.step('its caseworker asks the client once more, and then cannot look the client up any more', async () => {
    await signIn(page, 'caseworker');
    await page.getByRole('listitem').filter({ hasText: 'Ask the client once more' }).filter({ hasText: 'Milena' }).getByRole('link', { name: 'Follow up' }).click();
    await expect(page.getByText('Whether the mornings still hold')).toBeVisible();
    await page.getByLabel('Things go well').check();
    await page.getByLabel('In words').fill('He gets up by himself.');
    await looks(page, 'closing-follow-up');
    await record(page, 'Sign follow-up', 'Follow-up signed.');
    expect((await page.goto(`${it.file}/after-care`))!.status()).toBe(404);
  });
  await test.step('a note on the closed case is refused in words', async () => {
    await late.getByRole('button', { name: 'Review and sign' }).click();
    await expect(late.getByText('Nothing was recorded')).toBeVisible();
    await shot(late, 'closing-late-note', { whole: true });
    await late.close();
  });
  await test.step('records officer and data protection officer read, and write nothing', async () => {
    for (const role of ['data_protection_officer', 'records_officer'] as const) {
      await signIn(page, role);
      await page.goto(it.file);
      await expect(page.getByRole('article', { name: 'Case closed' })).toBeVisible();
      await expect(page.getByRole('main').getByRole('link', { name: /Log contact|Record|Change|Book/ })).toHaveCount(0);
      await audit(page);
    }
    await shot(page, 'closing-closed-file', { whole: true });
  });
  await test.step('reopening is asked for with a reason, and approved by somebody else', async () => {
    await page.goto(closure);
    await page.getByRole('link', { name: 'Ask for reopening' }).click();
    await page.getByLabel('Reason').fill('The aunt has called: he stays away from school again.');
    await audit(page);
    await record(page, 'Sign request', 'Reopening asked for.');
    await expect(page.getByRole('link', { name: 'Decide' })).toHaveCount(0);
    await shot(page, 'closing-asked', { whole: true });
    await signIn(page, 'supervisor');
    await page.getByRole('listitem').filter({ hasText: 'Decide on reopening' }).filter({ hasText: number }).getByRole('link', { name: 'Open closure' }).click();
    await page.getByRole('link', { name: 'Read and approve' }).click();
    await expect(page.getByText('stays away from school again')).toBeVisible();
    await looks(page, 'closing-decision');
    await record(page, 'Reopen case', 'Case reopened.');
  });
  await signIn(page, 'caseworker');
  await page.goto(it.file);
  await expect(page.getByRole('article', { name: 'Case reopened' })).toBeVisible();
});

test('a case ends because contact was lost, and whoever signs sees what was tried', async ({ page, trouble }) => {
  test.setTimeout(240_000);
  trouble.expect(/422/);
  const it = await openedCase(page, 'Jelena');
  const closure = `${it.file}/closure`;

  await test.step('a session is cancelled, and she is rung once', async () => {
    await cancelledSession(page, it.file, 3, '18:40');
    await tryOnce(page, it);
  });
  await test.step('what the file lacks is put right', () => putRight(page, closure, 'She does not answer any more.'));
  await test.step('the caseworker is told that not everything was tried, and loses nothing', async () => {
    await signIn(page, 'caseworker');
    await page.goto(closure);
    await page.getByRole('link', { name: 'Sign this step' }).click();
    const tried = page.getByRole('article', { name: 'Was the client treated fairly?' });
    await expect(tried).toContainText('1 of 3 that the programme asks for');
    await page.getByRole('radio', { name: 'Contact lost' }).check();
    await page.getByLabel('Closing summary').fill('She does not answer any more.');
    await looks(page, 'closing-lost');
    await page.getByRole('button', { name: 'Review and sign' }).click();
    await expect(page.getByText(/1 of 3 attempts to reach the client were made/).first()).toBeVisible();
    await expect(page.getByLabel('Closing summary')).toHaveValue('She does not answer any more.');
    await looks(page, 'closing-lost-refused');
  });
  await test.step('after the other attempts it is signed, and the supervisor reads what was tried', async () => {
    await tryOnce(page, it);
    await tryOnce(page, it);
    await step(page, 'caseworker', closure, async () => {
      await page.getByRole('radio', { name: 'Contact lost' }).check();
      await page.getByLabel('Closing summary').fill('She does not answer any more.');
    });
    await step(page, 'caseworker', closure);
    await signIn(page, 'supervisor');
    await page.goto(closure);
    await page.getByRole('link', { name: 'Sign this step' }).click();
    const tried = page.getByRole('article', { name: 'Was the client treated fairly?' });
    await expect(tried).toContainText('3 of 3 that the programme asks for');
    await looks(page, 'closing-lost-approval');
  });
});

test('a client goes on elsewhere: who takes over is named, and nobody is alone in between', async ({ page, trouble }) => {
  test.setTimeout(240_000);
  trouble.expect(/422/);
  const it = await openedCase(page, 'Branka');
  const closure = `${it.file}/closure`;

  await test.step('a service takes over', async () => {
    await page.goto(`${it.file}/referrals/new`);
    await page.getByLabel('Words').fill('Food bank');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('link', { name: /^Refer to this service/ }).first().click();
    await page.getByLabel('Why, and what the client hopes for').fill('They look after families there, and she moves next door.');
    await page.getByRole('radio', { name: /The client gets in touch/ }).check();
    await page.getByLabel('When you ask what came of it').fill(inDays(7));
    await sign(page, 'Sign the referral');
    await page.getByRole('link', { name: 'Say what came of it' }).click();
    await page.getByRole('radio', { name: /The service has taken over/ }).check();
    await page.getByRole('radio', { name: 'The service', exact: true }).check();
    await sign(page, 'Sign what is known');
    await expect(page.getByRole('region', { name: 'Referrals that have ended' })).toContainText('The service has taken over');
  });
  await test.step('what the file lacks is put right', () => putRight(page, closure, 'She goes on elsewhere.'));
  await test.step('each thing that the hand-over lacks is said at its field, and nothing is lost', async () => {
    await signIn(page, 'caseworker');
    await page.goto(closure);
    await page.getByRole('link', { name: 'Sign this step' }).click();
    await expect(page.getByRole('article', { name: 'What was handed on' })).toContainText('Food bank');
    const review = page.getByRole('button', { name: 'Review and sign' });
    await page.getByRole('radio', { name: 'Goes on elsewhere' }).check();
    await page.getByLabel('Closing summary').fill('She moves, and goes on there.');
    await looks(page, 'closing-onward');
    await review.press('Enter');
    await expect(page.getByText('Please say who takes over, and how to reach them.').first()).toBeVisible();
    await page.getByLabel('Who takes over, and how to reach them').fill('Ms Adler, +44 20 7946 0321');
    await review.press('Enter');
    await expect(page.getByText('Please say who is there for the client until they begin.').first()).toBeVisible();
    await page.getByLabel('Who is there for the client until then').fill('Maria Vega calls on Mondays');
    await review.press('Enter');
    await expect(page.getByText('Nothing was given out to whoever takes over; please see to it first, or say why not.').first()).toBeVisible();
    await looks(page, 'closing-onward-refused');
    await page.getByLabel('Why something is missing').fill('She takes her papers along herself');
    await expect(page.getByLabel('Closing summary')).toHaveValue('She moves, and goes on there.');
    await record(page, 'Sign step', 'Step signed.');
  });
  await step(page, 'caseworker', closure);
  await test.step('the supervisor reads who takes over', async () => {
    await signIn(page, 'supervisor');
    await page.goto(closure);
    await page.getByRole('link', { name: 'Sign this step' }).click();
    await expect(page.getByRole('main')).toContainText('Ms Adler, +44 20 7946 0321');
    await expect(page.getByRole('article', { name: 'What was handed on' })).toContainText('Nothing was given out to whoever takes over.');
    await looks(page, 'closing-onward-approval');
  });
});

async function tryOnce(page: Page, it: Opened): Promise<void> {
  await page.goto(`${it.file}/sessions`);
  await page.getByRole('link', { name: 'Follow up' }).click();
  await page.getByLabel('A message was left').check();
  await record(page, 'Sign', 'Recorded.');
}

/** What a file of which nothing else is open lacks before it can be closed. */
async function putRight(page: Page, closure: string, why: string): Promise<void> {
  await assess(page, closure, 4);
  await fileConsent(page, closure, 3);
  await follow(page, closure, 'One document or item was not looked at', 3);
  await lookAtEverything(page);
  await follow(page, closure, 'Nobody has told the client', 2);
  await tellTheClient(page, closure);
  await report(page, closure, () => page.getByLabel('Why the case is closed').fill(why));
}

/** A promise, a goal and a flag; an assessment, a report and the consent form are missing anyway. */
async function leaveThingsOpen(page: Page, it: Opened): Promise<void> {
  await page.goto(`${it.file}/contacts/new`);
  await page.getByLabel('Phone call').check();
  await page.getByLabel('Service update').check();
  await page.getByLabel('What was said').fill('Will come on Friday.');
  await page.getByText('Add an action item').click();
  const item = page.getByRole('group', { name: 'Action item 1' });
  await item.getByLabel('What is to be done').fill('Ring the school');
  await item.getByLabel('By when').fill('2027-12-01');
  await record(page, 'Sign contact', 'Contact signed.');
  await page.goto(`${it.file}/plan/edit`);
  await page.getByLabel('Goal 1').first().fill('At school on four days of five');
  await page.getByLabel('Agreed face to face').check();
  await page.getByLabel('Why the plan changes').fill('First plan.');
  await record(page, 'Sign plan', 'New version of the plan signed.');
  await page.goto(`${it.file}/flags/new`);
  await page.getByLabel('What cannot wait').fill('The school has not answered');
  await record(page, 'Raise flag', 'Flag raised.');
}

/** Goes from the gate to each blocker, and finds the gate one shorter each time. */
async function clear(page: Page, closure: string): Promise<void> {
  await follow(page, closure, 'The flag', 7);
  await page.getByLabel('What was done').fill('She called back.');
  await record(page, 'Take flag down', 'Flag taken down.');

  await follow(page, closure, 'Ring the school', 6);
  await page.getByLabel('What came of it').fill('A place from Monday on.');
  await sign(page, 'Kept');
  await expect(page.getByText('Action item settled.')).toBeVisible();

  await assess(page, closure, 5);

  await follow(page, closure, 'At school on four days', 4);
  await page.getByLabel('How far is goal 1').selectOption('Met');
  await page.getByLabel('Agreed face to face').check();
  await page.getByLabel('Why the plan changes').fill('Reached.');
  await record(page, 'Sign plan', 'New version of the plan signed.');

  await fileConsent(page, closure, 3);
  await follow(page, closure, 'One document or item was not looked at', 3);
  await lookAtEverything(page);

  await follow(page, closure, 'Nobody has told the client', 2);
  await tellTheClient(page, closure);

  await report(page, closure, () =>
    expect(page.getByLabel('Why the case is closed'), 'drawn up from the file').toHaveValue(/At school on four days of five/),
  );
}

/** The last page that has to be there, drawn up by one and approved by another. */
async function report(page: Page, closure: string, why: () => Promise<void>): Promise<void> {
  await follow(page, closure, 'There is no closing report', 1);
  await why();
  await page.getByLabel('Outcomes').fill('At school every day of the last month.');
  await page.getByLabel('What was agreed with the client').fill('They call when it gets harder again.');
  await page.getByLabel('After-care').fill('The class teacher looks after the mornings.');
  await looks(page, 'closing-report');
  await record(page, 'Sign and hand in', 'Report handed to the supervisor.');

  await signIn(page, 'supervisor');
  await follow(page, closure, 'The closing report waits for approval', 1);
  await page.getByRole('button', { name: 'Approve' }).click();
  await sign(page, 'Approve');
  await expect(page.getByText('Report approved and locked.')).toBeVisible();
  await page.goto(closure);
  await expect(page.getByRole('heading', { name: 'Nothing blocks this closure' })).toBeVisible();
}

async function assess(page: Page, closure: string, left: number): Promise<void> {
  await follow(page, closure, 'No initial assessment', left);
  await page.getByLabel('Situation').fill('Lives with an aunt.');
  await page.getByLabel('Needs and risks').fill('Few, since spring.');
  await page.getByLabel('What came out').fill('Ready to end.');
  await record(page, 'Sign assessment', 'Assessment signed.');
}

async function fileConsent(page: Page, closure: string, left: number): Promise<void> {
  await follow(page, closure, 'A document is missing: Consent form', left);
  await page.getByLabel('Choose files').setInputFiles([{ name: 'consent.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 signed') }]);
  const consent = page.getByRole('region', { name: /consent\.pdf/ });
  await consent.getByLabel('What it is').fill('Consent to counselling');
  await consent.getByLabel('Type').selectOption('Consent form');
  await consent.getByLabel('Date on it').fill('2026-01-05');
  await record(page, 'File document', 'Filed.');
}

/** A letter, whose words are there already. */
async function tellTheClient(page: Page, closure: string): Promise<void> {
  await expect(page.getByLabel('What the client was told')).toHaveValue(/You can come back at any time/);
  await page.getByLabel('Letter').check();
  await looks(page, 'closing-message');
  await record(page, 'Sign message', 'Recorded what the client was told.');
  await page.goto(closure);
  await page.getByText('Checks that are clear').click();
  const print = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Print the letter' }).click();
  expect((await print).suggestedFilename()).toMatch(/-letter\.pdf$/);
}

/** One tick for each, and one signature for all. */
async function lookAtEverything(page: Page): Promise<void> {
  const consent = page.getByRole('region', { name: /Consent to counselling/ });
  await expect(consent.getByRole('link', { name: /^Look at it/ })).toHaveAttribute('target', '_blank');
  await consent.getByLabel('Present and correctly filed').check();
  await looks(page, 'closing-filing');
  await record(page, 'Sign what I looked at', 'Signed what you looked at.');
}

async function follow(page: Page, closure: string, what: string, left: number): Promise<void> {
  await page.goto(closure);
  const blockers = page.getByRole('region', { name: /still blocks? this closure/ }).getByRole('list').first();
  await expect(blockers.getByRole('listitem')).toHaveCount(left);
  await blockers.getByRole('listitem').filter({ hasText: what }).getByRole('link').last().click();
}

async function step(page: Page, role: Role, closure: string, fill = async () => {}): Promise<void> {
  await signIn(page, role);
  await page.goto(closure);
  await page.getByRole('link', { name: 'Sign this step' }).click();
  await fill();
  await audit(page);
  await record(page, 'Sign step', 'Step signed.');
  await audit(page);
}

async function beginNote(page: Page, it: Opened): Promise<void> {
  await page.goto(`${it.file}/contacts/new`);
  await page.getByLabel('Phone call').check();
  await page.getByLabel('Service update').check();
  await page.getByLabel('What was said').fill('Called once more to say thank you.');
}
