// The keyboard: one key for each thing, listed in the help; they can be turned off, and never take a key from a field.

import { keep, kept } from "./kept.js";

const help = document.getElementById("help");
const single = document.getElementById("help-single");

// Each is [keys, words, what is done].
export function useKeys(table, onEscape) {
  const list = document.getElementById("help-keys");
  for (const [keys, words] of table) {
    const term = document.createElement("dt");
    keys.forEach((key, at) => {
      const cap = document.createElement("kbd");
      cap.textContent = { ArrowRight: "→", ArrowLeft: "←" }[key] ?? key.toUpperCase();
      term.append(at ? " " : "", cap);
    });
    const meaning = document.createElement("dd");
    meaning.textContent = words;
    list.append(term, meaning);
  }
  single.checked = kept("keys") !== "off";
  single.addEventListener("change", () => keep("keys", single.checked ? "on" : "off"));
  document.getElementById("help-button").addEventListener("click", toggleHelp);
  document.getElementById("help-close").addEventListener("click", () => help.close());

  const actions = new Map(table.flatMap(([keys, , action]) => keys.map((key) => [key, action])));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !help.open) {
      onEscape();
      return;
    }
    const field = event.target.closest?.("input, select, textarea");
    if (field || event.ctrlKey || event.metaKey || event.altKey || !single.checked) return;
    const action = actions.get(event.key) ?? actions.get(event.key.toLowerCase());
    if (!action || (help.open && action !== toggleHelp)) return;
    event.preventDefault();
    action();
  });
}

export function toggleHelp() {
  if (help.open) help.close();
  else help.showModal();
}
