/**
 * The page around the element: it opens the run in the address, now and when it changes, and
 * presents it with `?present`.
 */

import { RaftPlayground } from "./element/raft-playground.ts";
import { fragmentOf } from "./session/share.ts";

const host = document.querySelector("raft-playground");
if (host instanceof RaftPlayground) {
  // The element reads its attributes once the engine has arrived, which is always later than this.
  const fragment = fragmentOf(location.hash);
  if (fragment !== null) host.setAttribute("link", fragment);
  else if (/[?&](example|src)=/.test(location.search)) {
    host.asked = import("./element/asked-run.ts").then((it) => it.askedRun(location.href));
  }
  if (new URLSearchParams(location.search).has("present")) host.setAttribute("present", "");
  window.addEventListener("hashchange", () => {
    const next = fragmentOf(location.hash);
    void host.ready.then(() => {
      if (next === null) void host.leaveLink();
      else host.open(next);
    });
  });
}
