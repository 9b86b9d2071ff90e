// What a browser complains about. Any complaint fails the test that caused it, unless the test said that it expects it.

import type { Page } from '@playwright/test';

const MARK = 'content security policy violated:';

/** The complaints of one page. */
export class Trouble {
  private static readonly pages = new WeakMap<Page, Trouble>();
  private readonly heard: string[] = [];
  private readonly expected: RegExp[] = [];

  /** Listens to everything that happens in `page` from now on. */
  static async watch(page: Page): Promise<Trouble> {
    const trouble = new Trouble();
    Trouble.pages.set(page, trouble);
    await page.addInitScript((mark) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        console.error(`${mark} ${event.effectiveDirective} by ${event.blockedURI} in ${event.sourceFile}:${event.lineNumber}`);
      });
    }, MARK);
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.heard.push(`console: ${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (fault) => trouble.heard.push(`script: ${fault.message}`));
    page.on('requestfailed', (request) => {
      const why = request.failure()?.errorText ?? 'unknown';
      // leaving a page or starting a download ends the requests under way; the browser calls that "aborted"
      if (why !== 'net::ERR_ABORTED') trouble.heard.push(`request: ${request.method()} ${request.url()}: ${why}`);
    });
    page.on('response', (answer) => {
      if (400 <= answer.status()) trouble.heard.push(`answer: ${answer.status()} ${answer.request().method()} ${answer.url()}`);
    });
    return trouble;
  }

  /** What is listened to on this page, if it is. */
  static of(page: Page): Trouble | undefined {
    return Trouble.pages.get(page);
  }

  /** This test provokes complaints like these: a refusal, a page that is gone. */
  expect(...patterns: RegExp[]): void {
    this.expected.push(...patterns);
  }

  /** What nobody expected. */
  unexpected(): string[] {
    return this.heard.filter((complaint) => !this.expected.some((pattern) => pattern.test(complaint)));
  }
}
