import type { Product } from '@minispod/testing/product';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { People } from './console-people.js';

export const desk = { locale: 'en-GB', viewport: { width: 1280, height: 900 } };
export const phone = {
  locale: 'id-ID',
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
};

/** Opens pages of the console as somebody, in their language, and keeps what the pages complain of. */
export class Visits {
  private context: BrowserContext | undefined;
  private mistakes: string[] = [];

  constructor(
    private readonly browser: Browser,
    private readonly product: Product,
  ) {}

  async open(storageState: People['owner'], look: typeof desk | typeof phone, path: string): Promise<Page> {
    await this.context?.close();
    const { url } = this.product;
    const context = await this.browser.newContext({ ...look, storageState, reducedMotion: 'reduce' });
    this.context = context;
    context.setDefaultTimeout(30_000);
    await context.request.post(`${url}/trpc/auth.updateProfile`, {
      data: { locale: look.locale.slice(0, 2) },
      headers: { origin: url },
    });
    context.on('weberror', (each) => this.mistakes.push(String(each.error())));
    context.on('console', (message) => {
      if (message.type() === 'error') this.mistakes.push(`${message.text()} ${message.location().url}`);
    });
    const page = await context.newPage();
    await page.goto(url + path);
    await page.getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** What the pages complained of so far was meant to go wrong. */
  forgive(): void {
    this.mistakes = [];
  }

  /** Throws when a page complained of anything. */
  async end(): Promise<void> {
    await this.context?.close();
    const mistakes = this.mistakes;
    this.mistakes = [];
    expect(mistakes, 'errors on the pages').toEqual([]);
  }
}
