/** Runs as files: saved, picked, dropped. Fetched when the first one is asked for. */

import { noticeWords, openLink, openScenario } from "../session/runs.ts";
import type { Session } from "../session/session.ts";
import { linkIn } from "../session/share-words.ts";
import { countWords, momentWords } from "../words/format.ts";

/** Bytes; the engine counts characters, of which the longest has four. */
const FILE_MAX = 4_000_000;
/** Lines read at a time, so that the page stays responsive. */
const PORTION = 20_000;

export async function saveScenario(session: Session): Promise<void> {
  if (!(await session.fullEngine.fetch())) return;
  session.attempt(() => {
    const name = fileName(session, "json");
    download(name, "application/json", [session.engine.saveScenario()]);
    session.say(`Saved as ${name}: this run with all its actions.`);
  });
}

/** Saves every event of the branch shown, one JSON value per line. */
export async function saveLines(session: Session): Promise<void> {
  if (!(await session.fullEngine.fetch())) return;
  const name = fileName(session, "jsonl");
  const portions: string[] = [];
  let lines = 0;
  for (let after = 0; ; ) {
    let portion = "";
    const told = session.attempt(() => {
      portion = session.engine.traceLines(after, PORTION);
    });
    if (!told) return;
    if (portion === "") break;
    const rows = portion.trimEnd().split("\n");
    lines += rows.length;
    portions.push(portion);
    after = (JSON.parse(rows.at(-1) ?? "{}") as { readonly seq: number }).seq;
    await new Promise((resume) => setTimeout(resume));
  }
  download(name, "application/jsonl", portions);
  session.say(`Saved as ${name}: ${countWords(lines)} events.`);
}

/** The last so many microseconds of a run make a diagram that can be read. */
const DRAWN_SPAN = 10_000_000;

/** Saves what happened in the seconds before the moment shown as a sequence diagram. */
export function saveSequenceDiagram(session: Session): Promise<void> {
  const { now } = session.frame;
  return saveDrawn(session, "mermaid", Math.max(0, now - DRAWN_SPAN), "mmd");
}

/** Saves what happened up to the moment shown as a log with vector clocks. */
export function saveShivizLog(session: Session): Promise<void> {
  return saveDrawn(session, "shiviz", 0, "log");
}

async function saveDrawn(
  session: Session,
  tool: "mermaid" | "shiviz",
  from: number,
  ending: string,
): Promise<void> {
  if (!(await session.fullEngine.fetch())) return;
  session.attempt(() => {
    const { now } = session.frame;
    const { text, startsAt } = session.engine.drawnRun(tool, from, now);
    const name = fileName(session, ending);
    download(name, "text/plain", [text]);
    const span = `${momentWords(startsAt ?? from)} to ${momentWords(now)}`;
    const rest = startsAt === null ? "" : " There was no room for what came before.";
    session.say(`Saved as ${name}: what happened from ${span}.${rest}`);
  });
}

/** Opens a dropped or picked file; when it is refused, the run stays as it was. */
export async function openFile(session: Session, file: File): Promise<void> {
  if (file.size > FILE_MAX) {
    const size = countWords(Math.round(file.size / 1_000_000));
    session.say(
      `${file.name} has ${size} MB: expected a scenario file, which has at most 4.`,
      "refused",
    );
    return;
  }
  try {
    const text = await file.text();
    const link = linkIn(text);
    if (link !== null) {
      openLink(session, link, (isShown) => {
        if (isShown) session.say(`Opened the link in ${file.name}.`);
      });
      return;
    }
    if (!(await session.fullEngine.fetch())) return;
    const notices = openScenario(session, text);
    if (notices) session.say([`Opened ${file.name}.`, noticeWords(notices)].join(" ").trim());
  } catch {
    session.say(`${file.name} could not be read: expected a file, not a folder.`, "refused");
  }
}

/** Opens the browser's file picker. */
export function pickFile(session: Session): void {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = ".json,application/json";
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (file) void openFile(session, file);
  });
  input.click();
}

function fileName(session: Session, ending: string): string {
  return `raft-seed-${session.picture.view.seed}.${ending}`;
}

export function download(name: string, type: string, parts: readonly BlobPart[]): void {
  const address = URL.createObjectURL(new Blob([...parts], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
