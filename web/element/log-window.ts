/** Computes which rows of a long log are on screen. Pure. */

export interface LogViewport {
  /** CSS pixels scrolled. */
  readonly scrollTop: number;
  /** CSS pixels visible. */
  readonly height: number;
  readonly rowHeight: number;
  /** The last index of the longest log; 0 when all are empty. */
  readonly lastIndex: number;
}

export interface VisibleRows {
  /** A log index, from 1. */
  readonly first: number;
  readonly count: number;
}

/** Rows drawn beyond each edge, so that scrolling shows no gap. */
const OVERSCAN = 4;

export function visibleRows({ scrollTop, height, rowHeight, lastIndex }: LogViewport): VisibleRows {
  const above = Math.floor(Math.max(0, scrollTop) / rowHeight) - OVERSCAN;
  const first = Math.min(Math.max(0, above), Math.max(0, lastIndex - 1));
  const below = Math.ceil((Math.max(0, scrollTop) + height) / rowHeight) + OVERSCAN;
  return { first: first + 1, count: Math.max(0, Math.min(lastIndex, below) - first) };
}

export function contentHeight(lastIndex: number, rowHeight: number): number {
  return lastIndex * rowHeight;
}

/** Whether the newest entries are on screen, with half a row of tolerance for rounding. */
export function looksAtNewest({ scrollTop, height, rowHeight, lastIndex }: LogViewport): boolean {
  return scrollTop + height >= contentHeight(lastIndex, rowHeight) - rowHeight / 2;
}
