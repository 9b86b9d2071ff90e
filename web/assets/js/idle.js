// Two minutes before the sign-in ends the page asks; when it has ended, nothing confidential stays on the screen.
import { announce, heardFrom, phrase } from "./page.js";

const WARNING = 120;
const ending = document.getElementById("ending");
const timers = [];

const unsaved = () => document.querySelector("[data-draft-state][data-failed]") !== null;

const ended = () => {
  if (!unsaved()) { location.replace("/sign-in"); return; }
  document.documentElement.dataset.ended = "yes";
  announce(phrase("ended"));
};

const wait = (seconds) => {
  timers.splice(0).forEach(clearTimeout);
  timers.push(setTimeout(() => { if (ending && !ending.open) ending.showModal(); }, Math.max(0, seconds - WARNING) * 1000));
  timers.push(setTimeout(ended, seconds * 1000));
};

const seconds = Number(document.documentElement.dataset.endsIn);
if (seconds > 0) wait(seconds);
document.addEventListener("casekeep:ends", (event) => { ending?.close(); wait(event.detail); });

ending?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch(event.target.action, { method: "POST", headers: { "casekeep-live": "stay" } }).catch(() => null);
  if (answer?.ok) { ending.close(); heardFrom(answer.headers.get("casekeep-ends-in")); } else ended();
});
