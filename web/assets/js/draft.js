// Drafts: form[data-draft="/address"] sends its fields there soon after a change, says so, and keeps trying when that fails.
import { announce, fieldsOf, heardFrom, phrase, warnEnded } from "./page.js";

const QUIET = 2500;
const RETRIES = [5000, 10000, 30000];

const keep = (form) => {
  const state = document.querySelector("[data-draft-state]");
  let changed = 0, saved = 0, failures = 0, timer = 0, sending = null;
  const say = (name, parts) => {
    const words = state?.querySelector("[data-words]") ?? state;
    if (words) words.textContent = phrase(name, parts);
  };
  const later = (wait) => { clearTimeout(timer); timer = setTimeout(save, wait); };

  const save = async () => {
    if (sending || saved === changed || !form.isConnected) return;
    const now = changed;
    sending = new AbortController();
    try {
      const answer = await fetch(form.dataset.draft, { method: "POST", body: fieldsOf(form), signal: sending.signal, redirect: "error", headers: { "casekeep-live": "draft" } });
      heardFrom(answer.headers.get("casekeep-ends-in"));
      if (!answer.ok) throw new Error(String(answer.status));
      saved = now;
      if (failures > 0) document.querySelector("[data-warning]")?.remove();
      failures = 0;
      const time = answer.headers.get("casekeep-saved") ?? new Date().toTimeString().slice(0, 5);
      state?.removeAttribute("data-failed");
      say("saved", { time });
    } catch (problem) {
      if (problem.name === "AbortError") return;
      const words = problem.message === "401" ? "ended" : "unsaved";
      if (failures === 0 && words === "ended") warnEnded();
      else if (failures === 0) announce(phrase(words));
      state?.setAttribute("data-failed", "");
      say(words);
      later(RETRIES[Math.min(failures++, RETRIES.length - 1)]);
    } finally {
      sending = null;
    }
    if (saved !== changed && failures === 0) later(QUIET);
  };

  form.addEventListener("input", () => { changed += 1; if (failures === 0) later(QUIET); });
  form.addEventListener("casekeep:sent", () => { saved = changed; });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!event.defaultPrevented) { sending?.abort(); saved = changed; }
  });
  addEventListener("beforeunload", (event) => { if (form.isConnected && saved !== changed) event.preventDefault(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });
};

const kept = new WeakSet();
const keepAll = () => document.querySelectorAll("form[data-draft]").forEach((form) => {
  if (!kept.has(form)) keep(form);
  kept.add(form);
});
document.addEventListener("casekeep:fresh", keepAll);
keepAll();
