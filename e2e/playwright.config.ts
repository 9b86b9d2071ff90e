// Four looks at the same organisation: desktop and phone, light and dark.
//
// `*.spec.ts` looks at pages and changes nothing; it runs in all four. `*.story.ts` acts, so it runs once.

import { defineConfig, type PlaywrightTestConfig } from '@playwright/test';

const desktop = { width: 1440, height: 1000 };
const phone = { width: 390, height: 844 };

type Project = NonNullable<PlaywrightTestConfig['projects']>[number];

function look(name: string, viewport: typeof desktop, colorScheme: 'light' | 'dark', testMatch: RegExp): Project {
  const touch = viewport === phone ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {};
  return { name, testMatch, use: { viewport, colorScheme, ...touch } };
}

export default defineConfig({
  testDir: 'tests',
  globalSetup: './support/setup.ts',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0, // a test that passes at the second try is broken, or the product is
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: 'list',
  outputDir: 'test-results',
  use: {
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    contextOptions: { reducedMotion: 'reduce' },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CASEKEEP_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox', // the tests may run as root; they open nothing but our own pages
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  projects: [
    look('desktop-light', desktop, 'light', /\.(spec|story)\.ts$/),
    look('desktop-dark', desktop, 'dark', /\.spec\.ts$/),
    look('phone-light', phone, 'light', /\.spec\.ts$/),
    look('phone-dark', phone, 'dark', /\.spec\.ts$/),
  ],
});
