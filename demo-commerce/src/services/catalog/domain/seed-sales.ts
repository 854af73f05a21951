import type { AssortmentItem } from '../../../domain/assortment.ts';

/** Units sold before the shop opened: the same for the same product, between 5 and 120, few of them high. */
export function seedSold(id: string): number {
  return 5 + Math.floor(115 * share(id) ** 2.5);
}

/** Pairs bought together before the shop opened: those that share tags, in proportion to how many. */
export function seedPairs(items: readonly AssortmentItem[]): [a: string, b: string, times: number][] {
  const pairs: [string, string, number][] = [];
  for (const first of items)
    for (const second of items) {
      if (first.id >= second.id) continue;
      const shared = first.tags.filter((tag) => second.tags.includes(tag)).length;
      const times = Math.floor(shared * 6 * share(`${first.id}+${second.id}`));
      if (times > 0) pairs.push([first.id, second.id, times]);
    }
  return pairs;
}

/** A number in [0, 1) that depends on the text alone (FNV-1a with a final mix). */
function share(text: string): number {
  let hash = 2_166_136_261;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
