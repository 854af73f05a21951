import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';

export const desktop = { width: 1440, height: 900 };
export const phone = { width: 390, height: 844 };

/** Chromium as this machine has it, or undefined where it has none. */
export const chromiumPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => existsSync(path),
);

const quietly = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A fresh profile in a window of a size; a small one is a touch screen. `complaints` gathers what the page writes to the
 * console as an error, mismatches of hydration among it. `close` also removes the profile.
 */
export async function openBrowser(
  viewport: { width: number; height: number },
  scheme: 'light' | 'dark' = 'dark',
) {
  const profile = mkdtempSync(join(tmpdir(), 'breakwater-browser-'));
  const isPhone = viewport.width < 600;
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    headless: true,
    args: quietly,
    viewport,
    colorScheme: scheme,
    isMobile: isPhone,
    hasTouch: isPhone,
  });
  const page: Page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${page.url()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`${page.url()}: ${error.message}`));
  return {
    page,
    complaints,
    close: async () => {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

type Account = { email: string; password: string; role: string };

/** A browser in which an account of this role has signed in. */
export async function openConsole(
  { dashboard, users }: { dashboard: string; users: readonly Account[] },
  role: string,
  viewport: { width: number; height: number },
  scheme?: 'light' | 'dark',
) {
  const user = users.find((one) => one.role === role);
  if (!user) throw new Error(`expected an account of the role ${role}, got ${users.map((one) => one.role)}`);
  const browser = await openBrowser(viewport, scheme);
  try {
    await signInAs(browser.page, dashboard, user);
  } catch (error) {
    await browser.close();
    throw error;
  }
  return browser;
}

/** Signs in as a person would, by the form. */
async function signInAs(page: Page, dashboard: string, user: { email: string; password: string }) {
  await page.goto(`${dashboard}/sign-in`);
  await page.getByLabel('Email').fill(user.email);
  await page.getByLabel('Password').fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
}
