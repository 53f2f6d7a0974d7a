/** A latency as two limits, and as the middle and the jitter that sliders show. Pure. */

/** Returns the two limits for a middle and a jitter, in milliseconds, never below zero. */
export function latencyRange(center: number, jitter: number): readonly [number, number] {
  return [Math.max(0, center - jitter), center + jitter];
}

export function latencyParts([least, most]: readonly [number, number]): {
  readonly center: number;
  readonly jitter: number;
} {
  const center = Math.round((least + most) / 2);
  return { center, jitter: most - center };
}
