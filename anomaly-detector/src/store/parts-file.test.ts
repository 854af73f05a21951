import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { serialize } from 'node:v8';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PartsFile } from './parts-file.ts';

describe('a file of state in parts', () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parts-file-'));
    file = join(folder, 'deep', 'learnt.state');
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('gives back what was written, and nothing where nothing was', async () => {
    const parts = new PartsFile<{ n: number }>(file, '1');
    expect(await parts.read()).toBeNull();
    await parts.write([{ n: 1 }, { n: 2 }], 5);
    expect(await parts.read()).toEqual({ at: 5, parts: [{ n: 1 }, { n: 2 }] });
  });

  it('gives back typed arrays, those that are part of a longer one too', async () => {
    const parts = new PartsFile<object>(file, '1');
    const long = Float64Array.of(1, Number.NaN, -3, 4e300);
    const part = {
      ...{ name: 'a', wides: long.subarray(1, 3), floats: Float32Array.of(0.5, -0) },
      ...{ bytes: Buffer.from('packed'), none: new Float32Array(0) },
    };
    await parts.write([part, { name: 'b', wides: long }], 5);
    const read = await parts.read();
    expect(read?.parts).toEqual([
      { ...part, wides: Float64Array.of(Number.NaN, -3), bytes: new Uint8Array(Buffer.from('packed')) },
      { name: 'b', wides: long },
    ]);
  });

  it('names the layout of an earlier release, whose typed arrays lie within the parts', async () => {
    const frames = [{ floats: new Float32Array(1000) }, { version: '3', at: 5, parts: 1 }].map((frame) =>
      serialize(frame),
    );
    const lengths = frames.map(({ length }) => Buffer.from(Uint32Array.of(length).buffer));
    await mkdir(dirname(file));
    await writeFile(file, Buffer.concat(frames.flatMap((frame, index) => [lengths[index]!, frame])));
    await expect(new PartsFile(file, '4').read()).rejects.toThrow('layout 4, got 3, that of another release');
  });

  it('leaves what was stored where a part cannot be, and nothing beside it', async () => {
    const parts = new PartsFile<object>(file, '1');
    await parts.write([{ n: 1 }], 5);
    await expect(parts.write([{ n: 2 }, { odd: new Uint32Array(1) }], 6)).rejects.toThrow(
      'expected one of Float32Array, Float64Array, Uint8Array to store, got Uint32Array',
    );
    expect(await parts.read()).toEqual({ at: 5, parts: [{ n: 1 }] });
    expect(await readdir(dirname(file))).toEqual(['learnt.state']);
  });

  it('says so of a typed array that was cut short', async () => {
    const parts = new PartsFile<object>(file, '1');
    await parts.write([{ floats: new Float32Array(1000) }], 5);
    await truncate(file, 2000);
    await expect(parts.read()).rejects.toThrow('cut short');
  });

  it('says so of another layout, and of one that was cut short', async () => {
    await new PartsFile(file, '1').write([{ n: 1 }], 5);
    await expect(new PartsFile(file, '2').read()).rejects.toThrow('layout 2, got 1');
    const { length } = await readFile(file);
    await truncate(file, length - 3);
    await expect(new PartsFile(file, '1').read()).rejects.toThrow('cut short');
  });
});
