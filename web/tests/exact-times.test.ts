import { describe, expect, it } from "vitest";
import type { Answer } from "../engine/engine.ts";
import { questionsAbout, raisedQuestions } from "../session/asking.ts";
import { exactWords, lengthWords, withClock, withMoments } from "../words/exact-times.ts";
import { momentWords } from "../words/format.ts";
import { anEngine } from "./engine.ts";

it("a moment is in seconds of the run, a length in the unit that fits it", () => {
  expect(exactWords(544_000)).toBe("0.544 s");
  expect(exactWords(125_000_000)).toBe("2:05.000");
  expect(lengthWords(544)).toBe("544 µs");
  expect(lengthWords(544_000)).toBe("544.0 ms");
  expect(lengthWords(2_544_000)).toBe("2.54 s");
});

it("a moment within a sentence is one, and a length beside it stays", () => {
  expect(withClock("Node 2 asks Node 0 for its vote. It is due at 104.043 ms.")).toBe(
    "Node 2 asks Node 0 for its vote. It is due at 0.10 s.",
  );
  expect(
    withClock("At 108.154299 s, Node 1 has been down since 102.555 s, until 10.869491 s."),
  ).toBe(
    `At ${momentWords(108_154_299)}, Node 1 has been down since 1:42.56, until ${momentWords(10_869_491)}.`,
  );
  const length = "Disks take 5 ms to 20 ms for a write, and Node 1 was heard 30 ms ago.";
  expect(withClock(length)).toBe(length);
});

it("a broken assumption has its moment as the clock shows it", () => {
  const engine = anEngine();
  engine.advanceTo(200_000);
  engine.act({ timeout: 1 });
  engine.advanceTo(544_000);
  engine.act({ wipe_disk: 1 });
  expect(engine.view().assumption).toBe(
    "Assumption broken: stable storage (Node 1's disk was wiped at 0.54 s).",
  );
});

describe("an answer", () => {
  const sentences = (answer: Answer) => [
    answer.question,
    answer.headline,
    ...answer.broken,
    ...answer.because.map(({ sentence }) => sentence),
    answer.ifWeWait ?? "",
    ...answer.needs.map(({ sentence }) => sentence),
  ];

  it("has its moments in seconds, also in the first second, and its lengths as they are", () => {
    const engine = anEngine();
    engine.act({ disk: "stalls", node: 2 });
    engine.advanceTo(544_000);
    engine.act({ crash: 1 });
    engine.act({ pause: 3 });
    engine.advanceTo(700_000);
    const view = engine.view();
    const asked = [0, 1, 2, 3, 4].flatMap((id) => questionsAbout(id, view));
    const answers = [...raisedQuestions(view), ...asked].map((it) => engine.ask(it.asked));
    const said = answers.map(withMoments).flatMap(sentences);
    expect(said.filter((sentence) => /\b(since|at|until) [\d.]+ ms/i.test(sentence))).toEqual([]);
    expect(said).toContain("Node 1 has been down since 0.54 s.");
    expect(said.filter((sentence) => /^At 0\.70 s, /.test(sentence)).length).toBeGreaterThan(5);
  });

  it("keeps its lengths of time", () => {
    const engine = anEngine();
    engine.advanceTo(4_000_000);
    const asked = [0, 1, 2, 3, 4].flatMap((id) => questionsAbout(id, engine.view()));
    const answers = asked.map((it) => engine.ask(it.asked));
    const lengths = (all: readonly Answer[]) =>
      all
        .flatMap(sentences)
        .flatMap((sentence) => sentence.match(/last heard [\d.]+ ms ago/) ?? []);
    expect(lengths(answers).length).toBeGreaterThan(2);
    expect(lengths(answers.map(withMoments))).toEqual(lengths(answers));
  });
});
