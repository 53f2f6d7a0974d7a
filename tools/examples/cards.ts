/** The cards that chats show for a link (Open Graph), and the page of each example's link. */

import { escaped } from "../../web/figure/svg-surface.ts";

/** The size of the pictures of cards, in pixels; pictures.ts draws them. */
const picture = { width: 960, height: 504 } as const;

export interface Card {
  readonly title: string;
  readonly sentence: string;
  /** The address of the page with its host; null where the build does not know it. */
  readonly address: string | null;
  /** The address of the picture, from the page or with its host. */
  readonly picture: string;
}

/** The elements of a card, for the head of a page. */
export function cardTags({ title, sentence, address, picture: image }: Card): string {
  const rows = [
    ["og:type", "website"],
    ["og:site_name", "Raft Playground"],
    ["og:title", title],
    ["og:description", sentence],
    ...(address === null ? [] : [["og:url", address] as const]),
    ["og:image", image],
    ["og:image:width", String(picture.width)],
    ["og:image:height", String(picture.height)],
    ["og:image:alt", "A ring of servers, and their roles and terms over time."],
  ] as const;
  const tags = rows.map(
    ([property, content]) => `<meta property="${property}" content="${escaped(content)}" />`,
  );
  return [...tags, '<meta name="twitter:card" content="summary_large_image" />'].join("\n    ");
}

/** A page with a card that goes on to an example; without scripts, as the page's policy demands. */
export function cardPage(name: string, policy: string, card: Card): string {
  const title = escaped(card.title);
  const goal = `../?example=${encodeURIComponent(name)}`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>${title} · Raft Playground</title>
    <meta name="description" content="${escaped(card.sentence)}" />
    ${cardTags(card)}
    <meta http-equiv="refresh" content="0; url=${goal}" />
    <link rel="icon" href="../icon.svg" type="image/svg+xml" />
  </head>
  <body>
    <main>
      <h1>${title}</h1>
      <p>${escaped(card.sentence)}</p>
      <p><a href="${goal}">Open it in the Raft Playground</a></p>
    </main>
  </body>
</html>
`;
}
