// The service review: how sessions went, drawn and as numbers; recording that somebody has looked, with the keyboard; what an auditor sees.

import { expect, looks, sign, signIn, test } from '../support/casekeep.ts';

test('a supervisor looks at how sessions went and signs what follows, with the keyboard', async ({ page }) => {
  await signIn(page, 'supervisor');
  await page.goto('/supervision');
  await page.getByRole('link', { name: 'Service review' }).click();
  await expect(page.getByRole('heading', { name: 'Service review' })).toBeVisible();
  const programmes = page.getByRole('figure', { name: 'By programme' });
  await expect(programmes.getByRole('row')).not.toHaveCount(0);
  await looks(page, 'service-review');

  await page.getByRole('link', { name: 'Last 26 weeks' }).click();
  await expect(page.getByRole('link', { name: 'Last 26 weeks' })).toHaveAttribute('aria-current', 'true');
  await expect(page.getByRole('figure', { name: 'By worker' }).getByRole('img').first()).toBeVisible();

  await page.getByRole('link', { name: 'Record a review' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Record a review' })).toBeVisible();
  await page.getByLabel('What was found').focus();
  await page.keyboard.type('More sessions are kept than in spring.');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Go on as before.');
  await looks(page, 'service-review-new');
  await sign(page, 'Sign review', { keys: true });
  await expect(page.getByRole('main')).toContainText('More sessions are kept than in spring.');
});

test('days that cannot be are told at their field, and nothing is lost', async ({ page, trouble }) => {
  trouble.expect(/422/);
  await signIn(page, 'supervisor');
  await page.goto('/service-review?span=days&from=2026-05-01&until=2026-04-01');
  await expect(page.getByRole('textbox', { name: 'From' })).toHaveValue('2026-05-01');
  await expect(page.getByRole('main')).toContainText('a last day after the first one');
  await looks(page, 'service-review-days');
});

test('an auditor sees figures, and neither a case nor the way to record', async ({ page }) => {
  await signIn(page, 'auditor');
  await page.goto('/records');
  await page.getByRole('link', { name: 'Service review' }).click();
  await expect(page.getByRole('heading', { name: 'Without a next session, now' })).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(/C-[0-9A-Z]{6}/);
  await expect(page.getByRole('link', { name: 'Record a review' })).toHaveCount(0);
});
