/** What a key stands for: a kill switch, a flag that is on or off, a flag with variants, or the policy of guarded calls. */
export type FlagKind = 'switch' | 'flag' | 'variant' | 'policy';

/** What a service says of one key. */
export type FlagDefinition =
  | { readonly kind: 'switch' | 'flag' | 'policy' }
  | { readonly kind: 'variant'; readonly variants: readonly string[] };

/** The keys that a service may ask for. */
export type FlagDefinitions = Readonly<Record<string, FlagDefinition>>;

/** The keys of one kind; any text where nothing was defined. */
export type KeyOf<F extends FlagDefinitions, K extends FlagKind> = string extends keyof F
  ? string
  : { [Key in keyof F & string]: F[Key]['kind'] extends K ? Key : never }[keyof F & string];

/** The names that the variant of a key can have; `disabled` where there is none. */
export type VariantNameOf<F extends FlagDefinitions, Key> = Key extends keyof F
  ? F[Key] extends { readonly variants: readonly (infer Name extends string)[] }
    ? Name | 'disabled'
    : string
  : string;

/**
 * Names the keys of a service once, so that a key that is not there, or is of another kind, does not compile.
 * `breakwater flags generate` writes the call from what the server has.
 */
export const defineFlags = <const F extends FlagDefinitions>(definitions: F): F => Object.freeze(definitions);
