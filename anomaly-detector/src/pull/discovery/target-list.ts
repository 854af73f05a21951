import { parse } from 'yaml';
import { z } from 'zod';
import { TargetGroup } from '../config/scrape-config.ts';

const TargetList = z.array(TargetGroup);

/** Reads a list of target groups, JSON or YAML alike. Throws a sentence that names its place and what was expected. */
export function parseTargetList(text: string, place: string): TargetGroup[] {
  let found: unknown;
  try {
    found = parse(text) ?? [];
  } catch (cause) {
    throw new Error(`${place}: expected JSON or YAML, got ${(cause as Error).message}`, { cause });
  }
  const groups = TargetList.safeParse(found);
  if (groups.success) return groups.data;
  const issue = groups.error.issues[0]!;
  throw new Error(
    `${place}: expected [{"targets": ["host:port"], "labels": {"name": "value"}}], at ${issue.path.join('.') || 'top'}: ${issue.message}`,
  );
}
