/** Cents as euros, such as "€ 64.90". */
export function formatMoney(cents: number): string {
  return `€ ${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
