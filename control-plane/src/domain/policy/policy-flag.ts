/** Whose calls, to what, a policy tunes. */
export interface PolicyPlace {
  service: string;
  dependency: string;
}

/** The flag that carries what is set over a service's calls to a dependency. */
export function policyFlagOf(service: string, dependency: string): string {
  return `policy.${service}.${dependency}`;
}

/** Whose policy a flag carries; undefined for any other flag. */
export function policyPlaceOf(flag: string): PolicyPlace | undefined {
  const [, service, dependency] = /^policy\.([^.]+)\.(.+)$/.exec(flag) ?? [];
  return service !== undefined && dependency !== undefined ? { service, dependency } : undefined;
}
