import { IngestError } from './ingest-error.ts';
import { readExportJson } from './otlp/json.ts';
import type { ResourceMetrics } from './otlp/model.ts';
import { readExport } from './otlp/protobuf.ts';
import type { OtlpEncoding } from './otlp/reply.ts';
import { OtlpTranslator } from './otlp/translate.ts';
import { RemoteWrite1 } from './remote-write/version-1.ts';
import { RemoteWrite2 } from './remote-write/version-2.ts';
import { Batch } from './series/batch.ts';
import { Intake } from './series/intake.ts';
import type { Learning } from './series/learning.ts';
import type { Limits } from './series/limits.ts';
import { Outcome } from './series/refusal.ts';
import type { DecodeInto } from './series/settle.ts';
import { decompressSnappy } from './wire/snappy-block.ts';
import { WireReader } from './wire/wire-reader.ts';

const utf8 = new TextDecoder();

/** The tenant of who names none; its series and services keep their names as they are. */
const usualTenant = 'default';
/** Room for decompressed bodies that is kept; a larger one is made for one body alone. */
const keptRoomBytes = 4 * 1024 * 1024;

const raiseDecompressed = ', or raise BREAKWATER_BODY_BYTES_DECOMPRESSED';

/** The versions of remote write by the message that their bodies hold. */
export type RemoteWriteMessage = 'prometheus.WriteRequest' | 'io.prometheus.write.v2.Request';

/** Everything that is pushed comes through here: bodies in, values of series out. Series of different tenants never meet. */
export class Push {
  readonly limits: Limits;
  #learning: Learning;
  #randomSeed: () => number;
  #intakes = new Map<string, Intake>();
  #batch: Batch;
  #room = new Uint8Array(64 * 1024);
  #reader = new WireReader();
  #version1 = new RemoteWrite1(this.#reader);
  #version2 = new RemoteWrite2(this.#reader);
  #otlp = new OtlpTranslator();

  /** `randomSeed` gives 32 bits that a sender cannot know. */
  constructor(limits: Limits, learning: Learning, randomSeed: () => number) {
    this.limits = limits;
    this.#learning = learning;
    this.#randomSeed = randomSeed;
    this.#batch = new Batch(limits.samplesPerRequest);
  }

  /** Series known, of all tenants. */
  get seriesCount(): number {
    return [...this.#intakes.values()].reduce((sum, { table }) => sum + table.count, 0);
  }

  /** Takes the snappy block of a remote write; throws {@link IngestError} where it cannot be read, and then nothing is learnt. */
  remoteWrite(
    body: Uint8Array,
    message: RemoteWriteMessage,
    tenant: string | undefined,
    now: number,
  ): Outcome {
    const most = this.limits.bodyBytesDecompressed;
    const bytes = decompressSnappy(body, most, (size) => this.#roomOf(size), raiseDecompressed);
    const version = message === 'prometheus.WriteRequest' ? this.#version1 : this.#version2;
    return this.take(tenant, now, (into) => version.decode(bytes, into));
  }

  /** Takes an OTLP export of metrics, decompressed; throws as {@link Push.remoteWrite} does. */
  otlp(body: Uint8Array, encoding: OtlpEncoding, tenant: string | undefined, now: number): Outcome {
    const resources = encoding === 'json' ? readExportJson(utf8.decode(body)) : this.#readExport(body);
    return this.take(tenant, now, (into) => this.#otlp.translate(resources, into));
  }

  /** Takes what `decode` puts into the batch; where it throws nothing is learnt. */
  take(tenant: string | undefined, now: number, decode: (into: DecodeInto) => void): Outcome {
    const intake = this.#intakeOf(tenant);
    const [batch, outcome] = [this.#batch, new Outcome(this.limits)];
    batch.clear();
    intake.makeRoom(now);
    decode({ table: intake.table, batch, outcome, now });
    intake.take(batch, now, outcome);
    return outcome;
  }

  /** Completes what has been silent for long enough; to be called about once a second. */
  flush(now: number): void {
    for (const intake of this.#intakes.values()) intake.flush(now);
  }

  /** Forgets what has been silent for as long as it is known; to be called about once a minute. */
  forget(now: number): void {
    for (const [tenant, intake] of this.#intakes) {
      intake.forget(now);
      if (intake.table.count === 0) this.#intakes.delete(tenant);
    }
  }

  #readExport(body: Uint8Array): ResourceMetrics[] {
    this.#reader.load(body);
    return readExport(this.#reader);
  }

  #intakeOf(named: string | undefined): Intake {
    const tenant = named === undefined || named === '' ? usualTenant : named;
    const known = this.#intakes.get(tenant);
    if (known !== undefined) return known;
    if (!/^[\w.-]{1,64}$/.test(tenant)) {
      throw new IngestError(
        'tenant_invalid',
        `X-Scope-OrgID: expected up to 64 letters, digits, dots, dashes or underscores, got "${tenant.slice(0, 80)}"`,
      );
    }
    if (this.#intakes.size >= this.limits.tenants) {
      throw new IngestError(
        'tenant_limit',
        `X-Scope-OrgID: expected one of the ${this.limits.tenants} tenants known, got "${tenant}": raise BREAKWATER_TENANTS`,
      );
    }
    const prefix = tenant === usualTenant ? '' : tenant;
    const intake = new Intake(prefix, this.limits, this.#learning, this.#randomSeed());
    this.#intakes.set(tenant, intake);
    return intake;
  }

  #roomOf(size: number): Uint8Array {
    if (size <= this.#room.length) return this.#room;
    const room = new Uint8Array(size);
    if (size <= keptRoomBytes) this.#room = room;
    return room;
  }
}
