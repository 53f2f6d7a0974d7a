/** The working time of a hunt, without the time in which the machine slept. */

/** Workers answer many times a second; a longer silence of all of them counts as sleep. */
const LONGEST_SILENCE_MS = 5_000;

export class WorkingTime {
  readonly #wallTime: () => number;
  #spent = 0;
  /** When a worker last answered; null once the hunt has ended. */
  #heardAt: number | null;

  constructor(wallTime: () => number) {
    this.#wallTime = wallTime;
    this.#heardAt = wallTime();
  }

  /** In milliseconds. */
  get spent(): number {
    return this.#spent + this.#silence;
  }

  /** Called when a worker has answered. */
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
