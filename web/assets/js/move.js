// Moving a session in one's own calendar, by pointer or by keys: m, arrows, Enter. Both only lead to the form with the new time filled in;
// nothing is written before it is signed there.
import { announce, typing } from "./page.js";

const QUARTER = 15;
const DAY_MINUTES = 24 * 60;
let held = null;
let dropped = 0;

const calendar = () => document.querySelector("[data-moves]");
const said = (name, parts) => (calendar()?.dataset[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => parts[key] ?? "");
const minutes = (clock) => { const [hours, rest] = clock.split(":").map(Number); return hours * 60 + rest; };
const clock = (of) => [Math.floor(of / 60), of % 60].map((part) => String(part).padStart(2, "0")).join(":");
const later = (day, days) => new Date(Date.parse(`${day}T00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
const dayWords = (day) => {
  const parts = new Intl.DateTimeFormat(document.documentElement.lang || undefined, { weekday: "short", day: "numeric", month: "short", timeZone: "UTC" })
    .formatToParts(new Date(`${day}T00:00Z`));
  return ["weekday", "day", "month"].map((type) => parts.find((part) => part.type === type)?.value).join(" ");
};
const within = (of, length) => Math.max(0, Math.min(of, DAY_MINUTES - Math.max(length, QUARTER)));

const leave = () => {
  held?.note?.remove();
  held?.line.classList.remove("cal-held");
  document.querySelectorAll("[data-target]").forEach((target) => { delete target.dataset.target; });
  held = null;
};

const take = (line) => {
  leave();
  const { move, day, from, length } = line.dataset;
  held = { line, to: move, day, at: minutes(from), length: Number(length), first: `${day} ${from}` };
  line.classList.add("cal-held");
};

const open = () => {
  const { to, day, at, first } = held;
  const query = new URLSearchParams({ day, hour: clock(at) });
  const same = `${day} ${clock(at)}` === first;
  leave();
  if (!same) location.assign(`${to}?${query}`);
};

// By keys.

const tell = (name) => {
  const words = said(name, { day: dayWords(held.day), hour: clock(held.at) });
  if (!held.note) {
    held.note = document.createElement("p");
    held.note.className = "cal-note";
    held.line.append(held.note);
  }
  held.note.textContent = words;
  announce(words);
};

const steps = {
  ArrowUp: () => { held.at = within(held.at - QUARTER, held.length); },
  ArrowDown: () => { held.at = within(held.at + QUARTER, held.length); },
  ArrowLeft: () => { held.day = later(held.day, -1); },
  ArrowRight: () => { held.day = later(held.day, 1); },
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (!held) {
    if (event.key !== "m" || document.documentElement.dataset.keys === "off" || typing(event.target)) return;
    const line = document.activeElement?.closest("[data-move]");
    if (!line || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    take(line);
    tell("begun");
    return;
  }
  if (event.key === "Tab") { leave(); return; }
  const step = steps[event.key];
  if (!step && !["Enter", "Escape"].includes(event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  if (event.key === "Enter") open();
  else if (event.key === "Escape") { leave(); announce(said("left", {})); }
  else { step(); tell("moving"); }
}, true);

// By pointer. A finger scrolls; it has the link on the line.

const quarter = (gap, y) => {
  const [from, until] = [minutes(gap.dataset.from), minutes(gap.dataset.until)];
  const box = gap.getBoundingClientRect();
  const part = Math.max(0, Math.min(1, (y - box.top) / Math.max(box.height, 1)));
  const last = Math.max(from, until - held.length);
  const at = from + Math.floor(((until - from) * part) / QUARTER) * QUARTER;
  return Math.max(from, Math.min(at, last));
};

const over = (x, y) => {
  const part = document.elementFromPoint(x, y);
  const day = part?.closest("[data-day]:not([data-move])");
  document.querySelectorAll("[data-target]").forEach((target) => { delete target.dataset.target; });
  if (!day) return false;
  const gap = part.closest("[data-from][data-until]");
  held.day = day.dataset.day;
  held.at = gap ? quarter(gap, y) : minutes(held.line.dataset.from);
  (gap ?? day).dataset.target = said("there", { day: dayWords(held.day), hour: clock(held.at) });
  return true;
};

document.addEventListener("pointerdown", (event) => {
  const line = event.target instanceof Element && event.target.closest("[data-move]");
  if (!line || event.button !== 0 || event.pointerType === "touch") return;
  const begin = { x: event.clientX, y: event.clientY };
  let drags = false;
  let lies = false;
  const moved = (now) => {
    if (!drags && Math.hypot(now.clientX - begin.x, now.clientY - begin.y) < 8) return;
    if (!drags) { drags = true; take(line); document.documentElement.classList.add("cal-dragging"); }
    if (held) lies = over(now.clientX, now.clientY);
  };
  const stop = () => {
    document.removeEventListener("pointermove", moved);
    document.removeEventListener("pointerup", up);
    document.removeEventListener("pointercancel", cancel);
    document.documentElement.classList.remove("cal-dragging");
  };
  const up = () => {
    stop();
    if (!drags || !held) return;
    dropped = Date.now();
    if (lies) open();
    else leave();
  };
  const cancel = () => { stop(); leave(); };
  document.addEventListener("pointermove", moved);
  document.addEventListener("pointerup", up);
  document.addEventListener("pointercancel", cancel);
});

document.addEventListener("dragstart", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-move]")) event.preventDefault();
});

// The click that ends a drag opens nothing.
document.addEventListener("click", (event) => {
  if (Date.now() - dropped < 300 && event.target instanceof Element && event.target.closest("[data-move]")) event.preventDefault();
}, true);

const help = document.querySelector("[data-move-help]");
if (help) help.hidden = false;
