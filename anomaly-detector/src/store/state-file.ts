import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';

/** State on disk: written whole beside the old one, then put in its place, so that a crash leaves one of both. */
export class StateFile<State> {
  #file: string;
  #version: string;

  /** `version` names the layout: a file of another layout is not read. */
  constructor(file: string, version: string) {
    this.#file = file;
    this.#version = version;
  }

  async write(state: State, at: number): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const next = `${this.#file}.${process.pid}.next`;
    await writeFile(next, serialize({ version: this.#version, at, state }), { mode: 0o600 });
    await rename(next, this.#file);
  }

  /** The stored state and when it was written (epoch ms); null where there is none, or none of this layout. */
  async read(): Promise<{ at: number; state: State } | null> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    const found = decode(bytes) as { version?: unknown; at: number; state: State } | null;
    return found?.version === this.#version ? { at: found.at, state: found.state } : null;
  }
}

/** A file that was cut short by a full disk is no state. */
function decode(bytes: Buffer): unknown {
  try {
    return deserialize(bytes);
  } catch {
    return null;
  }
}
