/** Reads from the engine what the picture shows besides the view; costly parts less often. */

import type { Engine } from "../engine/engine.ts";
import { type Lanes, noLanes } from "../engine/lanes.ts";
import type { Comparison, FeedEvent, View } from "../engine/view.ts";
import { captionOf } from "../narrator/facts.ts";
import { guessOf, guessWords } from "../narrator/guesses.ts";
import { type Narration, narrate } from "../narrator/narrate.ts";
import { tourEvents } from "../narrator/tour.ts";
import { type ComparedRun, readComparedRun } from "./compared-run.ts";
import { FirstTimeout } from "./first-timeout.ts";
import type { Picture } from "./picture.ts";
import type { PageState } from "./state.ts";
import { goesOn, type Shown, Unhurried } from "./unhurried.ts";

const LANES_MS = 250;
const COMPARISON_MS = 500;
const LINK_MS = 1000;
const FEED_SHORT = 30;
const FEED_LONG = 200;
/** The most events that listeners are given at once. */
const NEWS_MAX = 2000;
/** The most decisive events that came since the last picture, as far as they are read one by one. */
const NEWEST_EVENTS = 20;

export class Reader {
  readonly #engine: Engine;
  readonly #lanes: Seldom<Lanes>;
  /** The engine may replay a run to find where two diverge: too costly for every refresh. */
  readonly #comparison: Seldom<Comparison | null>;
  readonly #link: Seldom<string>;
  readonly #first: FirstTimeout;
  readonly #unhurried: Unhurried;
  /** The `version` of the lists: while nothing happens, they are the same. */
  #listed = -1;
  #tour: readonly FeedEvent[] = [];
  #lastSeq = 0;

  constructor(engine: Engine, wallTime: () => number) {
    this.#engine = engine;
    this.#lanes = new Seldom(noLanes, () => engine.lanes(), LANES_MS, wallTime);
    this.#comparison = new Seldom(null, () => engine.comparison(), COMPARISON_MS, wallTime);
    this.#link = new Seldom(engine.link(), () => engine.link(), LINK_MS, wallTime);
    this.#first = new FirstTimeout(engine);
    this.#unhurried = new Unhurried(wallTime);
    this.forgetNews();
  }

  /** Reads the rest of the picture for a view; `before` is the picture that it replaces. */
  read(run: number, view: View, page: PageState, before: Picture) {
    const narration = this.#narration({ run, view, page }, before);
    return {
      narration,
      guess: this.#guess(run, view, page, narration),
      ...this.#lists({ run, view, page }, before),
      lanes: this.#lanes.read(page.playing),
      comparedRun: this.#comparedRun(view, page),
      ...this.#selected(page, before),
    };
  }

  /** The feed is the very same while nothing was added, so that who draws it knows that. */
  #lists(shown: Shown, before: Picture): Pick<Picture, "feed" | "lists"> {
    const isSame = goesOn(before, shown) && shown.view.version === this.#listed;
    if (isSame || this.#unhurried.waits(shown)) return { feed: before.feed, lists: before.lists };
    this.#listed = shown.view.version;
    const { playing, everyDecision } = shown.page;
    const limit = playing ? FEED_SHORT : FEED_LONG;
    const feed = this.#engine.feed(limit, everyDecision ? "routine" : "notable");
    const lists = before.lists + 1;
    if (goesOn(before, shown) && feed.at(-1)?.seq === before.feed.at(-1)?.seq)
      return { feed: before.feed, lists };
    this.#unhurried.note(shown);
    return { feed, lists };
  }

  #narration(shown: Shown, before: Picture): Narration {
    const { view, page } = shown;
    const { touring, captions } = page;
    const decisive = touring ? this.#told(shown, before) : this.#engine.feed(1, "decisive");
    return narrate({ view, decisive, caption: captionOf(view, captions), touring });
  }

  /** The decisive events that the tour goes by; those that were read before are not read again. */
  #told(shown: Shown, before: Picture): readonly FeedEvent[] {
    const newest = goesOn(before, shown) ? this.#engine.feed(NEWEST_EVENTS, "decisive") : [];
    const last = this.#tour.at(-1)?.seq;
    const known = newest.findIndex(({ seq }) => seq === last);
    this.#tour =
      known < 0
        ? this.#engine.feed(tourEvents, "decisive")
        : [...this.#tour, ...newest.slice(known + 1)].slice(-tourEvents);
    return this.#tour;
  }

  #guess(run: number, view: View, { guesses }: PageState, narration: Narration): string {
    const guess = guessOf(guesses, narration, view);
    return guess === null ? "" : guessWords(guess, narration, this.#first.read(run, view));
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
    // The engine forgets a message that has arrived; its details stay in the picture.
    const old = before.packet;
    const kept = old?.packet.id === selected.id ? old : null;
    return { node: null, packet: this.#engine.packet(selected.id) ?? kept };
  }

  /** The last link read; it is still there when the engine has broken down. */
  get link(): string {
    return this.#link.last;
  }

  /** Reads the link. Called last, so that a link is only kept of a readable state. */
  keepLink({ playing }: PageState): void {
    this.#link.read(playing);
  }

  /** Returns the events since the last call. */
  news(): readonly FeedEvent[] {
    const fresh = this.#engine.feedSince(this.#lastSeq, NEWS_MAX);
    this.#lastSeq = fresh.at(-1)?.seq ?? this.#lastSeq;
    return fresh;
  }

  /** Skips the events up to now, after a jump in time. */
  forgetNews(): void {
    this.#lastSeq = this.#engine.feed(1, "routine").at(-1)?.seq ?? 0;
  }
}

/** A costly reading: while the run plays, it is repeated only after an interval. */
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

  /** Makes the next reading fresh. */
  forget(): void {
    this.#readAt = Number.NEGATIVE_INFINITY;
  }
}
