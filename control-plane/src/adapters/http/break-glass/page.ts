import type { Session } from '../../../contract/access.ts';
import type { LevelStatus } from '../../../contract/level.ts';
import type { Switch, SwitchList } from '../../../contract/switch.ts';
import { Html, html } from './html.ts';

/** One line for the person who has just acted. */
export interface Notice {
  isError: boolean;
  text: string;
}

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { max-width: 44rem; margin: 0 auto; padding: 1rem }
  header { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; align-items: center }
  section { border: 1px solid #8886; border-radius: .5rem; padding: 1rem; margin: 1rem 0 }
  h2 { margin: 0; font-size: 1.1rem; display: flex; justify-content: space-between; gap: 1rem }
  label { display: block; margin: .5rem 0 } input, select { font: inherit; padding: .5rem; width: 100%; box-sizing: border-box }
  button { font: inherit; font-weight: 600; padding: .6rem 1.2rem; min-height: 44px; cursor: pointer }
  input[type=checkbox] { width: auto }
  .state { letter-spacing: .05em } .KILLED { color: #c02020 } .LIVE { color: #1a7f37 } .RESTORING, .DRILL { color: #9a6700 }
  @media (prefers-color-scheme: dark) { .KILLED { color: #ff8080 } .LIVE { color: #6fdd8b } .RESTORING, .DRILL { color: #e3b341 } }
  .notice { border-left: .4rem solid #1a7f37; padding: .5rem 1rem } .error { border-color: #c02020 }
  p { margin: .4rem 0 }`;

/** The page for those who are not signed in. */
export function signInPage(environment: string, notice?: Notice): string {
  return page(
    environment,
    html`
      <h1>Break glass: ${environment}</h1>
      ${noticeOf(notice)}
      <form method="post" action="/break-glass/sign-in">
        <label>E-mail <input name="email" type="email" autocomplete="username" required></label>
        <label>Password <input name="password" type="password" autocomplete="current-password" required></label>
        <button>Sign in</button>
      </form>`,
  );
}

/** The degrade level and every switch, with what can be done to it; no level where it cannot be read. */
export function switchesPage(
  list: SwitchList,
  level: LevelStatus | undefined,
  user: Session['user'],
  notice?: Notice,
): string {
  return page(
    list.environment,
    html`
      <header>
        <h1>Break glass: ${list.environment}</h1>
        <form method="post" action="/break-glass/sign-out"><button>Sign out ${user.name}</button></form>
      </header>
      ${noticeOf(notice)}
      ${list.databaseAway && html`<p class="notice error" role="status">Postgres is away. A kill works: it is kept in the journal and sent to every connected instance. A restore has to wait. The states below are those that were last known.</p>`}
      <p>This page needs nothing but the control plane. <a href="/break-glass">Look again</a></p>
      ${level !== undefined && level.levels.length > 1 && levelSection(level)}
      ${list.switches.map(switchSection)}
      ${list.switches.length === 0 && html`<p>There are no switches.</p>`}`,
  );
}

function switchSection(one: Switch): Html {
  return html`
    <section id="${one.key}">
      <h2><span>${one.title} <small>(${one.key})</small></span> <span class="state ${one.state}">${stateText(one)}</span></h2>
      <p>Killed, users lose: ${one.sheds}. They get: ${one.fallback}.</p>
      ${lastChange(one)}
      ${underWay(one)}
      ${one.state !== 'KILLED' && killForm(one)}
      ${one.state === 'KILLED' && renewForm(one)}
      ${(one.state === 'KILLED' || one.state === 'RESTORING') && restoreForm(one)}
    </section>`;
}

function stateText({ state, percent }: Switch): string {
  return state === 'RESTORING' ? `${state} ${percent} %` : state;
}

/** The end of a kill, or the next step of a restore. */
function underWay({ term, restore }: Switch): Html | false {
  if (term !== null) {
    const { expiresAt, reviewAt, warningText, level } = term;
    const by = level === null ? '' : `By degrade level ${level}. `;
    const end = expiresAt === null ? `No expiry; to be reviewed at ${reviewAt}.` : `Expires at ${expiresAt}.`;
    return html`<p>${by}${end}</p>${warningText !== null && html`<p class="notice error">${warningText}</p>`}`;
  }
  if (restore === null) return false;
  const next =
    restore.heldReason === null
      ? `The next step is due at ${restore.nextStepAt}.`
      : `It waits because ${restore.heldReason}.`;
  return html`<p>Restored in steps of ${restore.steps.join(', ')} %. ${next}</p>`;
}

function levelSection({ current, levels, changedBy, changedAt, reason }: LevelStatus): Html {
  const now = levels.find(({ id }) => id === current);
  return html`
    <section id="level">
      <h2><span>Degrade level</span> <span class="state ${current === 'L0' ? 'LIVE' : 'KILLED'}">${current}${now && ` ${now.title}`}</span></h2>
      ${changedAt !== null && html`<p>Last change: ${changedBy}, ${changedAt}, "${reason}".</p>`}
      <form method="post" action="/break-glass/level">
        <label>Level
          <select name="level">
            ${levels.map(
              ({ id, title, switches }) =>
                html`<option value="${id}"${id === current && html` selected`}>${id} ${title}${switches.length > 0 && `: kills ${switches.join(', ')}`}</option>`,
            )}
          </select></label>
        <label>Reason <input name="reason" required minlength="3" maxlength="500"></label>
        <label>To lower it, type the level <input name="confirm" autocomplete="off"></label>
        <button>Change the level</button>
      </form>
    </section>`;
}

function lastChange({ changedAt, changedBy, reason, propagation }: Switch): Html | false {
  if (changedAt === null) return false;
  const proof = propagation && confirmedText(propagation);
  return html`<p>Last change: ${changedBy}, ${changedAt}${reason && `, "${reason}"`}. ${proof}</p>`;
}

function confirmedText({
  confirmed,
  total,
  confirmedMs,
  instances,
}: NonNullable<Switch['propagation']>): string {
  const waiting = instances.filter((instance) => instance.confirmedMs === null);
  const names = waiting.map(({ id, silent }) => (silent ? `${id} (silent)` : id)).join(', ');
  const took = confirmedMs === null ? `; waiting for ${names}` : ` in ${confirmedMs} ms`;
  return `${confirmed} of ${total} instances confirmed${took}.`;
}

function killForm({ key }: Switch): Html {
  return html`
    <form method="post" action="/break-glass/kill">
      <input type="hidden" name="key" value="${key}">
      <label>Reason <input name="reason" required minlength="3" maxlength="500"></label>
      <label>Expires after, in minutes (nothing: no expiry, reviewed after a day)
        <input name="expiresInMin" type="number" min="1" max="43200"></label>
      <button>Kill ${key}</button>
    </form>`;
}

function renewForm({ key }: Switch): Html {
  return html`
    <form method="post" action="/break-glass/renew">
      <input type="hidden" name="key" value="${key}">
      <label>Reason <input name="reason" required minlength="3" maxlength="500"></label>
      <label>Expires after, in minutes from now (nothing: no expiry, reviewed after a day)
        <input name="expiresInMin" type="number" min="1" max="43200"></label>
      <button>Keep ${key} killed</button>
    </form>`;
}

function restoreForm({ key }: Switch): Html {
  return html`
    <form method="post" action="/break-glass/restore">
      <input type="hidden" name="key" value="${key}">
      <label>Reason <input name="reason" required minlength="3" maxlength="500"></label>
      <label>Type <b>${key}</b> to restore it <input name="confirmKey" required autocomplete="off"></label>
      <label><input name="immediate" type="checkbox"> Everybody at once, not in steps</label>
      <button>Restore ${key}</button>
    </form>`;
}

function noticeOf(notice: Notice | undefined): Html | undefined {
  return notice && html`<p class="notice ${notice.isError && 'error'}" role="status">${notice.text}</p>`;
}

function page(environment: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Break glass: ${environment}</title>
        <style>${new Html(style)}</style>
      </head>
      <body><main>${body}</main></body>
    </html>`.text;
}
