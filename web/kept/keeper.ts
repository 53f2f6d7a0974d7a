/**
 * Keeps the run of a session soon after each change, and brings the last one back. All of it
 * happens between frames, and a failure changes nothing but one sentence.
 */

import type { View } from "../engine/view.ts";
import { compareBranch } from "../session/comparing.ts";
import { heldBy, type OpenRun } from "../session/open-run.ts";
import type { Session } from "../session/session.ts";
import { leaveLink } from "../session/undo.ts";
import { countOf, momentWords } from "../words/format.ts";
import { branchesOf, captionsOfKept, openKept, traceOf } from "./branches.ts";
import type { KeptRun } from "./kept-run.ts";
import type { Saved, Shelf } from "./shelf.ts";
import type { Tab, TabMemory } from "./tab.ts";

/** Milliseconds from a change to its saving. */
const SOON = 1500;
/** Milliseconds that the page waits for the browser's storage before it begins without. */
const PATIENCE = 3000;

type Unsaved = NonNullable<TabMemory["unsaved"]>;

/** What a keeper needs of the world around it. */
export interface Surroundings {
  /** Milliseconds since 1970. */
  readonly date: () => number;
  readonly newId: () => string;
  readonly later: (work: () => void, milliseconds: number) => void;
}

/** What is known of an open run that is kept. */
interface Known {
  readonly id: string;
  /** The revision that the next one replaces; null when nothing lies on the shelf. */
  readonly revision: string | null;
  readonly name: string | null;
  /** The branches when they were last kept, as text. */
  readonly content: string;
}

/** A run that is to be kept, as it was when that was asked for. */
interface Draft {
  readonly of: OpenRun;
  readonly run: Omit<KeptRun, "id" | "name">;
  readonly content: string;
  /** Whether it should be kept although it is not yet: nobody can open it from elsewhere. */
  readonly isWorthIt: boolean;
}

export class Keeper {
  readonly #session: Session;
  readonly #shelf: Shelf;
  readonly #tab: Tab;
  readonly #around: Surroundings;
  readonly #page: string;
  readonly #known = new WeakMap<OpenRun, Known>();
  readonly #said = new Set<string>();
  /** The kept run that was open last and came from no link. */
  #unlinked: string | null = null;
  #isOn = false;
  #isDue = false;
  #saving = Promise.resolve();
  #isRefused = false;

  constructor(session: Session, shelf: Shelf, tab: Tab, around: Surroundings) {
    this.#session = session;
    this.#shelf = shelf;
    this.#tab = tab;
    this.#around = around;
    this.#page = around.newId();
  }

  /** The kept run that is open, if it is kept. */
  get openId(): string | null {
    return this.#known.get(this.#open)?.id ?? null;
  }

  get #open(): OpenRun {
    return heldBy(this.#session).run;
  }

  // --- Keeping --------------------------------------------------------------------------

  /** From now on, runs are kept. */
  begin(): void {
    this.#isOn = true;
    heldBy(this.#session).onLeave = () => void this.save();
  }

  /** Saves soon. Cheap: it is called at every change of the picture. */
  noteChange(): void {
    if (this.#isDue || this.#isRefused) return;
    this.#isDue = true;
    this.#around.later(() => {
      this.#isDue = false;
      void this.save();
    }, SOON);
  }

  /** Saves now, if there is anything to save; one saving at a time. */
  save(): Promise<void> {
    return this.#queue(this.#draft());
  }

  /** Saves while the page goes away: the tab remembers what a saving may be too late for. */
  leave(): void {
    const draft = this.#draft();
    if (draft === null) return;
    const { run, over } = this.#named(draft);
    this.#tab.remember({ id: run.id, unsaved: { run, over } });
    void this.#queue(draft);
  }

