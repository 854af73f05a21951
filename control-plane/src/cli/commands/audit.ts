import type { Command } from 'commander';
import { AuditPage } from '../../contract/index.ts';
import { usageError } from '../cli-error.ts';
import { auditTable } from '../format/list-text.ts';
import type { Terminal } from '../terminal.ts';
import { connectFor, optionsOf, print, withCommonOptions } from './common.ts';

/** `breakwater audit`: who did what, and why. */
export function addAudit(program: Command, terminal: Terminal): void {
  withCommonOptions(program.command('audit'))
    .description('who did what to which thing and why, newest first')
    .option('--limit <count>', 'how many entries', '50')
    .option('--before <id>', 'only entries older than this one')
    .action(async (_options: object, command: Command) => {
      const { limit, before } = optionsOf<{ limit: string; before?: string }>(command);
      const query = new URLSearchParams({ limit: wholeNumber(limit, '--limit') });
      if (before !== undefined) query.set('before', wholeNumber(before, '--before'));
      const { api } = await connectFor(terminal, command);
      const page = await api.call('GET', `/api/v1/audit?${query}`, AuditPage);
      print(terminal, command, page, auditTable(page));
    });
}

function wholeNumber(text: string, option: string): string {
  if (/^[1-9]\d{0,14}$/.test(text)) return text;
  throw usageError(`${option} must be a whole number above 0, got "${text}".`);
}
