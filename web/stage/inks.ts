/** The two themes of `palette.css`, for what is drawn where no page has styles: figures and cards. */

import type { Theme } from "./theme.ts";

export const lightTheme: Theme = {
  paper: "#FBFAF7",
  ink: "#1F2328",
  inkSoft: "#5B6068",
  line: "#A9A79F",
  lineFaint: "#E4E1D9",
  terms: ["#005A8C", "#A34700", "#00704F", "#9A4A77", "#8A5E00", "#006A7C", "#6D28D9", "#566B00"],
  violation: "#C1121F",
  font: "system-ui, sans-serif",
};

export const darkTheme: Theme = {
  paper: "#12151A",
  ink: "#E8E6E1",
  inkSoft: "#A3A8AF",
  line: "#6B717A",
  lineFaint: "#272C34",
  terms: ["#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#52DEC7", "#8F83E0", "#BAD070"],
  violation: "#FF6B6B",
  font: "system-ui, sans-serif",
};
