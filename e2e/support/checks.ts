// Checks that every page has to pass, and the pictures we take of it.

import { expect, test, type Page } from '@playwright/test';
import axe from 'axe-core';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails with rule, element and remedy for everything that axe finds on the page as it stands. */
export async function audit(page: Page): Promise<void> {
  // A click comes back when the next page begins; before its styles are there, links are as small as their words.
  await page.waitForLoadState('load');
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations, passes } = await axe.run(document, { runOnly: tags, resultTypes: ['violations'] });
    return {
      passed: passes.length,
      wrong: violations.flatMap((rule) =>
        rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}\n  ${(node.failureSummary ?? '').replaceAll('\n', '\n  ')}`),
      ),
    };
  }, TAGS);
  expect(found.passed, 'axe looked at something').toBeGreaterThan(5);
  expect(found.wrong, `accessibility of ${page.url()}`).toEqual([]);
}

/** Fails when the page can be moved sideways; names the elements that stick out. */
export async function fitsSideways(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const out = [...document.querySelectorAll('body *')].filter((it) => room + 1 < it.getBoundingClientRect().right);
    const names = out.slice(0, 5).map((it) => `${it.tagName.toLowerCase()}.${[...it.classList].join('.')}`);
    return [`${document.documentElement.scrollWidth} px of content in ${room} px`, ...names];
  });
  expect(wide, `sideways scroll on ${page.url()}`).toEqual([]);
}

/**
 * Looks at the page as it stands, at desk in the light, then at phone in the dark: audited, nothing sticks out; then as before.
 * With `CASEKEEP_PICTURES` set it takes a picture of each, and of the two other looks.
 */
export async function looks(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!;
  await page.evaluate(() => scrollTo(0, 0));
  await audit(page);
  await picture(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(page, `${name}-dark`);
  await page.setViewportSize({ width: 390, height: 844 });
  await fitsSideways(page);
  await audit(page);
  await picture(page, `${name}-phone-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await picture(page, `${name}-phone`);
  await page.setViewportSize(size);
}

async function picture(page: Page, name: string): Promise<void> {
  if (process.env.CASEKEEP_PICTURES) await shot(page, name, { whole: true });
}

/** Saves a picture as `shots/<look>/<name>.png`; `whole` takes the page to its end. */
export async function shot(page: Page, name: string, { whole = false } = {}): Promise<void> {
  const path = join(import.meta.dirname, '../shots', test.info().project.name, `${name}.png`);
  mkdirSync(dirname(path), { recursive: true });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  await page.screenshot({ path, fullPage: whole, animations: 'disabled', caret: 'hide', scale: 'css' });
}

/** The breadth between the margins of A4, and the whole sheet, in CSS pixels. */
const PAPER = [658, 794];

/** Fails unless the page as it stands prints as a clean sheet: no rail, nothing to press, nothing cut off or crammed, dark ink also in a dark room. */
export async function prints(page: Page, name: string): Promise<void> {
  const size = page.viewportSize()!;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ media: 'print', colorScheme });
    for (const width of PAPER) {
      await page.setViewportSize({ width, height: 1123 });
      expect(await notForPaper(page), `${page.url()} on paper, ${width} px, ${colorScheme}`).toEqual([]);
      await fitsSideways(page);
    }
    await picture(page, `${name}-print-${colorScheme}`);
  }
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.setViewportSize(size);
}

/** What a sheet of paper must not have. */
async function notForPaper(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const seen = (it: Element): boolean => it.getClientRects().length > 0 && getComputedStyle(it).visibility !== 'hidden';
    const told = (why: string, it: Element): string => `${why}: ${it.tagName.toLowerCase()}.${[...it.classList].join('.')} ${it.textContent!.trim().slice(0, 40)}`;
    const shown = [...document.querySelectorAll('body *')].filter(seen);
    const pressed = shown.filter((it) => it.matches('nav, button, input, select, textarea, summary, .button, [role="search"]'));
    const cut = shown.filter((it) => {
      const style = getComputedStyle(it);
      const hides = style.overflowX !== 'visible' || style.overflowY !== 'visible';
      return hides && (it.scrollWidth > it.clientWidth + 1 || it.scrollHeight > it.clientHeight + 1) && it.clientWidth > 1;
    });
    const crammed = shown.filter((it) => it.matches('article') && it.clientWidth < innerWidth * 0.5);
    const light = shown.filter((it) => {
      const [red = 0, green = 0, blue = 0] = (getComputedStyle(it).color.match(/[\d.]+/g) ?? []).map(Number);
      const own = [...it.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent!.trim() !== '');
      return own && 0.2126 * red + 0.7152 * green + 0.0722 * blue > 140;
    });
    return [...pressed.map((it) => told('to press', it)), ...cut.map((it) => told('cut off', it)), ...crammed.map((it) => told('crammed', it)), ...light.map((it) => told('pale', it))].slice(0, 8);
  });
}
