/** A visitor in WebKitGTK. */

import type { Visitor } from "./visitor.ts";
import type { WebDriver } from "./webdriver.ts";

const HOST = `const host = document.querySelector("raft-playground");`;
/** The button or text box of an accessible name among those that are shown; waits until it is. */
const NAMED = `${HOST}
  const [selector, name] = args;
  const nameOf = (it) => it.getAttribute("aria-label") ?? it.labels?.[0]?.textContent ?? it.textContent;
  const isMeant = (it) => nameOf(it).trim() === name && it.getClientRects().length > 0;
  for (let tries = 0; tries < 200; tries += 1) {
    const found = [...host.shadowRoot.querySelectorAll(selector)].find(isMeant);
    if (found) return found;
    await new Promise((later) => setTimeout(later, 50));
  }
  return null;`;
const BUTTON = "button";
const BOX = "input:not([type=range]):not([type=checkbox]), textarea";

export function webkitVisitor(driver: WebDriver, base: string): Visitor {
  return {
    open: async (address) => {
      await driver.goTo(new URL(address, base).href);
      await driver.run(`window.faults = [];
        window.addEventListener("error", (event) => window.faults.push(event.message));
        window.addEventListener("unhandledrejection", (event) => window.faults.push(String(event.reason)));
        console.error = (...words) => window.faults.push(words.join(" "));
        await customElements.whenDefined("raft-playground");
        ${HOST} await host.ready;`);
    },
    press: (name) => driver.click(NAMED, BUTTON, name),
    type: (name, text) => driver.type(text, NAMED, BOX, name),
    typed: (name) =>
      driver.run(`const box = await (async () => { ${NAMED} })(); return box.value;`, BOX, name),
    ask: (question) => driver.run(`${HOST} return (${question})(host);`),
    faults: () => driver.run("return window.faults;"),
  };
}
