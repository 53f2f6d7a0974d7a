/** Prints the page as ink on paper: light, whatever theme the screen has. */

import { type LitElement, unsafeCSS } from "lit";
import type { Session } from "../session/session.ts";
import printCss from "../styles/print.css?inline";
import { adoptInto } from "./adopt.ts";
import type { RaftRing } from "./ring.ts";

const styles = unsafeCSS(printCss);

export function preparePrinting(host: LitElement, session: Session): void {
  const root = host.renderRoot;
  adoptInto(root, styles);
  let { theme } = session.page;
  addEventListener("beforeprint", () => {
    if (!host.isConnected) return;
    ({ theme } = session.page);
    session.update((page) => ({ ...page, theme: "light" }));
    // No frame comes before the page is printed: what waits for one is drawn now.
    void host.updateComplete.then(() => {
      for (const ring of root.querySelectorAll<RaftRing>("raft-ring, raft-compared-ring"))
        ring.draw?.();
    });
  });
  addEventListener("afterprint", () => {
    if (host.isConnected) session.update((page) => ({ ...page, theme }));
  });
}
