import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type OpsClient, signIn } from '../../scripts/check/ops-client.ts';
import { chromiumPath, desktop, openConsole, phone } from './browser.ts';

const confirmedByAll = /KILLED · (\d+)\/\1 confirmed in \d+ ms/;

describe.skipIf(!chromiumPath)('kill switches from the pages', () => {
  const demo = inject('demo');
  let manager: OpsClient;
  let desk: Awaited<ReturnType<typeof openConsole>>;
  let hand: Awaited<ReturnType<typeof openConsole>>;

  const cardOf = (page: Page, key: string) =>
    page.getByRole('listitem').filter({ has: page.getByRole('heading', { level: 2, name: key }) });
  const stateOf = async (key: string) =>
    (await manager.switches()).switches.find((one) => one.key === key)?.state;

  beforeAll(async () => {
    manager = await signIn(demo, 'release-manager');
    [desk, hand] = await Promise.all([
      openConsole(demo, 'release-manager', desktop),
      openConsole(demo, 'responder', phone, 'light'),
    ]);
  });
  afterAll(async () => {
    await Promise.all([desk?.close(), hand?.close()]);
  });

  it('the degrade level goes up in one tap with a report, and down again to exactly what was', async () => {
    const { page } = desk;
    await page.goto(`${demo.dashboard}/switches`);
    const levels = page.getByRole('list', { name: 'Degrade levels' });
    await levels.getByRole('button', { name: /^L2/ }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Raise to L2' }).click();
    await sheet.getByText('L0 → L2: 2 changed').waitFor();
    expect(await sheet.getByRole('list', { name: 'Switches' }).innerText()).toMatch(/LIVE → KILLED/);
    await sheet.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('link', { name: /Degrade level L2/ }).waitFor();
    await cardOf(page, 'recommendations').getByText(confirmedByAll).waitFor();
    await cardOf(page, 'checkout.express')
      .getByText(/by level L2/)
      .waitFor();
    expect(await stateOf('payments.capture')).toBe('LIVE');

    await levels.getByRole('button', { name: /^L0/ }).click();
    const lower = sheet.getByRole('button', { name: 'Lower to L0' });
    await sheet.getByLabel('Reason').fill('the load is gone');
    expect(await lower.isDisabled()).toBe(true);
    await sheet.getByLabel('Type L0 to lower to it').fill('L0');
    await lower.click();
    await sheet.getByText('L2 → L0: 2 changed').waitFor();
    await expect.poll(() => stateOf('recommendations')).toBe('LIVE');
    expect(await stateOf('checkout.express')).toBe('LIVE');
    expect(desk.complaints).toEqual([]);
  });

  it('a drill is started from the page and says that it runs', async () => {
    const { page } = desk;
    await page.goto(`${demo.dashboard}/switches`);
    await cardOf(page, 'recommendations').getByRole('button', { name: 'Drill recommendations' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByRole('button', { name: 'Start the drill' }).click();
    await sheet.getByText(/1 % of requests get the fallback for 0:\d\d more/).waitFor();
    expect(await stateOf('recommendations')).toBe('DRILL');
  });

  it('a phone kills with an expiry, after a look at what that touches, and sees the proof of each instance', async () => {
    const { page } = hand;
    await page.goto(`${demo.dashboard}/switches`);
    await cardOf(page, 'checkout.express').getByRole('button', { name: 'Kill checkout.express' }).click();
    const sheet = page.getByRole('dialog');
    const touched = sheet.getByRole('region', { name: 'What this touches' });
    await touched.getByText(/1\/1 instance/).waitFor();
    const kill = sheet.getByRole('button', { name: 'Kill checkout.express' });
    const [lasts, reason, button] = await Promise.all(
      [sheet.getByText('30 min'), sheet.getByLabel('Reason'), kill].map((part) => part.boundingBox()),
    );
    expect(lasts!.y).toBeGreaterThan(0);
    expect(reason!.y + reason!.height).toBeLessThan(button!.y);
    await expect
      .poll(() => touched.innerText(), { timeout: 20_000 })
      .toMatch(/[\d.]+\/s of [\d.]+\/s at order/);
    await sheet.getByText('30 min').click();
    await sheet.getByLabel('Reason').fill('inventory lags behind');
    await sheet.getByRole('button', { name: 'Kill checkout.express' }).click();
    await sheet.getByText(confirmedByAll).waitFor();
    const order = sheet.getByRole('listitem').filter({ hasText: 'order-1' });
    await order.getByText(/delivered \d+ ms · held \d+ ms/).waitFor();
    await sheet.getByText(/This kill expires in (30 min|29 min \d+ s)/).waitFor();
    await sheet.getByRole('button', { name: 'Done' }).click();
    await cardOf(page, 'checkout.express')
      .getByText(/This kill expires in/)
      .waitFor();
  });

  it('a kill is renewed from its card', async () => {
    const { page } = hand;
    await cardOf(page, 'checkout.express').getByRole('button', { name: 'Renew checkout.express' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('8 h', { exact: true }).click();
    await sheet.getByRole('button', { name: 'Renew the kill' }).click();
    await cardOf(page, 'checkout.express')
      .getByText(/expires in (8 h|7 h 59 min).* · renewed once/)
      .waitFor();
  });

  it('a restore needs the typed key and climbs step by step until the switch is live', async () => {
    const { page } = hand;
    // The pauses of half a minute would make this test long: they are shortened on the wire.
    await page.route('**/switches/checkout.express/restore', (route) =>
      route.continue({ postData: JSON.stringify({ ...route.request().postDataJSON(), stepS: 2 }) }),
    );
    await cardOf(page, 'checkout.express').getByRole('button', { name: 'Restore checkout.express' }).click();
    const sheet = page.getByRole('dialog');
    const restore = sheet.getByRole('button', { name: 'Restore checkout.express' });
    await sheet.getByLabel('Reason').fill('inventory has caught up');
    expect(await restore.isDisabled()).toBe(true);
    await sheet.getByLabel('Type checkout.express to restore it').fill('checkout');
    await sheet.getByText('Still to type: .express').waitFor();
    await sheet.getByLabel('Type checkout.express to restore it').fill('checkout.exprez');
    await sheet.getByText('Expected checkout.express, but this is checkout.exprez.').waitFor();
    expect(await restore.isDisabled()).toBe(true);
    await sheet.getByLabel('Type checkout.express to restore it').fill('checkout.express');
    await restore.click();
    await sheet
      .getByText(/RESTORING \d+ %/)
      .first()
      .waitFor();
    await sheet.getByText(/(25|50|100) % in 0:0\d|Held at/).waitFor();
    await sheet.getByText(/LIVE · (\d+)\/\1 confirmed/).waitFor({ timeout: 60_000 });
    expect(await stateOf('checkout.express')).toBe('LIVE');
    expect(hand.complaints).toEqual([]);
  });

  it('a policy is set with a reason and an end, is applied by every instance, and is taken away', async () => {
    const { page } = desk;
    await page.goto(`${demo.dashboard}/policies`);
    await page.getByRole('button', { name: 'Set the policy of gateway → catalog' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('Timeout (ms)').fill('900');
    await sheet.getByLabel('Lasts').selectOption({ index: 0 });
    await sheet.getByRole('button', { name: 'Set the policy' }).click();
    const reason = sheet.getByLabel('Reason');
    await expect.poll(() => reason.evaluate((field) => field === document.activeElement)).toBe(true);
    await reason.fill('catalog answers late tonight');
    await sheet.getByRole('button', { name: 'Set the policy' }).click();
    const card = cardOf(page, 'gateway → catalog');
    await card.getByText('applied 4/4').waitFor();
    expect(await card.innerText()).toMatch(
      /900 ms[\s\S]*back to the code in[\s\S]*catalog answers late tonight/,
    );

    await card.getByRole('button', { name: 'Take away the policy of gateway → catalog' }).click();
    await sheet.getByRole('button', { name: 'Take the policy away' }).click();
    await card.getByText('as the code says').first().waitFor();
    await expect.poll(() => card.getByText(/still in force/).count()).toBe(0);
  });

  it('a policy that a guard may not take is shown as refused with its reason', async () => {
    const { page } = desk;
    await page.getByRole('button', { name: 'Set the policy of order → payment' }).click();
    const sheet = page.getByRole('dialog');
    await sheet.getByText('Retries and the second call').click();
    await sheet.getByLabel('Retries per call').fill('2');
    await sheet.getByLabel('Reason').fill('try payments again');
    await sheet.getByRole('button', { name: 'Set the policy' }).click();
    const card = cardOf(page, 'order → payment');
    await card.getByText('applied 0/1, refused by 1').waitFor();
    await card.getByText(/retry\.attempts should be 0/).waitFor();
    await card.getByRole('button', { name: 'Take away the policy of order → payment' }).click();
    await sheet.getByRole('button', { name: 'Take the policy away' }).click();
    await card.getByText('as the code says').first().waitFor();
    expect(desk.complaints).toEqual([]);
  });

  it('the drill ends by itself, shows its evidence, and dates the proof of the fallback', async () => {
    const { page } = desk;
    await expect.poll(() => stateOf('recommendations'), { timeout: 90_000, interval: 500 }).toBe('LIVE');
    await page.goto(`${demo.dashboard}/switches?drill=recommendations`);
    const sheet = page.getByRole('dialog');
    const earlier = sheet.getByRole('list', { name: 'Earlier drills' });
    await earlier
      .getByText(/The fallback answered (once|\d+ times)|None of \d+ calls fell/)
      .first()
      .waitFor();
    expect(await earlier.getByText('Calls in all').first().isVisible()).toBe(true);
    await page.goto(`${demo.dashboard}/switches`);
    await cardOf(page, 'recommendations')
      .getByText(/^(proven .+|never proven|failed its drill .+)$/)
      .waitFor();
    expect(desk.complaints).toEqual([]);
  });
});
