import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumPath, desktop, openBrowser, phone, signInAs } from './browser.ts';

/** A flag that the gateway asks for at every request, and one that has a plan from the start. */
const free = 'gateway-compact-cards';
const planned = 'payment-retry-hint';

describe.skipIf(!chromiumPath)('rollouts from the pages', () => {
  const demo = inject('demo');
  let desk: Awaited<ReturnType<typeof openBrowser>>;
  let hand: Awaited<ReturnType<typeof openBrowser>>;

  beforeAll(async () => {
    [desk, hand] = await Promise.all([openBrowser(desktop), openBrowser(phone, 'light')]);
    const userOf = (wanted: string) => demo.users.find(({ role }) => role === wanted)!;
    await signInAs(desk.page, demo.dashboard, userOf('release-manager'));
    await signInAs(hand.page, demo.dashboard, userOf('responder'));
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

  it('what is missing comes into view, and a flag that has a rollout leads to it, before the plan is sent and when it is refused', async () => {
    const { page } = desk;
    await page.goto(`${demo.dashboard}/rollouts/new`);
    await page.getByRole('button', { name: 'Save the plan' }).click();
    const flag = page.getByLabel('Flag key');
    await expect.poll(() => flag.evaluate((field) => field === document.activeElement)).toBe(true);
    await flag.fill(planned);
    await page.getByText('It has a rollout already (draft): open that rollout.').waitFor();
    await page.getByLabel('Title').fill('Once more');
    await page.getByRole('checkbox', { name: 'order' }).check();
    await page.getByRole('button', { name: 'Save the plan' }).click();
    const refusal = page.getByRole('alert').filter({ hasText: 'start or discard it' });
    await refusal.getByRole('link', { name: 'open that rollout' }).click();
    await page.getByRole('heading', { level: 1, name: planned }).waitFor();
    // The browser itself writes every refused request to the console.
    desk.complaints.length = 0;
  });

  it('a flag is chosen from those that services ask for, and brings its services along', async () => {
    const { page } = desk;
    await page.goto(`${demo.dashboard}/rollouts/new`);
    const offered = () =>
      page.locator('datalist option').evaluateAll((all) => all.map((one) => one.getAttribute('value')));
    await expect.poll(offered).toContain(free);
    expect(await offered()).not.toContain(planned);
    expect(await offered()).not.toContain('recommendations');
    await page.getByLabel('Flag key').fill(free);
    expect(await page.getByRole('checkbox', { name: 'gateway', exact: true }).isChecked()).toBe(true);
    await page.getByLabel('Title').fill('Smaller cards for everybody');
    await page.getByRole('button', { name: 'Save the plan' }).click();
    await page.getByRole('heading', { level: 1, name: free }).waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('a discarded plan leaves nothing in the address and stands apart in the list', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: 'Discard' }).click();
    const sheet = page.getByRole('dialog');
    expect(new URL(page.url()).search).toBe('?do=discard');
    await sheet.getByLabel('Reason').fill('planned by mistake');
    await sheet.getByRole('button', { name: `Discard ${free}` }).click();
    await page.getByText('Discarded before its start').waitFor();
    await expect.poll(() => new URL(page.url()).search).toBe('');
    await page.goBack();
    expect(new URL(page.url()).search).toBe('');
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
