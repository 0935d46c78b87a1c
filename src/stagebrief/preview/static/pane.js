// One document: a column of pages of which those near the window are drawn, kept in its place through updates.

import { Edition } from "./edition.js";
import { Slot } from "./slot.js";

const PAD = 16; // around the column, and between pages
const MOST = 12; // canvases that are kept
const STEPS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];
const PROBE = 0.3; // the height of the window at which the place is kept

export class Pane {
  constructor(target, name, { onSource, onActive, onPlace, zoom }) {
    const copy = document.getElementById("pane-template").content.cloneNode(true);
    this.element = copy.querySelector(".pane");
    this.element.dataset.target = target;
    this.target = target;
    this.name = name;
    this.hooks = { onSource, onActive, onPlace };
    this.zoom = zoom;
    this.slots = [];
    this.tops = [];
    this.scale = 1;
    this.editions = new Map();
    this.closing = []; // editions that no page is drawn from any more
    this.near = new Set();
    this.later = null; // a mark for when the pane is shown
    const part = (name) => this.element.querySelector(name);
    Object.assign(this, { box: part(".pages"), stack: part(".stack"), field: part("input.page"), of: part(".of") });
    Object.assign(this, { select: part("select.zoom"), early: part(".early"), empty: part(".empty") });
    part("h2").textContent = name;
    this.box.setAttribute("aria-label", `${name}, pages`);
    for (const tool of this.element.querySelectorAll("header [aria-label]")) {
      tool.setAttribute("aria-label", `${name}: ${tool.getAttribute("aria-label").toLowerCase()}`);
    }
    part(".previous").addEventListener("click", () => this.turn(-1));
    part(".next").addEventListener("click", () => this.turn(1));
    part(".smaller").addEventListener("click", () => this.step(-1));
    part(".larger").addEventListener("click", () => this.step(1));
    this.select.addEventListener("change", () => this.setZoom(this.select.value));
    this.field.addEventListener("change", () => this.go(Number.parseInt(this.field.value, 10) || this.current()));
    this.box.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.element.addEventListener("focusin", () => onActive(this));
    this.element.addEventListener("pointerdown", () => onActive(this));
    this.box.addEventListener("dblclick", (event) => this.clicked(event, false));
    this.box.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey) this.clicked(event, true);
    });
    this.watcher = new IntersectionObserver((entries) => this.seen(entries), { root: this.box, rootMargin: "100% 0px" });
    new ResizeObserver(() => this.resized()).observe(this.box);
    this.showZoom();
  }

  get shown() {
    return this.box.clientHeight > 0;
  }

  // Take the state of the target: the whole PDF, and the first pages of a later one if there are any.
  update({ whole, early }) {
    const anchor = this.anchor();
    const pages = [];
    for (const info of [whole, early]) {
      if (!info) continue;
      const edition = this.edition(info);
      edition.sizes.forEach((size, index) => {
        pages[index] = { edition, index, size };
      });
    }
    this.forget(new Set(pages.map((page) => page.edition)));
    this.empty.hidden = pages.length > 0;
    this.early.hidden = !early;
    this.fit(pages);
    this.layout();
    this.restore(anchor);
    this.showPage();
    this.pump();
  }

  edition(info) {
    if (!this.editions.has(info.version)) this.editions.set(info.version, new Edition(info));
    return this.editions.get(info.version);
  }

  forget(used) {
    for (const [version, edition] of this.editions) {
      if (!used.has(edition)) {
        this.editions.delete(version);
        this.closing.push(edition);
      }
    }
  }

  // As many slots as pages, each with its page.
  fit(pages) {
    while (this.slots.length > pages.length) {
      const slot = this.slots.pop();
      slot.task?.cancel();
      this.watcher.unobserve(slot.element);
      this.near.delete(slot);
      slot.element.remove();
    }
    pages.forEach(({ edition, index, size }, at) => {
      let slot = this.slots[at];
      if (!slot) {
        slot = new Slot(at + 1);
        slot.element.slot_ = slot;
        this.slots.push(slot);
        this.stack.append(slot.element);
      }
      slot.assign(edition, index, size);
      slot.element.setAttribute("aria-label", `Page ${at + 1} of ${pages.length}`);
    });
    for (const slot of this.slots) this.watcher.observe(slot.element);
    this.of.textContent = pages.length ? `/ ${pages.length}` : "";
  }

  layout() {
    if (!this.slots.length || !this.shown) return;
    const width = Math.max(...this.slots.map((slot) => slot.size.width));
    const current = this.slots[Math.min(this.current(), this.slots.length) - 1];
    const wide = (this.box.clientWidth - 2 * PAD) / width;
    const whole = Math.min(wide, (this.box.clientHeight - 2 * PAD) / current.size.height);
    const wished = this.zoom === "width" ? Math.min(wide, 4) : this.zoom === "page" ? whole : Number(this.zoom);
    this.scale = Math.max(0.1, Math.floor(wished * 1000) / 1000);
    const broad = Math.max(this.box.clientWidth, Math.round(width * this.scale) + 2 * PAD);
    let top = PAD;
    this.tops = this.slots.map((slot) => {
      const [across, down] = [Math.round(slot.size.width * this.scale), Math.round(slot.size.height * this.scale)];
      slot.place(top, across, down, this.scale);
      slot.element.style.left = `${Math.round((broad - across) / 2)}px`;
      slot.down = down;
      const here = top;
      top += down + PAD;
      return here;
    });
    this.stack.style.width = `${broad}px`;
    this.stack.style.height = `${top}px`;
  }

  // Which page stands at a height of the column.
  at(height) {
    let [low, high] = [0, this.tops.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle] <= height) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  anchor() {
    if (!this.tops.length || !this.shown) return this.kept ?? null;
    const height = this.box.scrollTop + PROBE * this.box.clientHeight;
    const index = this.at(height);
    const across = this.box.scrollWidth - this.box.clientWidth;
    this.kept = {
      index,
      down: (height - this.tops[index]) / this.slots[index].down,
      across: across > 0 ? this.box.scrollLeft / across : 0.5,
      top: this.box.scrollTop === 0,
    };
    return this.kept;
  }

  restore(anchor) {
    if (!anchor || !this.tops.length || !this.shown) return;
    const index = Math.min(anchor.index, this.slots.length - 1);
    const height = this.tops[index] + anchor.down * this.slots[index].down;
    const target = anchor.top ? 0 : Math.round(height - PROBE * this.box.clientHeight);
    if (Math.abs(this.box.scrollTop - target) > 0.5) this.box.scrollTop = target;
    this.box.scrollLeft = anchor.across * (this.box.scrollWidth - this.box.clientWidth);
    this.showPage();
  }

  current() {
    return this.tops.length ? this.at(this.box.scrollTop + PROBE * this.box.clientHeight) + 1 : 1;
  }

  scrolled() {
    if (!this.shown) return;
    this.anchor();
    this.showPage();
    this.hooks.onPlace(this);
    this.pump();
  }

  showPage() {
    if (document.activeElement !== this.field) this.field.value = this.tops.length ? String(this.current()) : "";
  }

  resized() {
    if (!this.shown) return;
    const anchor = this.kept ?? this.anchor();
    this.layout();
    this.restore(anchor);
    this.pump();
    if (this.later) this.reveal(this.later, this.laterFollow);
  }

  seen(entries) {
    for (const entry of entries) {
      if (entry.isIntersecting) this.near.add(entry.target.slot_);
      else this.near.delete(entry.target.slot_);
    }
    this.pump();
  }

  // Draw what is near and not as it should be, the nearest to the middle first, one after the other.
  async pump() {
    if (this.pumping) return;
    this.pumping = true;
    try {
      for (let slot = this.next(); slot; slot = this.next()) await slot.draw(this.scale, (to) => this.follow(to));
    } finally {
      this.pumping = false;
    }
    for (const edition of this.closing.splice(0)) edition.close();
    this.evict();
  }

  next() {
    if (!this.shown) return null;
    const middle = this.box.scrollTop + this.box.clientHeight / 2;
    const far = (slot) => Math.abs(this.tops[slot.number - 1] + slot.down / 2 - middle);
    let best = null;
    for (const slot of this.near) {
      if (slot.done !== slot.wanted(this.scale) && (!best || far(slot) < far(best))) best = slot;
    }
    return best;
  }

  evict() {
    const drawn = this.slots.filter((slot) => slot.drawn && !this.near.has(slot));
    const here = this.current();
    drawn.sort((one, other) => Math.abs(one.number - here) - Math.abs(other.number - here));
    for (const slot of drawn.slice(Math.max(0, MOST - this.near.size))) slot.clear();
  }

  setZoom(zoom) {
    const anchor = this.anchor();
    this.zoom = String(zoom);
    this.layout();
    this.restore(anchor);
    this.showZoom();
    this.hooks.onPlace(this);
    this.pump();
  }

  showZoom() {
    let option = [...this.select.options].find((one) => one.value === this.zoom);
    if (!option) {
      option = new Option(`${Math.round(Number(this.zoom) * 100)} %`, this.zoom);
      this.select.append(option);
    }
    this.select.value = option.value;
  }

  step(by) {
    const near = by > 0 ? STEPS.find((step) => step > this.scale + 0.01) : STEPS.findLast((step) => step < this.scale - 0.01);
    if (near) this.setZoom(near);
  }

  turn(by) {
    this.go(this.current() + by);
  }

  go(page, down = 0) {
    if (!this.tops.length) return;
    const number = Math.min(Math.max(page, 1), this.slots.length);
    const over = down > 0 ? PROBE * this.box.clientHeight : PAD / 2;
    this.box.scrollTop = this.tops[number - 1] + down * this.scale - over;
    this.showPage();
  }

  async follow(to) {
    try {
      const document_ = await this.slots[0].edition.document();
      const place = typeof to === "string" ? await document_.getDestination(to) : to;
      const index = typeof place[0] === "object" ? await document_.getPageIndex(place[0]) : place[0];
      const height = place[1]?.name === "XYZ" ? place[3] : null;
      const size = this.slots[index]?.size;
      this.go(index + 1, size && height ? Math.max(0, size.height - height) : 0);
    } catch {
      // a place that is not there
    }
  }

  // Show a place, and mark it; with `go` it is scrolled to unless it can be seen.
  reveal(place, go) {
    if (!this.shown || !this.tops.length) {
      this.later = place;
      this.laterFollow = go;
      return;
    }
    this.later = null;
    const slot = this.slots[place.page - 1];
    if (!slot) return;
    const top = this.tops[place.page - 1] + place.y * this.scale;
    const bottom = top + Math.min(place.height * this.scale, this.box.clientHeight / 2);
    const seen = top >= this.box.scrollTop && bottom <= this.box.scrollTop + this.box.clientHeight;
    if (go && !seen) this.go(place.page, place.y);
    slot.mark(place);
  }

  clicked(event, open) {
    const element = event.target.closest(".slot");
    if (!element || event.target.closest("a")) return;
    const slot = element.slot_;
    const box = element.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * slot.size.width;
    const y = ((event.clientY - box.top) / box.height) * slot.size.height;
    this.hooks.onSource({ target: this.target, page: slot.number, x, y, near: wordsAt(event.clientX, event.clientY) }, open);
  }

  // The source of what is selected, else of what stands in the middle of the window.
  sourceHere(open) {
    if (!this.tops.length) return;
    const selection = getSelection();
    const selected = selection.rangeCount && !selection.isCollapsed && this.stack.contains(selection.anchorNode);
    const frame = this.box.getBoundingClientRect();
    const rect = selected ? selection.getRangeAt(0).getBoundingClientRect() : frame;
    const [left, top] = [rect.left + rect.width / 2, rect.top + rect.height / 2];
    const slot = this.slots[this.at(top - frame.top + this.box.scrollTop)];
    const box = slot.element.getBoundingClientRect();
    const x = ((left - box.left) / box.width) * slot.size.width;
    const y = ((top - box.top) / box.height) * slot.size.height;
    const near = selected ? selection.toString().slice(0, 200) : wordsAt(left, top);
    this.hooks.onSource({ target: this.target, page: slot.number, x, y, near }, open);
  }
}

// The words around a point of the window, from the text that lies over the page.
function wordsAt(x, y) {
  const caret = document.caretPositionFromPoint?.(x, y);
  const range = caret ? null : document.caretRangeFromPoint?.(x, y);
  const node = caret?.offsetNode ?? range?.startContainer;
  if (node?.nodeType !== Node.TEXT_NODE) return "";
  return node.textContent.slice(0, 200);
}
