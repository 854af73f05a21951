import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { readApart, writeApart } from './value-apart.ts';

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

  /** Writes the parts as they come; the typed arrays of each must stay as they are until the next one is asked for. */
  async write(parts: Iterable<Part>, at: number): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    const next = `${this.#file}.${process.pid}.next`;
    try {
      await this.#writeTo(next, parts, at);
      await rename(next, this.#file);
    } catch (error) {
      await rm(next, { force: true });
      throw error;
    }
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
    const frames = framesOf(bytes);
    const head = headOf(frames?.pop());
    if (frames === null || head?.parts !== frames.length) throw this.#cutShort();
    if (head.version !== this.#version) {
      throw new Error(
        `expected state of the layout ${this.#version}, got ${head.version}, that of another release: ${this.#file}`,
      );
    }
    return { at: head.at!, parts: frames.map((frame) => this.#partOf(frame)) };
  }

  async #writeTo(path: string, parts: Iterable<Part>, at: number): Promise<void> {
    const file = await open(path, 'w', 0o600);
    try {
      let many = 0;
      for (const part of parts) {
        const { body, views } = writeApart(part);
        await append(file, [lengthOf([body]), body, ...views]);
        many += 1;
      }
      // What comes last proves that nothing was cut off. It is told as in every release, so that the layout of any other is known.
      await append(file, [serialize({ version: this.#version, at, parts: many } satisfies Head)]);
      await file.datasync();
    } finally {
      await file.close();
    }
  }

  #partOf(frame: Buffer): Part {
    try {
      const bodyEnd = 4 + frame.readUInt32LE(0);
      return readApart(frame.subarray(4, bodyEnd), frame.subarray(bodyEnd)) as Part;
    } catch {
      throw this.#cutShort();
    }
  }

  #cutShort(): Error {
    return new Error(`expected a whole file of state, got one that was cut short: ${this.#file}`);
  }
}

const bytesOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, { length }) => sum + length, 0);

function lengthOf(parts: readonly Uint8Array[]): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytesOf(parts));
  return length;
}

/** Writes a frame: its length, and what it consists of. A disk that fills up takes a part without saying so. */
async function append(file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  const frame = [lengthOf(parts), ...parts];
  const { bytesWritten } = await file.writev(frame);
  if (bytesWritten < bytesOf(frame))
    throw new Error(`expected room for ${bytesOf(frame)} bytes, got ${bytesWritten} on the disk`);
}

/** What stands in each frame; null where the last one is not whole. */
function framesOf(bytes: Buffer): Buffer[] | null {
  const frames: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + 4 > bytes.length) return null;
    const end = at + 4 + bytes.readUInt32LE(at);
    if (end > bytes.length) return null;
    frames.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return frames;
}

function headOf(frame: Buffer | undefined): Partial<Head> | null {
  try {
    return frame === undefined ? null : (deserialize(frame) as Partial<Head>);
  } catch {
    return null;
  }
}
