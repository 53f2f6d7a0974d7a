/** The page around the element: it opens the run in the address, and those that follow. */

import { RaftPlayground } from "./element/raft-playground.ts";
import { fragmentOf } from "./session/share.ts";

const host = document.querySelector("raft-playground");
if (host instanceof RaftPlayground) {
  // The element reads its attributes once the engine is there, which is never at once.
  const fragment = fragmentOf(location.hash);
  if (fragment !== null) host.setAttribute("link", fragment);
  window.addEventListener("hashchange", () => {
    const next = fragmentOf(location.hash);
    if (next !== null) void host.ready.then(() => host.open(next));
  });
}
