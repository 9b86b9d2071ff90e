// Keys: / search, f find in this case, c log contact, g and a letter, j and k, e sign, ? all keys, Alt+H curtain. A person can turn the letters off.
import { typing } from "./page.js";

const places = { t: "/", c: "/clients", i: "/inbox", k: "/calendar", s: "/supervision", a: "/assurance", r: "/records" };
let going = 0;

const drawCurtain = () => {
  const button = document.getElementById("curtain");
  if (!button) return;
  if (button.value === "yes") document.documentElement.dataset.curtain = "drawn";
  button.click();
};

const move = (step) => {
  const lines = [...document.querySelectorAll("[data-line]")].filter((line) => line.checkVisibility?.() ?? true);
  const at = lines.findIndex((line) => line.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : lines.length - 1) : at + step;
  lines[next]?.querySelector("a, button, summary")?.focus();
};

const acts = {
  "/": () => document.querySelector(".find input")?.focus(),
  "f": () => document.querySelector('[aria-keyshortcuts="f"]')?.focus(),
  "c": () => document.querySelector('[aria-keyshortcuts="c"]')?.click(),
  "e": () => document.querySelector("[data-sign]")?.click(),
  "j": () => move(1),
  "k": () => move(-1),
  "g": () => { going = Date.now(); },
  "?": () => document.getElementById("keys")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyH") {
    event.preventDefault();
    drawCurtain();
    return;
  }
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.documentElement.dataset.keys === "off" || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (Date.now() - going < 1500 && places[event.key]) {
    going = 0;
    const link = document.querySelector(`a[href="${places[event.key]}"]`);
    if (link) { event.preventDefault(); link.click(); }
    return;
  }
  const act = acts[event.key];
  if (act) { event.preventDefault(); act(); }
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("a[data-keys]");
  if (link && document.getElementById("keys")) { event.preventDefault(); acts["?"](); }
});
