import type { RegexMatch } from '../../parse/regex.ts';

const reference = /\$(?:\$|\{(\w+)\}|(\w+))/g;

/**
 * Puts the groups of a match into a template as Go's `Regexp.Expand` does: `$1`, `${1}`, `$name`, and `$$` for a dollar. A
 * name is as long as can be, so that `$1x` is the group `1x`; a group that is not there is nothing.
 */
export function expand(template: string, match: RegexMatch): string {
  if (!template.includes('$')) return template;
  return template.replace(reference, (_, braced: string | undefined, bare: string | undefined) => {
    const name = braced ?? bare;
    if (name === undefined) return '$';
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? '';
  });
}
