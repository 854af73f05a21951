import { promisify } from 'node:util';
import { gunzip as gunzipBody } from 'node:zlib';
import { IngestError } from '../ingest-error.ts';

const unzip = promisify(gunzipBody);

/** Decompresses a gzip body of which at most `mostBytes` may come. Throws {@link IngestError}. */
export async function gunzip(body: Uint8Array, mostBytes: number): Promise<Uint8Array> {
  try {
    return await unzip(body, { maxOutputLength: mostBytes });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') {
      throw new IngestError(
        'body_too_large',
        `expected a body of at most ${mostBytes} bytes once decompressed, got more: send less at once, or raise BREAKWATER_BODY_BYTES_DECOMPRESSED`,
        { cause },
      );
    }
    throw new IngestError('gzip_malformed', `expected a gzip body, got ${body.length} bytes that are none`, {
      cause,
    });
  }
}
