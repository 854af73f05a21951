import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumPath, desktop, openBrowser, openConsole, phone } from './browser.ts';

const pages = [
  '/',
  '/incidents',
  '/switches',
  '/rollouts',
  '/services',
  '/policies',
  '/metrics',
  '/lab',
  '/audit',
];
/** A sheet is never wider than a phone by much, so it is looked at there only. */
const sheets = [
  '/switches?kill=recommendations',
  '/switches?restore=recommendations',
  '/switches?renew=recommendations',
  '/switches?drill=recommendations',
  '/switches?level=L2',
  '/policies?policy=gateway/recommendation',
];

describe.skipIf(!chromiumPath).each([
  { screen: 'a desk', viewport: desktop, paths: pages },
  { screen: 'a phone', viewport: phone, paths: [...pages, ...sheets] },
])('the pages on $screen', ({ viewport, paths }) => {
  const demo = inject('demo');
  let page: Page;
  let complaints: string[];
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ page, complaints, close } = await openConsole(demo, 'release-manager', viewport));
  });
  afterAll(() => close?.());

  it.each(paths)(
    '%s names the environment, fits, complains of nothing and is accessible in both themes',
    async (path) => {
      complaints.length = 0;
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.goto(`${demo.dashboard}${path}`);
      await expect
        .poll(() => page.getByText('PRODUCTION', { exact: false }).first().isVisible(), { timeout: 15_000 })
        .toBe(true);
      await page.getByRole('heading', { level: 1 }).first().waitFor({ state: 'attached' });
      if (path.includes('?')) await page.getByRole('dialog').waitFor();
      await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 20_000 }).toBe(0);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      // What lies under an open sheet was looked at without it.
      const axe = () => new AxeBuilder({ page }).include(path.includes('?') ? 'dialog' : 'html');
      expect(await violationsOf(axe())).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light' });
      expect(await violationsOf(axe().withRules('color-contrast'))).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});

/** What axe finds wrong, one line a rule with the elements. */
async function violationsOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
}

describe.skipIf(!chromiumPath)('signing in', () => {
  const demo = inject('demo');

  it('refuses a wrong password in plain words and stays on the form', async () => {
    const { page, close } = await openBrowser(phone);
    try {
      await page.goto(`${demo.dashboard}/sign-in`);
      await page.getByLabel('Email').fill(demo.users[0]!.email);
      await page.getByLabel('Password').fill('not the password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      const alert = page.getByRole('alert').filter({ hasText: /./ }).first();
      await alert.waitFor();
      expect(await alert.innerText()).toMatch(/password/i);
      expect(await page.content()).not.toMatch(/ at .*\.(ts|js):\d+/);
      expect(new URL(page.url()).pathname).toBe('/sign-in');
    } finally {
      await close();
    }
  });
});
