// Likely duplicates while somebody is being registered: form[data-alike="/address"] sends what it knows after a pause, and shows the answer in #alike.
import { announce, fieldsOf } from "./page.js";

const PAUSE = 700;
const WATCHED = ["given-names", "family-name", "birth-date", "phone"];
let timer = 0, running = null, sent = "";

const told = (part) => (part?.querySelector("[data-found]")?.textContent ?? "").trim();

const show = (fresh) => {
  const old = document.getElementById("alike");
  if (!fresh || !old || told(fresh) === told(old)) return;
  old.replaceWith(document.adoptNode(fresh));
  const heading = document.querySelector("#alike h3");
  if (heading) announce(heading.textContent.trim());
};

const look = (form) => {
  const fields = fieldsOf(form);
  const known = new URLSearchParams(WATCHED.map((name) => [name, fields.get(name) ?? ""]));
  if (known.toString() === sent) return;
  sent = known.toString();
  running?.abort();
  running = new XMLHttpRequest();
  running.open("POST", form.dataset.alike);
  running.responseType = "document";
  running.setRequestHeader("casekeep-live", "form");
  running.onload = (event) => { if (event.target.status === 200) show(event.target.response?.getElementById("alike")); };
  running.send(known);
};

document.addEventListener("input", (event) => {
  const form = event.target instanceof Element && event.target.closest("form[data-alike]");
  if (!form || !WATCHED.includes(event.target.name)) return;
  clearTimeout(timer);
  timer = setTimeout(look, PAUSE, form);
});
