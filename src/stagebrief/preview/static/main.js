// The page: what the server says is given to the panes, the list of faults and the status; what the author does is passed on.

import { ask, listen } from "./events.js";
import { Faults } from "./faults.js";
import { keep, kept } from "./kept.js";
import { toggleHelp, useKeys } from "./keys.js";
import { Pane } from "./pane.js";
import { SourcePanel } from "./sync.js";
import { invertPages, nextTheme, show as showTheme } from "./theme.js";

const NAMES = { brief: "Brief", slides: "Slides", handout: "Handout", notes: "Notes" };
const part = (name) => document.getElementById(name);
const narrow = matchMedia("(max-width: 800px)");
const panes = new Map();
const source = new SourcePanel();
const faults = new Faults({ onOpen: (fault) => source.openOrShow(fault), onShow: showLine });
let active = null;
let following = kept("follow") !== "off";
let view = kept("view") ?? "both";
let marks = new Map();

function nameOf(target) {
  return NAMES[target] ?? target;
}

function makePanes(targets) {
  for (const target of targets) {
    if (panes.has(target)) continue;
    const zoom = kept(`zoom.${target}`) ?? "width";
    const pane = new Pane(target, nameOf(target), {
      onSource: (place, open) => source.ask(place, open),
      onActive: activate,
      onPlace: remember,
      zoom,
    });
    pane.kept = placeOf(target);
    panes.set(target, pane);
    part("panes").append(pane.element);
  }
  const choices = [...targets.map((target) => [target, nameOf(target)]), ...(targets.length > 1 ? [["both", "Both"]] : [])];
  if (part("views").childElementCount !== choices.length) {
    part("views").replaceChildren(...choices.map(([name, words]) => viewButton(name, words)));
    part("views").hidden = choices.length < 2;
  }
  activate(active ?? panes.values().next().value);
  showView();
}

function viewButton(name, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = words;
  button.dataset.view = name;
  button.addEventListener("click", () => setView(name));
  return button;
}

function setView(name) {
  if (name !== "both" && !panes.has(name)) return;
  view = name;
  keep("view", name);
  if (panes.has(name)) activate(panes.get(name));
  showView();
}

function showView() {
  const one = view !== "both" && panes.has(view) ? view : narrow.matches || panes.size < 2 ? (active?.target ?? [...panes.keys()][0]) : null;
  const two = [...panes.keys()].slice(0, 2);
  for (const [target, pane] of panes) pane.element.hidden = one !== null ? target !== one : !two.includes(target);
  if (active.element.hidden) activate(panes.get(one ?? two[0]));
  part("panes").toggleAttribute("data-one", one !== null);
  for (const button of part("views").children) button.setAttribute("aria-pressed", String(button.dataset.view === (one ?? "both")));
}

function activate(pane) {
  active = pane;
  for (const other of panes.values()) other.element.classList.toggle("active", other === pane);
}

function other() {
  const list = [...panes.values()];
  const next = list[(list.indexOf(active) + 1) % list.length];
  if (next.element.hidden) setView(next.target);
  activate(next);
  next.box.focus({ preventScroll: true });
}

let waiting = null;
function remember(pane) {
  keep(`zoom.${pane.target}`, pane.zoom);
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    try {
      for (const [target, one] of panes) if (one.kept) sessionStorage.setItem(`stagebrief.place.${target}`, JSON.stringify(one.kept));
    } catch {
      // it is not kept over a reload
    }
  }, 200);
}

function placeOf(target) {
  try {
    return JSON.parse(sessionStorage.getItem(`stagebrief.place.${target}`));
  } catch {
    return null;
  }
}

function setFollow(on) {
  following = on;
  keep("follow", on ? "on" : "off");
  part("follow").setAttribute("aria-pressed", String(on));
}

function onState(state, first) {
  part("gone").hidden = true;
  part("title").textContent = state.title;
  makePanes(Object.keys(state.targets));
  for (const [target, shown] of Object.entries(state.targets)) {
    const pane = panes.get(target);
    pane.update(shown);
    if (shown.mark && !first && marks.get(target) !== shown.mark.number) pane.reveal(shown.mark, following);
    marks.set(target, shown.mark?.number);
  }
  faults.update(state);
  tell(state);
}

function tell(state) {
  const errors = state.faults.filter((fault) => fault.severity === "error").length;
  const words = {
    starting: "Waiting for the first build",
    building: "Building",
    built: state.seconds ? `Built in ${state.seconds < 10 ? state.seconds.toFixed(1) : Math.round(state.seconds)} s` : "Up to date",
    broken: `${errors || "Some"} error${errors === 1 ? "" : "s"}; not built`,
  }[state.phase];
  status(state.phase, words, state.phase === "building" ? [...state.saved.slice(0, 1), ...state.steps].join(" · ") : "");
  document.title = state.phase === "broken" ? `✗ ${errors} – ${state.title}` : state.title;
}

function status(phase, words, step = "") {
  part("status").dataset.phase = phase;
  if (part("status-text").textContent !== words) part("status-text").textContent = words;
  part("status-step").textContent = step;
}

function onGone(words) {
  status("gone", "No connection");
  part("gone").hidden = false;
  part("gone-text").textContent = words;
}

async function showLine(fault) {
  const found = (await ask("show", { file: fault.file, line: fault.line || 1 })) ?? {};
  for (const [target, place] of Object.entries(found)) panes.get(target)?.reveal(place, true);
  faults.say(Object.keys(found).length ? "" : "This line stands on no page yet.");
}

useKeys(
  [
    [["ArrowRight", "n"], "next page", () => active.turn(1)],
    [["ArrowLeft", "p"], "previous page", () => active.turn(-1)],
    [["+", "="], "larger", () => active.step(1)],
    [["-"], "smaller", () => active.step(-1)],
    [["w"], "as wide as the window", () => active.setZoom("width")],
    [["z"], "the whole page", () => active.setZoom("page")],
    [["1"], "the first document alone", () => setView([...panes.keys()][0])],
    [["2"], "the second document alone, and so on", () => setView([...panes.keys()][1])],
    [["b"], "the first two side by side", () => setView("both")],
    [["o"], "the other document", other],
    [["s"], "the source of what is selected, or stands in the middle", () => active.sourceHere(false)],
    [["e"], "the same, in your editor", () => (source.shown ? source.open() : active.sourceHere(true))],
    [["f"], "the list of faults", () => faults.toggle()],
    [["l"], "follow what is saved", () => setFollow(!following)],
    [["t"], "light, dark, or as the system", nextTheme],
    [["i"], "dark pages", invertPages],
    [["?"], "these keys", toggleHelp],
  ],
  () => (source.shown ? source.close() : faults.toggle(false)),
);

part("follow").addEventListener("click", () => setFollow(!following));
part("theme").addEventListener("click", nextTheme);
part("invert").addEventListener("click", invertPages);
narrow.addEventListener("change", showView);
setFollow(following);
showTheme();
window.stagebriefPanes = () => [...panes.values()]; // for who looks whether all is drawn
listen({ onState, onGone });
