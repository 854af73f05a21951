/** The history of the page that sheets stand on. */
interface PageHistory {
  /** The address as it is now. */
  href(): string;
  /** Goes back by one entry; `done` is called once it has. */
  back(done: () => void): void;
}

/**
 * The entry of the history that a sheet has for itself, so that Back closes it. Closing it in the page goes back as well,
 * or the page would stand twice in the history; a sheet that came with the address leaves it in place instead.
 */
export class SheetEntry {
  readonly #page: PageHistory;
  #openedAt: string | null = null;
  #isLeaving = false;

  constructor(page: PageHistory) {
    this.#page = page;
  }

  /** Has `write` put a sheet into the address: in an entry of its own, or in that of the sheet that it takes the place of. */
  async open(
    isOverAnother: boolean,
    write: (history: 'push' | 'replace') => Promise<unknown>,
  ): Promise<void> {
    const isOwn = !isOverAnother || this.#isOwn();
    await write(isOverAnother ? 'replace' : 'push');
    if (isOwn) this.#openedAt = this.#page.href();
  }

  /** Leaves the entry that was opened here; has `clear` take the sheet out of any other. May be called again meanwhile. */
  close(clear: () => void): void {
    if (!this.#isOwn()) {
      clear();
      return;
    }
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    this.#page.back(() => {
      this.#isLeaving = false;
    });
  }

  #isOwn(): boolean {
    return this.#openedAt === this.#page.href();
  }
}

/** That of this window: one sheet is open at a time. */
export const sheetEntry = new SheetEntry({
  href: () => window.location.href,
  back: (done) => {
    window.addEventListener('popstate', done, { once: true });
    window.history.back();
  },
});
