// A calendar in another program: an address made with the keyboard, fetched while a session is booked and moved, and stopped. And the file for the client.

import { readFileSync } from 'node:fs';

import type { APIRequestContext, Page } from '@playwright/test';

import { expect, looks, openedCase, organisation, record, sign, test } from '../support/casekeep.ts';

test('the calendar that the demonstration names holds sessions and no names', async ({ request }) => {
  const answer = await request.get(organisation().calendar);
  expect(answer.status()).toBe(200);
  expect(answer.headers()['content-type']).toBe('text/calendar; charset=utf-8');
  const all = appointments(await answer.text());
  expect(all.length).toBeGreaterThan(0);
  for (const one of all) expect(one.get('SUMMARY')).toMatch(/^(C-[0-9A-Z]{6}-[0-9A-Z]|Taken|Group\\, \d+ people)$/);
});

test('an address is made with the keyboard, follows a move, and ends when it is stopped', async ({ page, request }) => {
  test.setTimeout(120_000);
  const it = await openedCase(page, 'Ottilie');
  const address = await made(page);
  const hers = async () => (await fetched(request, address)).find((one) => one.get('SUMMARY') === it.number);
  expect(await hers()).toBeUndefined();

  await page.goto(`${it.file}/sessions/new`);
  await page.getByRole('group', { name: 'When' }).getByRole('radio').first().check();
  await record(page, 'Book session', 'Session booked.');
  const booked = (await hers())!;
  expect(booked.get('SEQUENCE')).toBe('0');
  expect(booked.get('LOCATION')).toBe('At the office');

  await test.step('the file for the client says when, and nothing else', async () => {
    await page.goto(`${it.file}/sessions`);
    await looks(page, 'sessions-booked');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Calendar file for the client' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('appointment.ics');
    const text = readFileSync((await download.path())!, 'utf8');
    const [given] = appointments(text);
    expect(given!.get('SUMMARY')).toBe('Appointment');
    expect(given!.get('DTSTART')).toBe(booked.get('DTSTART'));
    expect(given!.get('UID'), 'it is not recognised in a calendar of ours').not.toBe(booked.get('UID'));
    expect(text).not.toContain(it.number);
  });

  await page.getByRole('link', { name: 'Not held or moved' }).click();
  await page.getByLabel('Moved to another time').check();
  await page.getByRole('group', { name: 'Next session' }).getByRole('radio').first().check();
  await record(page, 'Sign', 'Recorded.');
  const moved = (await hers())!;
  expect(moved.get('UID')).toBe(booked.get('UID'));
  expect(moved.get('SEQUENCE')).toBe('1');
  expect(moved.get('STATUS')).toBe('CONFIRMED');
  expect(moved.get('DTSTART')).not.toBe(booked.get('DTSTART'));

  await page.goto('/calendar/feeds');
  await expect(page.getByRole('main')).toContainText('last fetched');
  await looks(page, 'feeds');
  await page.getByRole('link', { name: /^Stop this address/ }).last().click();
  await looks(page, 'feeds-end');
  await sign(page, 'Sign and stop it');
  await expect(page.getByText('Address stopped.')).toBeVisible();
  expect((await request.get(address)).status()).toBe(404);
});

/** Makes an address for the calendar of whoever is signed in, with the keyboard alone, from the calendar. */
async function made(page: Page): Promise<string> {
  await page.goto('/calendar');
  await page.getByRole('link', { name: 'Your calendar in another program' }).press('Enter');
  await page.getByRole('link', { name: 'Make an address' }).press('Enter');
  await looks(page, 'feeds-new');
  await page.getByRole('radio', { name: 'Your own sessions' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type(organisation().password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your new address');
  await expect(page.getByRole('button', { name: 'Copy the address' })).toBeVisible();
  const address = (await page.locator('#address').innerText()).trim();
  expect(address).toMatch(/\/calendar\/[\w-]{43}\.ics$/);
  return address;
}

async function fetched(request: APIRequestContext, address: string): Promise<Map<string, string>[]> {
  const answer = await request.get(address);
  expect(answer.status()).toBe(200);
  return appointments(await answer.text());
}

/** The appointments in a calendar, each as its fields without their parameters. */
function appointments(text: string): Map<string, string>[] {
  const parts = text.replaceAll('\r\n ', '').split('BEGIN:VEVENT\r\n').slice(1);
  const field = (line: string): [string, string] => [line.split(/[;:]/)[0]!, line.slice(line.indexOf(':') + 1)];
  return parts.map((part) => new Map(part.split('END:VEVENT')[0]!.trim().split('\r\n').map(field)));
}
