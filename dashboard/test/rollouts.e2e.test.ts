import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumPath, desktop, openConsole, phone } from './browser.ts';

/** A flag that the gateway asks for at every request, and one that has a plan from the start. */
const free = 'gateway-compact-cards';
const planned = 'payment-retry-hint';

/** The flags that the new rollout offers. */
const offered = (page: Page) =>
  page.locator('datalist option').evaluateAll((all) => all.map((one) => one.getAttribute('value')));

describe.skipIf(!chromiumPath)('rollouts from the pages', () => {
  const demo = inject('demo');
  let desk: Awaited<ReturnType<typeof openConsole>>;
  let hand: Awaited<ReturnType<typeof openConsole>>;

  beforeAll(async () => {
    [desk, hand] = await Promise.all([
      openConsole(demo, 'release-manager', desktop),
      openConsole(demo, 'responder', phone, 'light'),
    ]);
  });
  afterAll(async () => {
    await Promise.all([desk?.close(), hand?.close()]);
  });

  it('who may not plan one is told why', async () => {
    const { page } = hand;
    await page.goto(`${demo.dashboard}/rollouts`);
    await page
      .getByText('New rollout: Needs the role release-manager or higher; yours is responder.')
      .waitFor();
    expect(await page.getByRole('button', { name: 'New rollout' }).isDisabled()).toBe(true);
    expect(hand.complaints).toEqual([]);
  });

  const focused = (locator: Locator) =>
    expect.poll(() => locator.evaluate((one) => one === document.activeElement)).toBe(true);

  it('what is missing comes into view, and a flag that has a rollout leads to it, before the plan is sent', async () => {
    const { page } = desk;
    const sent: string[] = [];
    page.on('request', (request) => request.method() === 'POST' && sent.push(request.url()));
    await page.goto(`${demo.dashboard}/rollouts/new`);
    const save = page.getByRole('button', { name: 'Save the plan' });
    const flag = page.getByLabel('Flag key');
    await save.click();
    await focused(flag);
    await flag.fill('asked-by-nobody');
    await page.getByLabel('Title').fill('Once more');
    await save.click();
    await focused(page.getByRole('group', { name: 'Takes effect on' }));
    await page.getByRole('checkbox', { name: 'order' }).check();
    await page.getByLabel('Share of stage 1 in percent').fill('0');
    await save.click();
    await focused(page.getByRole('group', { name: 'Stages' }));
    await page.getByLabel('Share of stage 1 in percent').fill('1');
    await flag.fill(planned);
    await page.getByText('It has a rollout already (draft): open that rollout.').waitFor();
    expect(await page.getByRole('checkbox', { name: 'order' }).isChecked()).toBe(true);
    await save.click();
    await focused(flag);
    expect(sent.filter((url) => url.endsWith('/rollouts'))).toEqual([]);
    await page.getByRole('link', { name: 'open that rollout' }).click();
    await page.getByRole('heading', { level: 1, name: planned }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('a flag is chosen from those that services ask for, and brings its services along', async () => {
    const { page } = desk;
    await page.goto(`${demo.dashboard}/rollouts/new`);
    // Neither the one that has a plan nor a kill switch, which services ask for as well.
    const ofThese = async () => {
      const all = await offered(page);
      return [free, planned, 'recommendations'].filter((key) => all.includes(key));
    };
    await expect.poll(ofThese).toEqual([free]);
    const isGatewayChosen = () =>
      page.getByRole('checkbox', { name: 'gateway', exact: true, checked: true }).count();
    await page.getByLabel('Flag key').fill(free);
    await expect.poll(isGatewayChosen).toBe(1);
    await page.getByLabel('Title').fill('Smaller cards for everybody');
    await page.getByRole('button', { name: 'Save the plan' }).click();
    await page.getByRole('heading', { level: 1, name: free }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('a sheet is closed by Back and leaves no second entry as it is closed', async () => {
    const { page } = desk;
    const sheet = page.getByRole('dialog');
    const search = () => new URL(page.url()).search;
    const discard = page.getByRole('button', { name: 'Discard', exact: true });
    await discard.click();
    await sheet.waitFor();
    await expect.poll(search).toBe('?do=discard');
    await page.goBack();
    await sheet.waitFor({ state: 'hidden' });
    expect(search()).toBe('');
    await discard.click();
    await expect.poll(search).toBe('?do=discard');
    await sheet.getByRole('button', { name: 'Cancel' }).click();
    await sheet.waitFor({ state: 'hidden' });
    await expect.poll(search).toBe('');
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'New rollout' }).waitFor();
    await page.goForward();
    await page.getByRole('heading', { level: 1, name: free }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('a discarded plan leaves nothing in the address and stands apart in the list', async () => {
    const { page } = desk;
    const sheet = page.getByRole('dialog');
    const search = () => new URL(page.url()).search;
    await page.getByRole('button', { name: 'Discard', exact: true }).click();
    await sheet.waitFor();
    await expect.poll(search).toBe('?do=discard');
    await sheet.getByLabel('Reason').fill('planned by mistake');
    await sheet.getByRole('button', { name: `Discard ${free}` }).click();
    await page.getByText('Discarded before its start').waitFor();
    await expect.poll(search).toBe('');
    await expect.poll(() => sheet.count()).toBe(0);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: 'New rollout' }).waitFor();
    expect(await sheet.count()).toBe(0);

    await page.goto(`${demo.dashboard}/rollouts`);
    await page.getByRole('link', { name: planned }).waitFor();
    const discarded = page.getByRole('link', { name: free }).first();
    expect(await discarded.isVisible()).toBe(false);
    await page.getByText(/^Discarded plans: \d+$/).click();
    await discarded.waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
