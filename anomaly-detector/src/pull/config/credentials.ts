import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { knownKeys } from '../../contract/index.ts';

const BasicAuth = knownKeys({
  username: z.string().default(''),
  password: z.string().optional(),
  password_file: z.string().min(1).optional(),
});
const Authorization = knownKeys({
  type: z.string().default('Bearer'),
  credentials: z.string().optional(),
  credentials_file: z.string().min(1).optional(),
});

/** The keys of a source that say who asks; Prometheus' own. */
export const credentialKeys = {
  basic_auth: BasicAuth.optional(),
  authorization: Authorization.optional(),
};

/** Who asks. A secret that stands in a file is read anew for each request, so that it can be renewed. */
export type Credentials = {
  basic_auth?: z.infer<typeof BasicAuth> | undefined;
  authorization?: z.infer<typeof Authorization> | undefined;
};

/** The `authorization` header of a request; undefined where none is asked for. Throws where a file cannot be read, or no header can carry it. */
export async function authorizationOf({ basic_auth: basic, authorization: other }: Credentials) {
  if (basic !== undefined) {
    const password = await secretOf(basic.password, basic.password_file);
    return `Basic ${Buffer.from(`${basic.username}:${password}`).toString('base64')}`;
  }
  if (other === undefined) return undefined;
  const header = `${other.type} ${await secretOf(other.credentials, other.credentials_file)}`;
  // Who sends it would tell the secret in its error.
  if (!/^[\t\x20-\x7e\xa0-\xff]*$/.test(header))
    throw new Error(
      `expected credentials on one line of Latin characters, got others in ${other.credentials_file ?? 'credentials'}`,
    );
  return header;
}

async function secretOf(text: string | undefined, file: string | undefined): Promise<string> {
  if (file === undefined) return text ?? '';
  return (await readFile(file, 'utf8')).trim();
}
