/** What the dashboard's server reads from its environment. */
export interface Config {
  readonly controlPlaneUrl: string;
  readonly environment: string;
}

/** Reads the environment; throws a sentence that names the variable, what was expected and what came. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const raw = env.BREAKWATER_CONTROL_PLANE_URL || 'http://127.0.0.1:4400';
  if (!/^https?:$/.test(URL.parse(raw)?.protocol ?? '')) {
    throw new Error(
      `BREAKWATER_CONTROL_PLANE_URL must be an http or https URL such as http://127.0.0.1:4400, but is "${raw}"`,
    );
  }
  return Object.freeze({
    controlPlaneUrl: raw.replace(/\/+$/, ''),
    environment: env.BREAKWATER_ENVIRONMENT || 'production',
  });
}

let current: Config | undefined;

/** The configuration of this process, read at the first request so that a build bakes nothing in. */
export function getConfig(): Config {
  current ??= readConfig(process.env);
  return current;
}
