import { PolicySettings, policyBounds } from '../../contract/index.ts';
import { usageError } from '../cli-error.ts';

const groups = ['breaker', 'retry', 'rateLimit'];

/** Settings from words such as `timeoutMs=800` and `breaker.openMs=2000`. Throws a usage error naming the word. */
export function parseSettings(words: readonly string[]): PolicySettings {
  const settings: Record<string, unknown> = {};
  for (const word of words) {
    const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(word) ?? [];
    if (name === '' || value === '')
      throw usageError(`expected a setting such as timeoutMs=800, got "${word}".`);
    put(settings, name, parseValue(value));
  }
  const parsed = PolicySettings.safeParse(settings);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') || 'settings';
  throw usageError(`${where}: ${issue?.message}. Settings: mode, adaptive, rateLimit.kind, ${names()}.`);
}

function put(settings: Record<string, unknown>, name: string, value: unknown): void {
  const [group = '', field] = name.split('.', 2);
  if (field === undefined || !groups.includes(group)) {
    settings[name] = value;
    return;
  }
  const known = settings[group];
  settings[group] = { ...(typeof known === 'object' ? known : {}), [field]: value };
}

function parseValue(text: string): unknown {
  if (text === 'null') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return Number.isFinite(number) ? number : text;
}

function names(): string {
  return Object.keys(policyBounds).join(', ');
}
