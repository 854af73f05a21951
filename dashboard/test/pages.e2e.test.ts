import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumPath, desktop, openBrowser, phone, signInAs } from './browser.ts';

const paths = ['/', '/incidents', '/switches', '/rollouts', '/services', '/metrics', '/lab', '/audit'];

describe.skipIf(!chromiumPath).each([
  { screen: 'a desk in the dark', viewport: desktop, scheme: 'dark' as const },
  { screen: 'a phone in daylight', viewport: phone, scheme: 'light' as const },
])('the pages on $screen', ({ viewport, scheme }) => {
  const demo = inject('demo');
  let page: Page;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ page, close } = await openBrowser(viewport, scheme));
    const user = demo.users.find(({ role }) => role === 'release-manager')!;
    await signInAs(page, demo.dashboard, user);
  });
  afterAll(() => close?.());

  it.each(paths)('%s names the environment, fits the screen and is accessible', async (path) => {
    await page.goto(`${demo.dashboard}${path}`);
    await expect
      .poll(() => page.getByText('PRODUCTION', { exact: false }).first().isVisible(), { timeout: 15_000 })
      .toBe(true);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 20_000 }).toBe(0);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`),
    ).toEqual([]);
  });
});

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
