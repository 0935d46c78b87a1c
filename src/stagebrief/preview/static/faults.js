// The list of faults: each with its place, what is wrong and what helps; all of it shown as text and never as markup.

const part = (name) => document.getElementById(name);
const WORST = ["error", "warning", "note"];

export class Faults {
  constructor({ onOpen, onShow }) {
    this.onOpen = onOpen;
    this.onShow = onShow;
    this.element = part("faults");
    this.opened = false; // by itself
    part("faults-button").addEventListener("click", () => this.toggle());
    part("faults-close").addEventListener("click", () => this.toggle(false));
  }

  update({ faults, more, phase }) {
    const counts = WORST.map((severity) => faults.filter((fault) => fault.severity === severity).length);
    const words = counts.map((count, at) => count && `${count} ${WORST[at]}${count > 1 ? "s" : ""}`).filter(Boolean);
    const button = part("faults-button");
    part("faults-count").textContent = words.join(", ") || "No faults";
    button.dataset.worst = WORST[counts.findIndex(Boolean)] ?? "";
    part("faults-said").textContent = phase === "broken" ? "The PDFs stay as they were until this is mended." : "";
    const key = JSON.stringify(faults);
    if (key !== this.key) {
      this.key = key;
      const worst = (fault) => WORST.indexOf(fault.severity);
      const items = [...faults].sort((one, other) => worst(one) - worst(other)).map((fault) => this.item(fault));
      if (more) items.push(paragraph("more", `and ${more} others`));
      part("faults-list").replaceChildren(...items);
    }
    if (phase === "broken" && this.element.hidden && !this.closed) this.toggle(true, true);
    if (phase === "built") {
      if (this.opened && !counts[0]) this.toggle(false);
      this.closed = false;
    }
  }

  item(fault) {
    const item = document.createElement("li");
    item.className = `fault ${WORST.includes(fault.severity) ? fault.severity : "note"}`;
    const message = paragraph("message", "");
    message.append(span("severity", `${fault.severity}: `), fault.message);
    item.append(message);
    if (fault.hint) {
      const hint = paragraph("hint", "");
      hint.append(span("label", "remedy: "), fault.hint);
      item.append(hint);
    }
    for (const note of fault.notes) item.append(paragraph("note", note));
    item.append(paragraph("code", fault.code));
    if (fault.file) item.append(this.acts(fault));
    return item;
  }

  acts(fault) {
    const acts = document.createElement("div");
    acts.className = "acts";
    const place = button("place", `${fault.file}:${fault.line}`, `Open ${fault.file}, line ${fault.line}, in the editor`);
    place.title = `${fault.file}:${fault.line}:${fault.column}`;
    place.addEventListener("click", async () => {
      part("faults-said").textContent = await this.onOpen(fault);
    });
    const show = button("show", "Show on page", `Show ${fault.file}, line ${fault.line}, on the page`);
    show.addEventListener("click", () => this.onShow(fault));
    acts.append(place, show);
    return acts;
  }

  toggle(shown = this.element.hidden, byItself = false) {
    this.element.hidden = !shown;
    this.opened = shown && byItself;
    this.closed = !shown;
    part("faults-button").setAttribute("aria-expanded", String(shown));
  }

  say(words) {
    part("faults-said").textContent = words;
  }
}

function paragraph(kind, words) {
  const element = document.createElement("p");
  element.className = kind;
  element.textContent = words;
  return element;
}

function span(kind, words) {
  const element = document.createElement("span");
  element.className = kind;
  element.textContent = words;
  return element;
}

function button(kind, words, label) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = kind;
  element.textContent = words;
  element.setAttribute("aria-label", label);
  return element;
}
