// What a spec imports: `test` with a page that tolerates no complaint of the browser, and every helper.

import { expect, test as base } from '@playwright/test';

import { organisation } from './organisation.ts';
import { Trouble } from './trouble.ts';

export const test = base.extend<{ trouble: Trouble }>({
  baseURL: async ({}, use) => use(organisation().url),
  trouble: [
    async ({ page }, use) => {
      const trouble = await Trouble.watch(page);
      await use(trouble);
      expect(trouble.unexpected(), 'the browser complained').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
export { audit, fitsSideways, looks, prints, shot } from './checks.ts';
export { loggedCall } from './contacts.ts';
export { inDays, weekdayAhead } from './days.ts';
export { openedCase, type Opened } from './intake.ts';
export { organisation } from './organisation.ts';
export { RAIL, signIn, signInAlone } from './people.ts';
export { ROLES, roleCode, type Role } from './roles.ts';
export { cancelledSession, saysWhen } from './sessions.ts';
export { record, sign } from './sign.ts';
