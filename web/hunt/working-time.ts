/** How long a hunt has worked: the time in which its machine slept is no time of the hunt. */

/** Workers answer many times a second; a longer silence of all of them means sleep. */
const LONGEST_SILENCE_MS = 5_000;

export class WorkingTime {
  readonly #wallTime: () => number;
  #spent = 0;
  /** Null once it has ended. */
  #heardAt: number | null;

  constructor(wallTime: () => number) {
    this.#wallTime = wallTime;
    this.#heardAt = wallTime();
  }

  /** In milliseconds. */
  get spent(): number {
    return this.#spent + this.#silence;
  }

  /** A sign of life. */
  work(): void {
    this.#spent = this.spent;
    this.#heardAt = this.#wallTime();
  }

  end(): void {
    this.#spent = this.spent;
    this.#heardAt = null;
  }

  get #silence(): number {
    if (this.#heardAt === null) return 0;
    return Math.min(LONGEST_SILENCE_MS, Math.max(0, this.#wallTime() - this.#heardAt));
  }
}
