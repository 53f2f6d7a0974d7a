// @ts-check
// Tables as text.

/**
 * Prints rows under a head, the first column to the left, the others to the right.
 * @param {string[]} head
 * @param {string[][]} rows
 */
export function printTable(head, rows) {
  const widths = head.map((title, place) =>
    Math.max(title.length, ...rows.map((row) => row[place]?.length ?? 0)),
  );
  /** @param {string[]} cells */
  const line = (cells) =>
    widths
      .map((width, place) => cells[place] ?? "".padEnd(width))
      .map((cell, place) =>
        place ? cell.padStart(widths[place] ?? 0) : cell.padEnd(widths[place] ?? 0),
      )
      .join("  ")
      .trimEnd();
  console.log(line(head));
  console.log(widths.map((width) => "-".repeat(width)).join("  "));
  for (const row of rows) console.log(line(row));
}

/**
 * The middle one; the mean of the middle two.
 * @param {number[]} values
 */
export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}

/**
 * The value that this share of all values does not exceed.
 * @param {number[]} values
 * @param {number} share
 */
export function at(values, share) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN;
}

/** @param {number} bytes */
export function grouped(bytes) {
  return bytes.toString().replace(/\B(?=(\d{3})+$)/g, " ");
}

/** @param {number} value */
export function times(value) {
  return `${value.toFixed(2)}×`;
}