  #queue(draft: Draft | null): Promise<void> {
    this.#saving = this.#saving.then(() => this.#put(draft));
    return this.#saving;
  }

  async #put(draft: Draft | null): Promise<void> {
    if (draft === null || this.#isRefused) return;
    const { of, content, isWorthIt } = draft;
    if (!isWorthIt && !this.#known.has(of)) return;
    const { run, over } = this.#named(draft);
    const saved = await this.#shelf.save(run, over);
    this.#tell(saved);
    if (saved.kind === "saved") {
      const { id, revision, name } = saved.run;
      this.#known.set(of, { id, revision, name, content });
      if (of.from !== "link") this.#unlinked = id;
      if (of === this.#open) this.#tab.remember({ id, unsaved: null });
    } else if (saved.kind === "taken") {
      // Another tab goes on with that run: what was done here goes on as a run of its own.
      this.#known.delete(of);
      await this.#put(draft);
    } else if (!saved.full) {
      this.#isRefused = true;
    }
  }

  /** The run as it is to be kept; null when it is kept already, or not worth it. */
  #draft(): Draft | null {
    if (!this.#isOn) return null;
    const { engine } = this.#session;
    const of = this.#open;
    const known = this.#known.get(of) ?? null;
    try {
      const view = engine.view();
      const isChanged = traceOf(view.branches) !== traceOf(of.asOpened);
      // A run of a link can be opened from it again, until somebody has gone on with it.
      const isOfNoLink = of.from === "scenario" || of.from === "twin";
      const isWorthIt = isChanged || (isOfNoLink && view.now > 0);
      if (known === null && !isWorthIt) return null;
      const { kept, beside, content } = this.#content(view);
      if (content === known?.content) return null;
      const run: Draft["run"] = {
        format: 1,
        revision: this.#around.newId(),
        page: this.#page,
        title: view.title,
        seed: view.seed,
        nodes: view.options.nodes,
        at: view.now,
        head: view.head,
        savedAt: this.#around.date(),
        run: kept,
        beside,
        captions: captionsOfKept(view, this.#session.page.captions),
      };
      return { of, run, content, isWorthIt };
    } catch {
      // The engine has broken down: what was kept before stays.
      return null;
    }
  }

  /**
   * A draft under the name that its run has now, and the revision that it replaces. Between the
   * draft and its turn, another tab may have taken the name, and this run have got one of its own.
   */
  #named({ of, run }: Draft): { readonly run: KeptRun; readonly over: string | null } {
    const known = this.#known.get(of) ?? this.#firstKnown(of);
    const { id, revision, name } = known;
    return { run: { ...run, id, name }, over: revision };
  }

  #firstKnown(of: OpenRun): Known {
    const known = { id: this.#around.newId(), revision: null, name: null, content: "" };
    this.#known.set(of, known);
    return known;
  }

  #content(view: View) {
    const kept = branchesOf(this.#session.engine, view);
    const other = view.beside?.branch ?? null;
    const place = view.branches.findIndex(({ id }) => id === other);
    const beside = place < 0 ? null : place;
    return { kept, beside, content: JSON.stringify([kept, beside]) };
  }

  // --- Bringing back --------------------------------------------------------------------

  /** Brings back the run of this tab, else the newest one. */
  async restore(): Promise<void> {
    const runs = await this.#shelved();
    const { id, unsaved } = this.#tab.recall();
    const run = unsaved?.run ?? runs.find((one) => one.id === id) ?? runs[0];
    if (run === undefined) return;
    if (this.#tab.failedOn(run.revision)) {
      this.#tab.bringsBack(null);
      this.#tab.remember({ id: null, unsaved: null });
      this.#session.say(
        "The last run was not opened again, since the page broke off over it: it is in the list of runs.",
      );
      return;
    }
    this.#tab.bringsBack(run.revision);
    const isOpen = await this.open(run);
    this.#tab.bringsBack(null);
    if (!isOpen) return;
    if (unsaved !== null) this.#saveAgain(unsaved, runs);
    if (this.#session.page.notice !== null) return;
    const { now, branches } = this.#session.picture.view;
    const what = branches.length === 1 ? "" : ` with its ${branches.length} branches`;
    this.#session.say(`The last run is back${what}, at ${momentWords(now)}.`);
  }

  /** Opens a kept run; what is done in it from now on is kept in its place. */
  async open(run: KeptRun): Promise<boolean> {
    const session = this.#session;
    if (!(await openKept(session, run.run, run.captions ?? null))) return false;
    const beside = run.beside === null ? undefined : session.picture.view.branches[run.beside];
    if (beside !== undefined) await compareBranch(session, beside.id);
    // As the branches read now: those that were not shown yet have not been replayed.
    const { content } = this.#content(session.engine.view());
    const { id, revision, name } = run;
    this.#known.set(this.#open, { id, revision, name, content });
    this.#tab.remember({ id, unsaved: null });
    return true;
  }

  /** Shows the run that was there before the address named a link, or a fresh one. */
  leaveLink(): Promise<void> {
    return leaveLink(this.#session, async () => {
      await this.#saving;
      const runs = await this.#shelved();
      const unlinked = runs.find(({ id }) => id === this.#unlinked);
      return unlinked !== undefined && this.open(unlinked);
    });
  }

  /** Saves what a page could not save any more when it went away. */
  #saveAgain({ run, over }: Unsaved, runs: readonly KeptRun[]): void {
    const stored = runs.find(({ id }) => id === run.id);
    const revision = stored?.page === run.page ? stored.revision : over;
    const { id, name } = run;
    this.#known.set(this.#open, { id, revision, name, content: "" });
    this.#tab.remember({ id, unsaved: { run, over } });
    void this.save();
  }

  /** The kept runs; none when the browser refuses, which the first saving says. */
  async #shelved(): Promise<readonly KeptRun[]> {
    try {
      const { runs, damaged } = await this.#inTime(this.#shelf.look());
      if (damaged.length > 0)
        this.#sayOnce(
          `${countOf(damaged.length, "kept run is", "kept runs are")} damaged and cannot be opened: the list of runs can delete what is left.`,
        );
      return runs;
    } catch {
      return [];
    }
  }

  /** Some browsers never answer when they refuse: the page must begin all the same. */
  #inTime<T>(answer: Promise<T>): Promise<T> {
    return Promise.race([
      answer,
      new Promise<T>((_, refuse) => {
        this.#around.later(() => refuse(new Error("No answer.")), PATIENCE);
      }),
    ]);
  }

  // --- Words ----------------------------------------------------------------------------

  #tell(saved: Saved): void {
    if (saved.kind === "failed")
      this.#sayOnce(
        saved.full
          ? "This browser's storage is full, so this run cannot be kept: share a link to keep it."
          : "This browser does not let the page keep runs: share a link to keep one.",
      );
    else if (saved.kind === "saved" && saved.dropped > 0)
      this.#sayOnce("This browser's storage is full: the oldest kept runs made room for this one.");
  }

  #sayOnce(sentence: string): void {
    if (this.#said.has(sentence)) return;
    this.#said.add(sentence);
    this.#session.say(sentence);
  }
}
