/** Opens the run that the page's address asks for: an example, or a scenario file. Fetched for those. */

import { examples } from "virtual:examples";
import { base } from "../examples/addresses.ts";
import { FILE_MAX, largeFile, missingFile, wishOf } from "../examples/wish.ts";
import { noteExample } from "../session/example-run.ts";
import { openScenario } from "../session/runs.ts";
import type { Session } from "../session/session.ts";

/** The run that a page is opened for. */
export interface AskedRun {
  /** Whether the tour is told; null leaves that as it is. */
  readonly tellsTour: boolean | null;
  readonly open: (session: Session) => Promise<void>;
}

/** The run that an address asks for; a refusal is said, and the usual run stands. */
export async function askedRun(page: string): Promise<AskedRun> {
  const wish = wishOf(new URL(page), base, examples);
  if (wish === null) return usual;
  switch (wish.kind) {
    case "tour":
      return { ...usual, tellsTour: true };
    case "refused":
      return refusing(wish.sentence);
    case "file":
      try {
        const text = await fetchScenario(wish.address, wish.shown);
        return { tellsTour: false, open: (session) => openText(session, text, wish.address) };
      } catch (error) {
        return refusing(sentenceOf(error, wish.shown));
      }
  }
}

/** Opens an example in a page that is open already; what it showed stays when that fails. */
export async function openExample(session: Session, path: string): Promise<void> {
  try {
    const address = new URL(path, base).href;
    await openText(session, await fetchScenario(address, path), address);
  } catch (error) {
    session.say(sentenceOf(error, path), "refused");
  }
}

const usual: AskedRun = { tellsTour: null, open: () => Promise.resolve() };

function refusing(sentence: string): AskedRun {
  return {
    tellsTour: null,
    open: (session) => Promise.resolve(session.say(sentence, "refused")),
  };
}

async function openText(session: Session, text: string, address: string): Promise<void> {
  if (!(await session.fullEngine.fetch()) || openScenario(session, text) === null) return;
  const example = examples.find(({ path }) => new URL(path, base).href === address);
  if (example !== undefined) noteExample(session, example.name);
}

class Refusal extends Error {}

/** The text of a scenario file; it is not read further than the longest one would go. */
async function fetchScenario(address: string, shown: string): Promise<string> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Refusal(missingFile(shown, answer.status, examples));
  const reader = answer.body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    bytes += read.value.byteLength;
    if (bytes > FILE_MAX) {
      await reader?.cancel();
      throw new Refusal(largeFile(shown));
    }
    text += decoder.decode(read.value, { stream: true });
  }
  return text + decoder.decode();
}

function sentenceOf(error: unknown, shown: string): string {
  return error instanceof Refusal
    ? error.message
    : `${shown} could not be fetched. Is there a connection?`;
}
