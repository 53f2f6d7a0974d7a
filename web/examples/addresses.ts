/** Where the page's own files lie, from any page that embeds the element, and the links to examples. */

/** The address of this script, which the build moves to the folder of all scripts. */
const here: string = import.meta.url;

/** The folder of the page's own files. */
export const base = new URL(import.meta.env.DEV ? "/" : "../", here);

/** The picture of an example, made by the build. */
export function pictureOf(name: string, theme: "light" | "dark"): string {
  return new URL(`examples/${name}${theme === "dark" ? ".dark" : ""}.svg`, base).href;
}

/** The link that opens an example in the page. */
export function linkOf(name: string): string {
  return new URL(`?example=${name}`, base).href;
}

/** The link to send: a page that unfurls as a card, and goes on to the example. */
export function cardOf(name: string): string {
  return import.meta.env.DEV ? linkOf(name) : new URL(`examples/${name}.html`, base).href;
}
