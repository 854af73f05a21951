import { mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';

type Head = { version: string; at: number; parts: number };

/**
 * State on disk, in parts so that the process does other things between them: written whole beside the old one, then put in its
 * place, so that a crash leaves one of both.
 */
export class PartsFile<Part> {
  #file: string;
  #version: string;

  /** `version` names the layout: a file of another layout is not read. */
  constructor(file: string, version: string) {
    this.#file = file;
    this.#version = version;
  }

  /** Writes the parts as they come; each is as it was when it was asked for. */
  async write(parts: Iterable<Part>, at: number): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const next = `${this.#file}.${process.pid}.next`;
    const file = await open(next, 'w', 0o600);
    try {
      let many = 0;
      for (const part of parts) {
        await file.writev(framed(part));
        many += 1;
      }
      // What comes last proves that nothing was cut off.
      await file.writev(framed({ version: this.#version, at, parts: many } satisfies Head));
    } finally {
      await file.close();
    }
    await rename(next, this.#file);
  }

  /** The stored parts and when they were written (epoch ms); null where there are none. Throws for what was cut short, and for another layout. */
  async read(): Promise<{ at: number; parts: Part[] } | null> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.#file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
    const found = decode(bytes);
    const head = found?.pop() as Partial<Head> | undefined;
    if (found === null || head?.parts !== found.length)
      throw new Error(`expected a whole file of state, got one that was cut short: ${this.#file}`);
    if (head.version !== this.#version) {
      throw new Error(
        `expected state of the layout ${this.#version}, got ${head.version}, that of another release: ${this.#file}`,
      );
    }
    return { at: head.at!, parts: found as Part[] };
  }
}

function framed(part: unknown): Buffer[] {
  const bytes = serialize(part);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return [length, bytes];
}

/** A file that was cut short by a full disk is no state. */
function decode(bytes: Buffer): unknown[] | null {
  const parts: unknown[] = [];
  try {
    for (let at = 0; at < bytes.length; ) {
      const end = at + 4 + bytes.readUInt32LE(at);
      if (end > bytes.length) return null;
      parts.push(deserialize(bytes.subarray(at + 4, end)));
      at = end;
    }
    return parts;
  } catch {
    return null;
  }
}
