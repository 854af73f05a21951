import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ControlPlane } from '../src/compose.ts';
import { AuditPage, Switch } from '../src/contract/index.ts';
import { emailOf, makeSetting, password, type Setting, signIn, startOn } from './setting/control-plane.ts';

let setting: Setting;
let controlPlane: ControlPlane;

beforeAll(async () => {
  setting = await makeSetting();
  controlPlane = await startOn(setting);
});

afterAll(async () => {
  await controlPlane?.close();
  await setting?.remove();
});

/** A browser without scripts: it keeps cookies, sends forms with their origin and follows redirects. */
class PlainBrowser {
  #cookie = '';

  open(path = '/break-glass'): Promise<{ status: number; headers: Headers; text: string }> {
    return this.#ask(path, { headers: this.#headers() });
  }

  send(path: string, fields: Record<string, string>, origin = controlPlane.url) {
    const headers = { ...this.#headers(), origin };
    return this.#ask(`/break-glass/${path}`, { method: 'POST', headers, body: new URLSearchParams(fields) });
  }

  #headers(): Record<string, string> {
    return this.#cookie === '' ? {} : { cookie: this.#cookie };
  }

  async #ask(path: string, init: RequestInit) {
    const response = await fetch(new URL(path, controlPlane.url), { ...init, redirect: 'manual' });
    const set = response.headers.get('set-cookie');
    if (set !== null) this.#cookie = set.split(';')[0] ?? '';
    const next = response.headers.get('location');
    if (response.status === 303 && next !== null) return this.open(next);
    return { status: response.status, headers: response.headers, text: await response.text() };
  }
}

async function signedIn(role: string): Promise<PlainBrowser> {
  const browser = new PlainBrowser();
  await browser.send('sign-in', { email: emailOf(role), password });
  return browser;
}

const stateOf = (text: string, key: string) =>
  text
    .split(`<section id="${key}">`)[1]
    ?.split('</section>')[0]
    ?.match(/class="state [A-Z]+">([^<]+)</)?.[1];

it('kills and restores without a script', async () => {
  const browser = await signedIn('responder');
  const list = await browser.open();
  expect(list.text).not.toContain('<script');
  expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(stateOf(list.text, 'recommendations')).toBe('LIVE');

  const killed = await browser.send('kill', { key: 'recommendations', reason: 'the dashboard is down, too' });
  expect(killed.status).toBe(200);
  expect(stateOf(killed.text, 'recommendations')).toBe('KILLED');
  expect(killed.text).toContain('recommendations is now KILLED');
  expect(killed.text).toContain('0 of 0 instances confirmed');
  const responder = await signIn(controlPlane.url, 'responder');
  const { entries } = (await responder.get('/api/v1/audit')).as(AuditPage);
  expect(entries[0]).toMatchObject({
    actor: emailOf('responder'),
    action: 'switch.kill',
    reason: 'the dashboard is down, too',
  });

  const mistyped = await browser.send('restore', {
    key: 'recommendations',
    reason: 'all is well',
    confirmKey: 'recomendations',
  });
  expect(mistyped.status).toBe(422);
  expect(stateOf(mistyped.text, 'recommendations')).toBe('KILLED');
  const restored = await browser.send('restore', {
    key: 'recommendations',
    reason: 'all is well',
    confirmKey: 'recommendations',
    immediate: 'on',
  });
  expect(stateOf(restored.text, 'recommendations')).toBe('LIVE');
});

it('shows when a kill expires, and how far its restore has come', async () => {
  const browser = await signedIn('responder');
  const asked = { key: 'recommendations', reason: 'for an hour', expiresInMin: '60' };
  const killed = await browser.send('kill', asked);
  expect(killed.text).toMatch(/Expires at \d{4}-\d\d-\d\dT/);
  const renewed = await browser.send('renew', { ...asked, reason: 'not fixed yet', expiresInMin: '' });
  expect(renewed.text).toContain('recommendations stays KILLED until somebody restores it');
  expect(renewed.text).toMatch(/No expiry; to be reviewed at \d{4}-/);
  const back = { key: 'recommendations', reason: 'all is well', confirmKey: 'recommendations' };
  const restoring = await browser.send('restore', back);
  expect(stateOf(restoring.text, 'recommendations')).toBe('RESTORING 5 %');
  expect(restoring.text).toMatch(/The next step is due at \d{4}-/);
  const live = await browser.send('restore', { ...back, immediate: 'on' });
  expect(stateOf(live.text, 'recommendations')).toBe('LIVE');
});

it('raises the degrade level with a reason, and lowers it only with the level typed out', async () => {
  const browser = await signedIn('responder');
  const up = await browser.send('level', { level: 'L1', reason: 'too much load', confirm: '' });
  expect(up.text).toContain('The level is now L1: 1 switches changed');
  expect(stateOf(up.text, 'recommendations')).toBe('KILLED');
  expect(up.text).toContain('By degrade level L1');
  const refused = await browser.send('level', { level: 'L0', reason: 'calm again', confirm: '' });
  expect(refused.status).toBe(422);
  const down = await browser.send('level', { level: 'L0', reason: 'calm again', confirm: 'L0' });
  expect(stateOf(down.text, 'recommendations')).toBe('LIVE');
});

it('shows a sign-in form to those who are not signed in, and says when the password is wrong', async () => {
  const browser = new PlainBrowser();
  expect((await browser.open()).text).toContain('action="/break-glass/sign-in"');
  const wrong = await browser.send('sign-in', { email: emailOf('responder'), password: 'wrong' });
  expect(wrong.status).toBe(401);
  expect(wrong.text).toContain('The e-mail address or the password is wrong');
  const refused = await browser.send('kill', { key: 'recommendations', reason: 'let me try' });
  expect(refused.status).toBe(401);
});

it('a form of another site changes nothing', async () => {
  const browser = await signedIn('responder');
  const refused = await browser.send(
    'kill',
    { key: 'payments.capture', reason: 'forged' },
    'https://evil.example.com',
  );
  expect(refused.status).toBe(403);
  const signIns = await browser.send(
    'sign-in',
    { email: emailOf('viewer'), password },
    'https://evil.example.com',
  );
  expect(signIns.status).toBe(403);
  const responder = await signIn(controlPlane.url, 'responder');
  expect((await responder.get('/api/v1/switches/payments.capture')).as(Switch).state).toBe('LIVE');
});

it('a viewer is told that the role is too low', async () => {
  const browser = await signedIn('viewer');
  const refused = await browser.send('kill', { key: 'recommendations', reason: 'let me try' });
  expect(refused.status).toBe(403);
  expect(refused.text).toContain('This needs the role responder');
});

it('what people typed cannot become markup', async () => {
  const browser = await signedIn('responder');
  const killed = await browser.send('kill', { key: 'recommendations', reason: '<b onclick="x">slow</b>' });
  expect(killed.text).toContain('&#60;b onclick=&#34;x&#34;&#62;slow');
  const injected = await browser.open('/break-glass?done=%3Cscript%3Ealert(1)%3C/script%3E');
  expect(injected.text).not.toContain('<script');
});

it('a missing reason is refused in words', async () => {
  const browser = await signedIn('responder');
  const refused = await browser.send('kill', { key: 'payments.capture', reason: '' });
  expect(refused.status).toBe(400);
  expect(refused.text).toContain('say in at least 3 characters why');
  const out = await browser.send('sign-out', {});
  expect(out.text).toContain('action="/break-glass/sign-in"');
});
