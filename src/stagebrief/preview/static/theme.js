// Light or dark: as the system has it, or as was chosen; and pages turned dark where that is wanted.

import { keep, kept } from "./kept.js";

const THEMES = ["system", "light", "dark"];
const dark = matchMedia("(prefers-color-scheme: dark)");
const root = document.documentElement;

let theme = THEMES.includes(kept("theme")) ? kept("theme") : "system";
let pages = kept("pages") === "dark";

export function nextTheme() {
  theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
  keep("theme", theme);
  show();
}

export function invertPages() {
  pages = !pages;
  keep("pages", pages ? "dark" : "paper");
  show();
}

export function show() {
  root.dataset.shade = theme === "dark" || (theme === "system" && dark.matches) ? "dark" : "light";
  root.dataset.pages = pages ? "dark" : "paper";
  const words = { system: "as the system", light: "light", dark: "dark" }[theme];
  document.getElementById("theme").setAttribute("aria-label", `Theme: ${words}`);
  document.getElementById("invert").setAttribute("aria-pressed", String(pages));
}

dark.addEventListener("change", show);
