// The source of a place on the page: the line as the author wrote it, and the way to it in the editor.

import { ask } from "./events.js";

const part = (name) => document.getElementById(`source-${name}`);

export class SourcePanel {
  constructor() {
    this.element = document.getElementById("source");
    this.found = null;
    this.before = null;
    part("close").addEventListener("click", () => this.close());
    part("open").addEventListener("click", () => this.open());
    part("copy").addEventListener("click", () => this.copy());
  }

  get shown() {
    return !this.element.hidden;
  }

  // Ask where a place comes from, and show it; `open` goes to the editor at once.
  async ask(place, open) {
    const found = await ask("source", place);
    this.show(found?.file ? found : { file: "", line: 0, lines: [], path: "" });
    if (open && found?.file) await this.open();
  }

  show(found) {
    this.found = found;
    this.before ??= document.activeElement;
    part("title").textContent = found.file ? `${found.file}:${found.line}` : "No line of the content is known for this place";
    part("lines").replaceChildren(...found.lines.map((one) => lineOf(one, found.line)));
    part("said").textContent = "";
    for (const name of ["open", "copy", "link", "lines"]) part(name).hidden = !found.path;
    part("link").href = found.path ? codeLink(found.path, found.line, found.column ?? 1) : "#";
    this.element.hidden = false;
    (found.path ? part("open") : part("close")).focus({ preventScroll: true });
  }

  async open() {
    if (this.found?.path) part("said").textContent = (await openPlace(this.found)).words;
  }

  // Open a place, or show it where no editor can be opened; returns what came of it, in words.
  async openOrShow(place) {
    const answer = await openPlace(place);
    if (answer.found) {
      this.show(answer.found);
      part("said").textContent = answer.words;
    }
    return answer.words;
  }

  async copy() {
    const place = `${this.found.path}:${this.found.line}`;
    part("said").textContent = (await copied(place)) ? `copied ${place}` : place;
  }

  close() {
    this.element.hidden = true;
    this.before?.focus?.({ preventScroll: true });
    this.before = null;
  }
}

// Open a place in the author's editor; returns what came of it, in words, and the place where none could be opened.
async function openPlace({ file, line, column }) {
  const found = await ask("open", { file, line: line || 1, column: column || 1 });
  if (!found) return { words: "The server does not answer." };
  if (found.editor) return { words: `opened in ${found.editor}` };
  if (!found.path) return { words: `${file} is not a file of the content` };
  const words = `No editor with a window is set (STAGEBRIEF_EDITOR, VISUAL, EDITOR): ${found.path}:${found.line}`;
  return { words, found };
}

function codeLink(path, line, column) {
  return `vscode://file${path.split("/").map(encodeURIComponent).join("/")}:${line}:${column}`;
}

function lineOf({ line, text }, here) {
  const item = document.createElement("li");
  const number = document.createElement("span");
  const words = document.createElement("code");
  number.textContent = String(line);
  words.textContent = text;
  item.append(number, words);
  if (line === here) {
    item.className = "here";
    item.setAttribute("aria-current", "true");
  }
  return item;
}

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
