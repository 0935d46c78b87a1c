// One page in a pane: its canvas, the text over it, its links, and the mark of a saved line.

import { TextLayer } from "./edition.js";

const LARGEST = 1 << 25; // pixels of one canvas
let drawings = 0;

export class Slot {
  constructor(number) {
    this.number = number;
    this.element = document.createElement("div");
    this.element.className = "slot";
    this.element.setAttribute("role", "group");
    this.element.dataset.page = String(number);
    this.edition = null;
    this.index = 0;
    this.size = { width: 1, height: 1 };
    this.drawn = null; // { look, scale } of the canvas
    this.done = "";
    this.task = null;
  }

  assign(edition, index, size) {
    if (this.edition !== edition || this.index !== index) this.task?.cancel();
    Object.assign(this, { edition, index, size });
  }

  wanted(scale) {
    return `${this.edition.version}/${this.index}/${scale}`;
  }

  place(top, width, height, scale) {
    const style = this.element.style;
    style.top = `${top}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
    style.setProperty("--total-scale-factor", String(scale));
    style.setProperty("--scale-round-x", "1px");
    style.setProperty("--scale-round-y", "1px");
  }

  // Draw the page if it is another than the one that is shown; the old canvas stays until the new one is ready.
  async draw(scale, onLink) {
    const wanted = this.wanted(scale);
    const { edition, index } = this;
    const stale = () => this.edition !== edition || this.index !== index;
    try {
      const look = edition.look(index);
      const soon = edition.page(index); // opening takes its time: begin before it is known whether it is needed
      soon.catch(() => {});
      if (this.drawn && this.drawn.look && this.drawn.look === (await look)) {
        if (stale()) return;
        if (this.drawn.scale === scale) {
          this.done = wanted;
          await this.relink(edition, index, onLink);
          return;
        }
      }
      const page = await soon;
      if (stale()) return;
      const canvas = await this.paint(page, scale);
      if (stale()) return;
      const old = this.element.querySelector("canvas");
      if (old) old.replaceWith(canvas);
      else this.element.prepend(canvas);
      this.drawn = { look: "", scale };
      const drawn = this.drawn;
      drawn.look = await look;
      if (stale()) return;
      this.done = wanted;
      await this.dress(page, onLink, stale);
    } catch (fault) {
      if (fault?.name === "RenderingCancelledException" || stale()) return;
      // A PDF that is not there any more has been replaced: word of the new one is on its way.
      if (!fault?.missing) console.warn(`page ${this.number} cannot be drawn:`, fault);
      this.done = wanted;
    }
  }

  async paint(page, scale) {
    const viewport = page.getViewport({ scale });
    const most = Math.sqrt(LARGEST / (viewport.width * viewport.height));
    const ratio = Math.min(window.devicePixelRatio || 1, most);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(viewport.width * ratio);
    canvas.height = Math.round(viewport.height * ratio);
    canvas.setAttribute("aria-hidden", "true");
    canvas.dataset.drawing = String(++drawings);
    const transform = [canvas.width / viewport.width, 0, 0, canvas.height / viewport.height, 0, 0];
    this.task = page.render({ canvas, viewport, transform });
    try {
      await this.task.promise;
    } finally {
      this.task = null;
    }
    return canvas;
  }

  // The text and the links of the page, put in place together.
  async dress(page, onLink, stale) {
    const text = document.createElement("div");
    text.className = "textLayer";
    const viewport = page.getViewport({ scale: 1 });
    await new TextLayer({ textContentSource: page.streamTextContent(), container: text, viewport }).render();
    text.style.width = text.style.height = "";
    const links = await linksOf(page, viewport, onLink);
    if (stale()) return;
    this.element.querySelector(".textLayer")?.remove();
    this.element.append(text);
    this.swapLinks(links);
    page.cleanup();
  }

  async relink(edition, index, onLink) {
    const page = await edition.page(index);
    const links = await linksOf(page, page.getViewport({ scale: 1 }), onLink);
    if (this.edition === edition && this.index === index) this.swapLinks(links);
  }

  swapLinks(links) {
    for (const old of this.element.querySelectorAll("a")) old.remove();
    this.element.append(...links);
  }

  clear() {
    this.task?.cancel();
    this.drawn = null;
    this.done = "";
    for (const part of this.element.querySelectorAll("canvas, .textLayer, a")) part.remove();
  }

  // Mark a rectangle, in points from the upper left corner.
  mark({ x, y, width, height }) {
    this.element.querySelector(".mark")?.remove();
    const mark = document.createElement("div");
    mark.className = "mark";
    const pad = 2;
    mark.style.left = `${((x - pad) / this.size.width) * 100}%`;
    mark.style.top = `${((y - pad) / this.size.height) * 100}%`;
    mark.style.width = `${((width + 2 * pad) / this.size.width) * 100}%`;
    mark.style.height = `${((height + 2 * pad) / this.size.height) * 100}%`;
    this.element.append(mark);
    setTimeout(() => mark.remove(), 3300);
  }
}

// The links of a page; an address outside opens elsewhere, a place inside is gone to.
async function linksOf(page, viewport, onLink) {
  const found = [];
  for (const note of await page.getAnnotations({ intent: "display" })) {
    if (note.subtype !== "Link" || !(note.url || note.dest)) continue;
    const [left, top] = viewport.convertToViewportPoint(note.rect[0], note.rect[1]);
    const [right, bottom] = viewport.convertToViewportPoint(note.rect[2], note.rect[3]);
    const link = document.createElement("a");
    link.style.left = `${(Math.min(left, right) / viewport.width) * 100}%`;
    link.style.top = `${(Math.min(top, bottom) / viewport.height) * 100}%`;
    link.style.width = `${(Math.abs(right - left) / viewport.width) * 100}%`;
    link.style.height = `${(Math.abs(bottom - top) / viewport.height) * 100}%`;
    if (note.url) {
      if (!/^(https?|mailto):/i.test(note.url)) continue;
      link.href = note.url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      link.setAttribute("aria-label", note.url);
    } else {
      link.href = "#";
      link.tabIndex = -1;
      link.setAttribute("aria-label", "place in this document");
      link.addEventListener("click", (event) => {
        event.preventDefault();
        onLink(note.dest);
      });
    }
    found.push(link);
  }
  return found;
}
