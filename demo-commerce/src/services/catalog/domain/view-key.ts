/** Readers with the flag `catalog-badges` see the other variant of every view. */
export type Variant = 'plain' | 'badges';

export type ViewName =
  | { kind: 'product'; id: string }
  | { kind: 'list'; category: string }
  | { kind: 'bestsellers' };

/** The category that means all of them. */
export const everyCategory = '*';

/** The key of a view in the read model. */
export function viewKey(view: ViewName, variant: Variant): string {
  switch (view.kind) {
    case 'product':
      return `${variant}/product/${view.id}`;
    case 'list':
      return `${variant}/list/${view.category}`;
    case 'bestsellers':
      return `${variant}/bestsellers`;
  }
}

/** The view and variant that a key names. Throws on any other text. */
export function parseViewKey(key: string): { view: ViewName; variant: Variant } {
  const [variant, kind, ...rest] = key.split('/');
  const name = rest.join('/');
  if (variant === 'plain' || variant === 'badges') {
    if (kind === 'product') return { variant, view: { kind, id: name } };
    if (kind === 'list') return { variant, view: { kind, category: name } };
    if (kind === 'bestsellers') return { variant, view: { kind } };
  }
  throw new Error(`Expected variant/kind/name as the key of a view, got ${JSON.stringify(key)}.`);
}
