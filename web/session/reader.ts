/** Reads from the engine what the picture shows besides the view, no more often than it is worth. */

import type { Engine } from "../engine/engine.ts";
import type { Comparison, FeedEvent, Mark, View } from "../engine/view.ts";
import { type ComparedRun, readComparedRun } from "./compared-run.ts";
import type { Picture } from "./picture.ts";
import type { PageState } from "./state.ts";

const MARKS_MS = 500;
const LINK_MS = 1000;
const FEED_SHORT = 60;
const FEED_LONG = 400;
/** After a leap, the story needs no more than this much of what happened. */
const NEWS_MAX = 2000;

export class Reader {
  readonly #engine: Engine;
  readonly #marks: Seldom<readonly Mark[]>;
  /** Finding where two runs part may take a replay: not ten times a second. */
  readonly #comparison: Seldom<Comparison | null>;
  readonly #link: Seldom<string>;
  #lastSeq = 0;

  constructor(engine: Engine, wallTime: () => number) {
    this.#engine = engine;
    this.#marks = new Seldom([], () => engine.marks(), MARKS_MS, wallTime);
    this.#comparison = new Seldom(null, () => engine.comparison(), MARKS_MS, wallTime);
    this.#link = new Seldom(engine.link(), () => engine.link(), LINK_MS, wallTime);
    this.forgetNews();
  }

  /** What else the page shows of this view; `before` is the picture that it replaces. */
  read(view: View, page: PageState, before: Picture) {
    return {
      feed: this.#feed(page),
      moment: this.#engine.feed(1, "decisive")[0] ?? null,
      marks: this.#marks.read(page.playing),
      comparedRun: this.#comparedRun(view, page),
      ...this.#selected(page, before),
    };
  }

  #feed({ raised, everyDecision }: PageState): readonly FeedEvent[] {
    const limit = raised === "feed" ? FEED_LONG : FEED_SHORT;
    return this.#engine.feed(limit, everyDecision ? "routine" : "notable");
  }

  #comparedRun(view: View, { playing }: PageState): ComparedRun | null {
    if (view.beside === null) {
      this.#comparison.forget();
      return null;
    }
    return {
      view: readComparedRun(this.#engine, (engine) => engine.view()),
      comparison: this.#comparison.read(playing),
    };
  }

  #selected({ selected }: PageState, before: Picture): Pick<Picture, "node" | "packet"> {
    if (selected?.kind === "node") return { node: this.#engine.node(selected.id), packet: null };
    if (selected?.kind !== "packet") return { node: null, packet: null };
    // A message that has arrived is gone; what it said stays to be read.
    const old = before.packet;
    const kept = old?.packet.id === selected.id ? old : null;
    return { node: null, packet: this.#engine.packet(selected.id) ?? kept };
  }

  /** The last link that is known to be good; it outlives the engine. */
  get link(): string {
    return this.#link.last;
  }

  /** Once all else could be read. */
  keepLink({ playing }: PageState): void {
    this.#link.read(playing);
  }

  /** What has happened since it was asked last. */
  news(): readonly FeedEvent[] {
    const fresh = this.#engine.feedSince(this.#lastSeq, NEWS_MAX);
    this.#lastSeq = fresh.at(-1)?.seq ?? this.#lastSeq;
    return fresh;
  }

  /** After a jump in time: what lies before it is not news. */
  forgetNews(): void {
    this.#lastSeq = this.#engine.feed(1, "routine").at(-1)?.seq ?? 0;
  }
}

/** A reading that is dear: while the run plays, the last one does for some time. */
class Seldom<T> {
  #last: T;
  #readAt = Number.NEGATIVE_INFINITY;
  readonly #take: () => T;
  readonly #every: number;
  readonly #wallTime: () => number;

  constructor(first: T, take: () => T, every: number, wallTime: () => number) {
    this.#last = first;
    this.#take = take;
    this.#every = every;
    this.#wallTime = wallTime;
  }

  get last(): T {
    return this.#last;
  }

  read(playing: boolean): T {
    const now = this.#wallTime();
    if (playing && now - this.#readAt < this.#every) return this.#last;
    this.#readAt = now;
    this.#last = this.#take();
    return this.#last;
  }

  /** The next reading is taken at once. */
  forget(): void {
    this.#readAt = Number.NEGATIVE_INFINITY;
  }
}
