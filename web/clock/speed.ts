/** Playback speed as people set it: Auto, or a rate on a logarithmic slider. */

/** `rate`: simulated seconds per second of the viewer's. */
export type Speed = { readonly kind: "auto" } | { readonly kind: "manual"; readonly rate: number };

export const autoSpeed: Speed = { kind: "auto" };
export const slowestRate = 0.01;
export const fastestRate = 100;

/** The slider's value is the decimal logarithm of the rate: 0 is 1×. */
export const speedSlider = { min: -2, max: 2, step: 0.05 } as const;

/** A manual speed within the limits. */
export function manualSpeed(rate: number): Speed {
  const known = Number.isFinite(rate) ? rate : 1;
  return { kind: "manual", rate: Math.min(fastestRate, Math.max(slowestRate, known)) };
}

export function speedFromSlider(value: number): Speed {
  return manualSpeed(twoDigits(10 ** value));
}

/** Returns the slider's value; in Auto it follows `currentRate`, within its limits. */
export function sliderFromSpeed(speed: Speed, currentRate: number): number {
  const rate = speed.kind === "auto" ? currentRate : speed.rate;
  const position = Math.log10(Math.max(rate, slowestRate));
  return Math.min(speedSlider.max, Math.max(speedSlider.min, position));
}

/** "Auto", "0.25×", "10×". */
export function speedWords(speed: Speed): string {
  return speed.kind === "auto" ? "Auto" : `${rateWords(speed.rate)}×`;
}

/** A rate with two significant digits: "0.013", "0.25", "8.3", "100". */
export function rateWords(rate: number): string {
  return String(twoDigits(rate));
}

/** The rates that the keyboard steps through. */
const stops = [0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 50, 100] as const;

/** The next stop up or down; out of Auto it starts from `currentRate`. */
export function nudgeSpeed(speed: Speed, direction: 1 | -1, currentRate: number): Speed {
  const rate = speed.kind === "auto" ? currentRate : speed.rate;
  const next =
    direction === 1
      ? stops.find((stop) => stop > rate * 1.01)
      : stops.findLast((stop) => stop < rate * 0.99);
  return manualSpeed(next ?? (direction === 1 ? fastestRate : slowestRate));
}

function twoDigits(rate: number): number {
  return Number(rate.toPrecision(2));
}
