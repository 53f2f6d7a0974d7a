/**
 * The page's own state, which the engine does not know: an immutable value. The engine's state is
 * the read-only `View`; nothing is kept in both.
 */

import { autoSpeed, type Speed } from "../clock/speed.ts";
import type { Microseconds, NodeId, ViolationView } from "../engine/view.ts";
import type { Guess } from "../narrator/guesses.ts";
import type { Hit } from "../stage/hit.ts";
import type { Lights } from "../stage/lights.ts";
import { type Drawer, isDrawer, type PanelId } from "./panels.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The three tabs of a phone; a wide page shows all of them at once. */
export const tabs = ["logs", "time", "explain"] as const;
export type Tab = (typeof tabs)[number];

/** The tabs beside the ring; the logs are one of them only on a low page. */
export const readings = ["logs", "decisions", "selected", "flight", "requests"] as const;
export type Reading = (typeof readings)[number];

/** The two sides of a comparison; a phone shows one ring at a time. */
export const sides = ["left", "right"] as const;
export type Side = (typeof sides)[number];

/** How many of the controls an embedding page wants. */
export const controlSets = ["full", "basic", "none"] as const;
export type ControlSet = (typeof controlSets)[number];

/** How much of what the narrator says is announced to screen readers. */
export const announcements = ["decisive", "story", "nothing"] as const;
export type Announcements = (typeof announcements)[number];

/** The captions of a scenario: its branch, the moment at which they end, and the actions by then. */
export interface Captions {
  readonly branch: number;
  readonly end: Microseconds;
  readonly actions: number;
}

/** A dialog. At most one is open. */
export type Sheet =
  /** A panel; that of questions may open with the decision of this event, or with a question. */
  | { readonly kind: PanelId; readonly decision?: number; readonly asked?: string }
  | { readonly kind: "partition" }
  | { readonly kind: "more" }
  /** A phone's lists of the messages in flight and of the requests. */
  | { readonly kind: "all-flights" | "all-requests" }
  /** Loss and latency of one link. */
  | { readonly kind: "link"; readonly from: NodeId; readonly to: NodeId }
  /** How long the disk of one node takes for a write. */
  | { readonly kind: "disk"; readonly node: NodeId }
  /** The link to a run; an empty one for a run that does not fit a link. */
  | {
      readonly kind: "share";
      readonly url: string;
      readonly copied: boolean;
      /** The moments when the link was made: the one shown, and the furthest. */
      readonly now: Microseconds;
      readonly head: Microseconds;
      /** Whether the tour asked for it: that was its last step. */
      readonly endsTour: boolean;
    };

/** The target of a context menu, and where it opens (CSS pixels from the element's corner). */
export interface OpenMenu {
  readonly target: Hit | { readonly kind: "moments" };
  readonly x: number;
  readonly y: number;
}

export interface Notice {
  readonly text: string;
  readonly tone: "calm" | "refused";
}

/** Work that takes the engine long, and how much of it is done. */
export interface Waiting {
  readonly what: "opening" | "seeking";
  readonly percent: number;
}

/** What broke in a run that the judge beside it does not look for: a hunt or the panel found it. */
export interface Finding {
  /** The run, as `Picture.run` counts, and its branch. */
  readonly run: number;
  readonly branch: number;
  readonly violation: ViolationView;
}

