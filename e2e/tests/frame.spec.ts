// The frame: whatever the rail offers a role opens, is accessible, keeps to the policy and fits the screen.

import type { Page } from '@playwright/test';

import { audit, expect, fitsSideways, organisation, RAIL, roleCode, ROLES, signIn, test } from '../support/casekeep.ts';

const WIDTHS = [320, 390, 1440];

for (const role of ROLES) {
  test(`every page in the rail opens for ${role.replaceAll('_', ' ')}`, async ({ page }) => {
    test.setTimeout(180_000);
    await signIn(page, role);
    const places = await placesInTheRail(page);
    expect(places.length, 'the rail offers something').toBeGreaterThan(0);
    for (const place of places) {
      await test.step(`${role} opens ${place}`, () => opensWell(page, place));
    }
  });
}

test('the demo has somebody in every role, and no role is missing here', async () => {
  const employed = new Set(organisation().staff.map((person) => roleCode(person.role)));
  expect([...employed].sort()).toEqual([...ROLES].sort());
});

/** Paths only: a rail never leads out of the house. */
async function placesInTheRail(page: Page): Promise<string[]> {
  const links = await page.getByRole('navigation', RAIL).locator('a[href]').all();
  const places = await Promise.all(links.map((link) => link.getAttribute('href')));
  return [...new Set(places.filter((place) => place !== null && !place.startsWith('#')))] as string[];
}

async function opensWell(page: Page, place: string): Promise<void> {
  const answer = await page.goto(place);
  expect(answer?.status(), `${place} answers`).toBe(200);
  await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1);
  await audit(page);
  const usual = page.viewportSize()!;
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: usual.height });
    await fitsSideways(page);
  }
  await page.setViewportSize(usual);
}
