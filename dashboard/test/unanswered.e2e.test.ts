import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumPath, openConsole, phone } from './browser.ts';

const pages = [
  { path: '/', what: ['Incidents', 'Killed switches', 'Rollouts under way', 'Recent changes'] },
  { path: '/incidents', what: ['Incidents'] },
  { path: '/switches', what: ['Degrade level', 'Killability', 'Switches'] },
  { path: '/rollouts', what: ['Rollouts'] },
  { path: '/services', what: ['Services'] },
  { path: '/policies', what: ['Policies'] },
  { path: '/metrics', what: ['Learned series'] },
  { path: '/lab', what: ['Lab'] },
  { path: '/audit', what: ['Audit log'] },
];

describe.skipIf(!chromiumPath)('a control plane that does not answer', () => {
  const demo = inject('demo');
  let page: Page;
  let close: () => Promise<void>;

  beforeAll(async () => {
    ({ page, close } = await openConsole(demo, 'responder', phone));
    // An address without data: nothing is kept of the pages seen before.
    await page.goto(`${demo.dashboard}/livez`);
    await page.evaluate(() => sessionStorage.clear());
    // Held open, as a frozen process holds them.
    await page.route('**/api/v1/**', () => {});
  });
  afterAll(() => close?.());

  it.each(pages)('$path says what is not known', async ({ path, what }) => {
    await page.goto(`${demo.dashboard}${path}`);
    for (const name of what) await page.getByText(`${name}: not known now`, { exact: true }).waitFor();
    await page.getByText('The control plane does not answer.').first().waitFor();
  });

  it('an answer that says no is told with its reason', async () => {
    // A tab of its own, which has no earlier answer to show.
    const tab = await page.context().newPage();
    await tab.route('**/api/v1/rollouts', (route) =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: JSON.stringify({ status: 503, code: 'database.away', detail: 'Postgres does not answer.' }),
      }),
    );
    await tab.goto(`${demo.dashboard}/rollouts`);
    await tab.getByText('Rollouts: not known now').waitFor();
    await tab.getByText('Postgres does not answer.').waitFor();
    expect(await tab.getByText('No rollout yet').count()).toBe(0);
  });
});
