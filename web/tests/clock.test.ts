import { describe, expect, test } from "vitest";
import { Clock, longestGap, oneFrame } from "../clock/clock.ts";
import {
  autoSpeed,
  manualSpeed,
  nudgeSpeed,
  type Speed,
  sliderFromSpeed,
  speedFromSlider,
  speedSlider,
  speedWords,
} from "../clock/speed.ts";

function fakeTime(): { now: () => number; pass: (milliseconds: number) => void } {
  let time = 1000;
  return {
    now: () => time,
    pass: (milliseconds) => {
      time += milliseconds;
    },
  };
}

describe("Clock", () => {
  test("stands still until it plays, and while it is paused", () => {
    const time = fakeTime();
    const clock = new Clock(time.now);
    time.pass(50);
    expect(clock.frame()).toBe(0);
    clock.play();
    time.pass(16);
    expect(clock.frame()).toBe(16);
    clock.pause();
    time.pass(16);
    expect(clock.frame()).toBe(0);
    expect(clock.running).toBe(false);
  });

  test("does not count the time of a pause afterwards", () => {
    const time = fakeTime();
    const clock = new Clock(time.now);
    clock.play();
    clock.pause();
    time.pass(100);
    clock.play();
    time.pass(10);
    expect(clock.frame()).toBe(10);
  });

  test("counts the sleep of a tab as one frame", () => {
    const time = fakeTime();
    const clock = new Clock(time.now);
    clock.play();
    time.pass(longestGap);
    expect(clock.frame()).toBe(longestGap);
    time.pass(3_600_000);
    expect(clock.frame()).toBe(oneFrame);
    time.pass(20);
    expect(clock.frame()).toBe(20);
  });

  test("never goes back when its source does", () => {
    const time = fakeTime();
    const clock = new Clock(time.now);
    clock.play();
    time.pass(-500);
    expect(clock.frame()).toBe(0);
  });

  test("keeps fractions of a microsecond, so that slow speeds do not stand still", () => {
    const clock = new Clock(fakeTime().now);
    let at = 0;
    for (let frame = 0; frame < 1000; frame += 1) at = clock.advance(at, 0.05, 0.01);
    expect(at).toBeGreaterThanOrEqual(499);
    expect(at).toBeLessThanOrEqual(500);
  });

  test("hands out whole microseconds, exact over many frames", () => {
    const clock = new Clock(fakeTime().now);
    let at = 7;
    for (let frame = 0; frame < 600; frame += 1) at = clock.advance(at, oneFrame, 1);
    expect(Number.isInteger(at)).toBe(true);
    expect(Math.abs(at - 10_000_007)).toBeLessThanOrEqual(1);
  });

  test("forgets the fraction after a jump", () => {
    const clock = new Clock(fakeTime().now);
    clock.advance(0, 0.0009, 1);
    expect(clock.advance(5_000, 0.0005, 1)).toBe(5_000);
  });
});

describe("Speed", () => {
  test("has words", () => {
    expect(speedWords(autoSpeed)).toBe("Auto");
    expect([0.01, 0.25, 1, 8.333, 100].map((rate) => speedWords(manualSpeed(rate)))).toEqual([
      "0.01×",
      "0.25×",
      "1×",
      "8.3×",
      "100×",
    ]);
  });

  test("is logarithmic on the slider and comes back from it", () => {
    expect(speedFromSlider(0)).toEqual(manualSpeed(1));
    expect(speedFromSlider(speedSlider.min)).toEqual(manualSpeed(0.01));
    expect(speedFromSlider(speedSlider.max)).toEqual(manualSpeed(100));
    const count = Math.round((speedSlider.max - speedSlider.min) / speedSlider.step);
    for (let stop = 0; stop <= count; stop += 1) {
      const value = speedSlider.min + stop * speedSlider.step;
      const back = sliderFromSpeed(speedFromSlider(value), 1);
      expect(Math.abs(back - value)).toBeLessThan(speedSlider.step / 2);
    }
  });

  test("stays within its limits, whatever is asked", () => {
    expect(manualSpeed(0)).toEqual(manualSpeed(0.01));
    expect(manualSpeed(1e9)).toEqual(manualSpeed(100));
    expect(manualSpeed(Number.NaN)).toEqual(manualSpeed(1));
    expect(sliderFromSpeed(autoSpeed, 1e6)).toBe(speedSlider.max);
    expect(sliderFromSpeed(autoSpeed, 0)).toBe(speedSlider.min);
  });

  test("goes up and down by stops, out of Auto from the present rate", () => {
    let speed: Speed = autoSpeed;
    speed = nudgeSpeed(speed, 1, 0.13);
    expect(speed).toEqual(manualSpeed(0.25));
    speed = nudgeSpeed(speed, -1, 1);
    expect(speed).toEqual(manualSpeed(0.1));
    expect(nudgeSpeed(manualSpeed(100), 1, 1)).toEqual(manualSpeed(100));
    expect(nudgeSpeed(manualSpeed(0.01), -1, 1)).toEqual(manualSpeed(0.01));
  });
});
