import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { Role } from '../../contract/index.ts';
import { CliError } from '../cli-error.ts';
import type { Terminal } from '../terminal.ts';

/** What the command line reads of the file that a running demo writes. */
export const DemoFile = z.object({
  controlPlane: z.url(),
  users: z.array(z.object({ email: z.email(), role: Role, password: z.string() })).default([]),
});
export type DemoFile = z.infer<typeof DemoFile>;

/** The demo's file: in BREAKWATER_DATA_DIR, else in `.breakwater` here or in a folder above. */
export async function findDemo(
  terminal: Pick<Terminal, 'env' | 'workingDirectory'>,
): Promise<DemoFile | undefined> {
  for (const file of demoFiles(terminal)) {
    const content = await readFile(file, 'utf8').catch(() => undefined);
    if (content !== undefined) return parseDemo(file, content);
  }
  return undefined;
}

function demoFiles({ env, workingDirectory }: Pick<Terminal, 'env' | 'workingDirectory'>): string[] {
  if (env.BREAKWATER_DATA_DIR) return [resolve(workingDirectory, env.BREAKWATER_DATA_DIR, 'demo.json')];
  const files: string[] = [];
  for (let folder = resolve(workingDirectory); ; folder = dirname(folder)) {
    files.push(join(folder, '.breakwater', 'demo.json'));
    if (folder === dirname(folder)) return files;
  }
}

function parseDemo(file: string, content: string): DemoFile {
  try {
    return DemoFile.parse(JSON.parse(content));
  } catch (cause) {
    throw new CliError(
      'demo_file',
      `${file} is not the file of a demo; delete it and start the demo again.`,
      {
        cause,
      },
    );
  }
}
