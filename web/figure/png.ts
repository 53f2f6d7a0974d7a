/** A figure as pixels, by the browser's own means. */

import type { Figure } from "./figure.ts";

/** Pixels per CSS pixel: enough for print at the width of a page. */
const SCALE = 3;

/** The figure as PNG; null where the browser cannot make one. */
export async function pictureOf({ svg, width, height }: Figure): Promise<Blob | null> {
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image(width, height);
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
    const context = canvas.getContext("2d");
    if (context === null) return null;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  } catch {
    return null;
  } finally {
    URL.revokeObjectURL(address);
  }
}
