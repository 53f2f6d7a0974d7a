import { describe, expect, it } from "vitest";
import { labelParts, logLabels } from "../words/log-labels.ts";

const labels = (...commands: readonly string[]) => [...logLabels(commands).values()];

describe("the label of an entry", () => {
  it("is empty for those that a run starts with: the term says it all", () => {
    expect(labels("entry 1 of term 1", "entry 12 of term 2", "SET x=3")).toEqual(["", "", "x=3"]);
    expect(labels("entry 1 of term 1")).toEqual([""]);
  });

  it("leaves out the words that all of its kind begin with", () => {
    expect(labels("note of entry a", "note of entry b")).toEqual(["a", "b"]);
    expect(labels("SET x=3", "SET x=4")).toEqual(["x=3", "x=4"]);
  });

  it("says of a configuration that these are the voters", () => {
    const configurations = ["voters 0 and 1", "voters 0 and 1, learner 3", "voters 0, 1 and 3"];
    expect(labels(...configurations)).toEqual(configurations);
  });

  it("keeps the verb of every other command, alone or among others", () => {
    expect(labels("GET b")).toEqual(["GET b"]);
    expect(labels("GET b", "GET c", "ADD b 1", "ADD b 2", "CAS b 25 29", "CAS b 29 3")).toEqual([
      "GET b",
      "GET c",
      "ADD b 1",
      "ADD b 2",
      "CAS b 25 29",
      "CAS b 29 3",
    ]);
    expect(labels("DELETE b", "DELETE c", "SET b=1")).toEqual(["DELETE b", "DELETE c", "b=1"]);
    const transfers = ["TRANSFER 1 b -> c", "TRANSFER 1 c -> d"];
    expect(labels(...transfers)).toEqual(transfers);
  });

  it("keeps the words of a command that is alone", () => {
    expect(labels("AUDIT log entry")).toEqual(["AUDIT log entry"]);
    expect(labels("note of entry a")).toEqual(["note of entry a"]);
  });

  it("is never empty for what somebody wrote, and never the same for two", () => {
    const commands = ["SET", "SET x=1", "note", "note one", "note one two", "a  b", ""];
    const found = labels(...commands);
    expect(found).toHaveLength(commands.length);
    expect(new Set(found).size).toBe(found.length);
    expect(labels("SET")).toEqual(["SET"]);
  });
});

describe("the part of a label that stays where room is short", () => {
  const parts = (...commands: readonly string[]) =>
    [...labelParts(logLabels(commands)).values()].map((both) => both.join("|"));

  it("is the value, and not the name that others have too", () => {
    expect(parts("SET balance=800", "SET balance=1000", "SET x=3")).toEqual([
      "balance=|800",
      "balance=|1000",
      "x=|3",
    ]);
    expect(parts("SET color=blue")).toEqual(["color=|blue"]);
  });

  it("is the name as well, where others have the same value", () => {
    expect(parts("SET color_a=1", "SET color_b=1")).toEqual(["|color_a=1", "|color_b=1"]);
    expect(parts("SET x=1", "SET y=11", "SET z=11")).toEqual(["x=|1", "|y=11", "|z=11"]);
    expect(parts("SET x=1", "ADD b 1")).toEqual(["|x=1", "|ADD b 1"]);
    expect(parts("SET x=", "SET y=1")).toEqual(["|x=", "y=|1"]);
  });

  it("is the first word that differs, with all that follows", () => {
    expect(parts("TRANSFER 200 -> account_7", "TRANSFER 100 -> account_7")).toEqual([
      "TRANSFER |200 -> account_7",
      "TRANSFER |100 -> account_7",
    ]);
    expect(parts("CAS b 25 29", "CAS b 29 3", "GET b")).toEqual([
      "CAS b |25 29",
      "CAS b |29 3",
      "|GET b",
    ]);
  });

  it("is all of a command that is alone", () => {
    expect(parts("TRANSFER 200 -> account_7", "")).toEqual(["|TRANSFER 200 -> account_7", "|"]);
  });
});