export interface PageState {
  readonly playing: boolean;
  readonly speed: Speed;
  readonly selected: Hit | null;
  readonly sheet: Sheet | null;
  readonly menu: OpenMenu | null;
  /** The panel that covers the tabs, if any. */
  readonly raised: "choices" | Drawer | null;
  /** Whether the feed shows routine decisions too. */
  readonly everyDecision: boolean;
  readonly tab: Tab;
  /** Whether the tab of a phone is open to a sheet that covers the ring. */
  readonly risen: boolean;
  readonly reading: Reading;
  readonly side: Side;
  /** Titles of the branches that were removed and can come back, the newest last. */
  readonly removed: readonly string[];
  readonly notice: Notice | null;
  readonly waiting: Waiting | null;
  /** The text typed for the next write; null while nothing is typed. */
  readonly draft: string | null;
  readonly theme: Theme;
  readonly announces: Announcements;
  /** Whether the tour is on. */
  readonly touring: boolean;
  readonly guesses: readonly Guess[];
  /** Null for a run without captions. */
  readonly captions: Captions | null;
  readonly controls: ControlSet;
  /** Little room, as on a phone: targets for thumbs, short words. Decided by the element's size. */
  readonly compact: boolean;
  /** A page too low to stack: the ring at the left, the tabs at the right. */
  readonly low: boolean;
  /** Whether only the figure is shown, in large type, for a hall. */
  readonly presents: boolean;
  readonly lights: Lights | null;
  readonly finding: Finding | null;
  /** The clients' history that was judged last, by `historyKey`; null before that. */
  readonly judged: string | null;
}

export const startState: PageState = {
  playing: false,
  speed: autoSpeed,
  selected: null,
  sheet: null,
  menu: null,
  raised: null,
  everyDecision: false,
  tab: "logs",
  risen: false,
  reading: "decisions",
  side: "left",
  removed: [],
  notice: null,
  waiting: null,
  draft: null,
  theme: "system",
  announces: "decisive",
  touring: false,
  guesses: [],
  captions: null,
  controls: "full",
  compact: false,
  low: false,
  presents: false,
  lights: null,
  finding: null,
  judged: null,
};

/** Selects a thing, and shows the tab that explains it; without one, the decisions come back. */
export function select(state: PageState, selected: Hit | null): PageState {
  const { reading } = state;
  const without = reading === "selected" ? "decisions" : reading;
  return {
    ...state,
    selected,
    menu: null,
    reading: selected === null ? without : "selected",
    tab: selected === null ? state.tab : "explain",
  };
}

/** Opens a panel; a drawer that is open on a wide page is closed. */
export function togglePanel(state: PageState, panel: PanelId): PageState {
  if (state.compact || !isDrawer(panel)) return { ...state, menu: null, sheet: { kind: panel } };
  return { ...state, menu: null, sheet: null, raised: state.raised === panel ? null : panel };
}

/** Returns the open drawer, on a wide page or on a phone. */
export function openDrawer({ raised, sheet }: PageState): Drawer | null {
  if (raised !== null && isDrawer(raised)) return raised;
  return sheet !== null && isDrawer(sheet.kind) ? sheet.kind : null;
}

/** The node that a write goes to: the one selected, if a node is. */
export function selectedNode(state: PageState): NodeId | null {
  return state.selected?.kind === "node" ? state.selected.id : null;
}

/** Escape closes one thing at a time, the topmost first. */
export function closeTopmost(state: PageState): PageState {
  if (state.menu !== null) return { ...state, menu: null };
  if (state.sheet !== null) return { ...state, sheet: null };
  if (state.raised !== null) return { ...state, raised: null };
  if (state.risen) return { ...state, risen: false };
  if (state.presents && state.selected === null) return { ...state, presents: false };
  if (state.notice !== null) return { ...state, notice: null };
  return select(state, null);
}

export function nextTheme(theme: Theme): Theme {
  switch (theme) {
    case "system":
      return "light";
    case "light":
      return "dark";
    case "dark":
      return "system";
  }
}

/** Forgets what belongs to the run shown, and keeps the settings of the page. */
export function forgetRun(state: PageState): PageState {
  return {
    ...state,
    playing: false,
    selected: null,
    menu: null,
    sheet: null,
    raised: null,
    risen: false,
    reading: "decisions",
    side: "left",
    removed: [],
    notice: null,
    waiting: null,
    draft: null,
    guesses: [],
    captions: null,
  };
}
