import { floatStride, wideStride } from './layout.ts';

/** Copy of the learnt state of many series; see `SeriesBank.snapshot`. */
export type BankSnapshot = { count: number; floats: Float32Array; wides: Float64Array };

/** Copy of the state of one series. */
export type SlotCopy = { floats: Float32Array; wides: Float64Array };

/** State of many series in two typed arrays; each series owns one slot in both. */
export class SeriesBank {
  floats: Float32Array;
  wides: Float64Array;
  count = 0;

  /** `capacity` is the number of series to reserve room for; the bank doubles when full. */
  constructor(capacity = 16) {
    this.floats = new Float32Array(capacity * floatStride);
    this.wides = new Float64Array(capacity * wideStride);
  }

  /** Reserves a zeroed slot and returns its number. */
  allocate(): number {
    if ((this.count + 1) * wideStride > this.wides.length) this.#grow();
    this.count += 1;
    return this.count - 1;
  }

  /** A copy of all state; restoring it continues bit for bit. */
  snapshot(): BankSnapshot {
    return {
      count: this.count,
      floats: this.floats.slice(0, this.count * floatStride),
      wides: this.wides.slice(0, this.count * wideStride),
    };
  }

  /** The bank as it was at the snapshot. Throws where the snapshot was taken with another state layout. */
  static restore(snapshot: BankSnapshot): SeriesBank {
    const { count, floats, wides } = snapshot;
    if (floats.length !== count * floatStride || wides.length !== count * wideStride) {
      throw new RangeError(
        `a snapshot of ${count} series must hold ${count * floatStride} and ${count * wideStride} numbers, got ${floats.length} and ${wides.length}`,
      );
    }
    const bank = new SeriesBank(Math.max(16, count));
    bank.floats.set(floats);
    bank.wides.set(wides);
    bank.count = count;
    return bank;
  }

  /** A copy of the state of one series. */
  copySlot(slot: number): SlotCopy {
    return {
      floats: this.floats.slice(slot * floatStride, (slot + 1) * floatStride),
      wides: this.wides.slice(slot * wideStride, (slot + 1) * wideStride),
    };
  }

  /** Puts a copy back in its place. */
  restoreSlot(slot: number, copy: SlotCopy): void {
    this.floats.set(copy.floats, slot * floatStride);
    this.wides.set(copy.wides, slot * wideStride);
  }

  #grow(): void {
    const capacity = Math.max(16, this.count * 2);
    const floats = new Float32Array(capacity * floatStride);
    const wides = new Float64Array(capacity * wideStride);
    floats.set(this.floats);
    wides.set(this.wides);
    this.floats = floats;
    this.wides = wides;
  }
}
