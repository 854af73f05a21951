import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type OpsClient, signIn } from '../../scripts/check/ops-client.ts';
import { readRecommendations } from '../../scripts/check/storefront.ts';
import { waitUntilWarm } from '../../scripts/check/warmth.ts';
import { chromiumPath, openConsole, phone } from './browser.ts';

const flag = 'recommendation-ranker-v2';

describe.skipIf(!chromiumPath)('an on-call engineer with a phone', () => {
  const demo = inject('demo');
  let manager: OpsClient;

  beforeAll(async () => {
    manager = await signIn(demo, 'release-manager');
    await waitUntilWarm(manager, () => {});
  });
  afterAll(async () => {
    await manager.flipFlag(flag, 'off');
    await manager.stopAllFaults();
  });

  it('kills from the incident page, sees every instance confirm, and restores by the typed key', async () => {
    const fault = { service: 'recommendation', whenFlag: flag, stopAfterS: 600 };
    await manager.startFault({ ...fault, kind: 'latency', latencyMs: 400, ratio: 1 });
    await manager.startFault({ ...fault, kind: 'errors', latencyMs: 0, ratio: 0.3 });
    const known = new Set((await manager.incidents()).map(({ report }) => report.id));
    await manager.flipFlag(flag, 'on');
    const { page, complaints, close } = await openConsole(demo, 'responder', phone);
    try {
      await expect
        .poll(async () => (await manager.incidents()).filter(({ report }) => !known.has(report.id)).length, {
          timeout: 60_000,
        })
        .toBe(1);
      const incident = (await manager.incidents()).find(({ report }) => !known.has(report.id))!;
      await page.locator(`a[href*="/incidents/${incident.report.id}"]`).first().click();
      await page.waitForURL(`**/incidents/${incident.report.id}**`);
      await expect.poll(() => page.getByText('recommendation', { exact: false }).count()).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Kill recommendations' }).first().click();
      const sheet = page.getByRole('dialog');
      await expect.poll(() => sheet.getByLabel(/Reason/).inputValue()).not.toBe('');
      await sheet.getByRole('button', { name: 'Kill recommendations' }).click();
      await page
        .getByText(/KILLED · (\d+)\/\1 confirmed in \d+ ms/)
        .first()
        .waitFor({ timeout: 15_000 });
      expect((await readRecommendations(demo.gateway, 'phone-user')).degraded).toBe(true);

      await manager.flipFlag(flag, 'off');
      await manager.stopAllFaults();
      await expect
        .poll(async () => (await manager.incident(incident.report.id)).report.recoveredAt, {
          timeout: 60_000,
        })
        .not.toBeNull();
      await page.goto(`${demo.dashboard}/switches`);
      await page.getByRole('button', { name: 'Restore recommendations' }).first().click();
      const restore = page.getByRole('dialog');
      const confirm = restore.getByRole('button', { name: 'Restore recommendations' });
      await restore.getByText('All at once').click();
      await restore.getByLabel(/Reason/).fill('the new ranker is off again');
      expect(await confirm.isDisabled()).toBe(true);
      await restore.getByLabel(/type/i).fill('recommendations');
      await confirm.click();
      await expect
        .poll(async () => (await readRecommendations(demo.gateway, 'phone-user')).degraded, {
          timeout: 15_000,
        })
        .toBe(false);
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  });

  it('calls one of its alerts no anomaly, sees that on the page and under Metrics, and takes it back', async () => {
    const [newest] = await manager.incidents();
    const { page, complaints, close } = await openConsole(demo, 'responder', phone);
    try {
      await page.goto(`${demo.dashboard}/incidents/${newest!.report.id}`);
      const ask = page.getByRole('button', { name: /^Not an anomaly\?/ });
      await ask.first().click();
      const sheet = page.getByRole('dialog');
      await sheet.getByLabel('Why it is normal').fill('the drill of the ranker');
      await sheet.getByRole('button', { name: 'No anomaly' }).click();
      await page.getByText(/^No anomaly: /).waitFor();
      await page.getByText(/is no anomaly: the drill of the ranker/).waitFor();
      await expect.poll(() => page.url()).not.toContain('accept=');

      await page.goto(`${demo.dashboard}/metrics`);
      const section = page.getByRole('region', { name: 'Called no anomaly' });
      await section.getByText('the drill of the ranker').waitFor();
      await section.getByRole('button', { name: /^Alert again on / }).click();
      await section.waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  });
});
