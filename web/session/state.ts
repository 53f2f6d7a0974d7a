/**
 * The page's own state, which the engine does not know: an immutable value. The engine's state is
 * the read-only `View`; nothing is kept in both.
 */

import { autoSpeed, type Speed } from "../clock/speed.ts";
import type { NodeId } from "../engine/view.ts";
import type { Hit } from "../stage/hit.ts";
import { type Drawer, isDrawer, type PanelId } from "./panels.ts";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** The three tabs of a phone; a wide page shows all of them at once. */
export const tabs = ["logs", "timeline", "explain"] as const;
export type Tab = (typeof tabs)[number];

/** The two sides of a comparison; a phone shows one ring at a time. */
export const sides = ["left", "right"] as const;
export type Side = (typeof sides)[number];

/** How many of the controls an embedding page wants. */
export const controlSets = ["full", "basic", "none"] as const;
export type ControlSet = (typeof controlSets)[number];

/** A dialog. At most one is open. */
export type Sheet =
  | { readonly kind: PanelId }
  | { readonly kind: "shortcuts" }
  | { readonly kind: "partition" }
  | { readonly kind: "more" }
  /** Loss and latency of one link. */
  | { readonly kind: "link"; readonly from: NodeId; readonly to: NodeId }
  /** The link to a run; an empty one for a run that does not fit a link. */
  | { readonly kind: "share"; readonly url: string; readonly copied: boolean };

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

export interface PageState {
  readonly playing: boolean;
  readonly speed: Speed;
  readonly selected: Hit | null;
  readonly sheet: Sheet | null;
  readonly menu: OpenMenu | null;
  /** The panel that covers the logs, if any. */
  readonly raised: "feed" | "inspector" | "choices" | Drawer | null;
  /** Whether the feed shows routine decisions too. */
  readonly everyDecision: boolean;
  readonly tab: Tab;
  readonly side: Side;
  /** Titles of the branches that were removed and can come back, the newest last. */
  readonly removed: readonly string[];
  readonly notice: Notice | null;
  /** The text typed for the next write; null while nothing is typed. */
  readonly draft: string | null;
  readonly theme: Theme;
  readonly controls: ControlSet;
  /** A phone's layout, decided by the element's own width. */
  readonly compact: boolean;
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
  side: "left",
  removed: [],
  notice: null,
  draft: null,
  theme: "system",
  controls: "full",
  compact: false,
};

/** Selects a thing; on a phone, a selected message also opens the tab that explains it. */
export function select(state: PageState, selected: Hit | null): PageState {
  const showsDetail = selected?.kind === "packet";
  return {
    ...state,
    selected,
    menu: null,
    raised: selected === null && state.raised === "inspector" ? null : state.raised,
    tab: state.compact && showsDetail ? "explain" : state.tab,
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
    side: "left",
    removed: [],
    notice: null,
    draft: null,
  };
}
