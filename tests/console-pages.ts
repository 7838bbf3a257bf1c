import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

export const chromiumPath = process.env.MINISPOD_TEST_CHROMIUM ?? '/usr/bin/chromium';

/** In a container there is neither a sandbox of the kernel's nor much shared memory. */
export const chromiumOptions = {
  executablePath: chromiumPath,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
};

/** Fills in `{{amount}}` and the like. */
export const say = (text: string, values: Record<string, string>) =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name] ?? '');

/** Nothing that axe calls serious or critical, and nothing wider than the screen. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document)');
  const found = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  expect(found, page.url()).toEqual([]);
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect(overflow, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
}
