// Live forms: form[data-live] is sent in place, and the parts that the answer names are exchanged.
// The answer is read as a document by the browser itself: no text is ever turned into markup here, and no script in it runs.
import { announce, heardFrom, phrase, warn, warnEnded } from "./page.js";

const running = new WeakMap();

const ask = (form, by) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  const fields = new FormData(form, by);
  const method = (by?.getAttribute("formmethod") ?? form.method).toUpperCase();
  const address = new URL(by?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href, location.href);
  const files = form.enctype === "multipart/form-data";
  if (method === "GET") address.search = new URLSearchParams(fields).toString();
  request.open(method, address);
  request.responseType = "document";
  request.setRequestHeader("casekeep-live", "form");
  request.onload = () => resolve({ request, method, address });
  request.onerror = () => reject(new Error("no answer"));
  request.onabort = () => resolve(null);
  running.get(form)?.abort();
  running.set(form, request);
  request.send(method === "GET" ? null : files ? fields : new URLSearchParams(fields));
});

const exchange = (answer, ids) => {
  const focused = document.activeElement?.id;
  for (const id of ids) {
    const fresh = answer.getElementById(id);
    const old = document.getElementById(id);
    if (fresh && old) old.replaceWith(document.adoptNode(fresh));
  }
  document.dispatchEvent(new CustomEvent("casekeep:fresh"));
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
};

const lay = (answer, id) => {
  const sheet = answer.getElementById(id);
  if (!sheet) return false;
  const dialog = document.createElement("dialog");
  dialog.className = "over";
  dialog.setAttribute("aria-labelledby", `${id}-h`);
  dialog.append(document.adoptNode(sheet));
  // Asked of the dialog, because what lies in it is exchanged after a wrong password.
  dialog.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || !event.target.closest("[data-back]")) return;
    event.preventDefault();
    dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return true;
};

const take = (form, { request, method, address }) => {
  const names = (header) => (request.getResponseHeader(header) ?? "").split(",").map((id) => id.trim()).filter(Boolean);
  const swap = names("casekeep-swap");
  const [sheet] = names("casekeep-dialog");
  heardFrom(request.getResponseHeader("casekeep-ends-in"));
  if (request.status === 401) {
    warnEnded();
    return;
  }
  const refusal = request.status < 400 ? null : request.response?.querySelector("body.door main");
  if (refusal) {
    // A page about what went wrong takes the place of nothing: what was typed stays where it is.
    warn([...refusal.querySelectorAll("h1, .door-words")].map((part) => part.textContent.trim()).join(". "));
    return;
  }
  document.querySelector("[data-warning]")?.remove();
  if (request.status < 400) form.dispatchEvent(new CustomEvent("casekeep:sent"));
  if (sheet && request.response && lay(request.response, sheet)) return;
  const to = request.getResponseHeader("casekeep-go");
  if (to) { location.assign(to); return; }
  if (request.status < 400 && swap.length === 0 && request.responseURL !== address.href) {
    location.assign(request.responseURL);
    return;
  }
  const inside = form.closest("dialog.over");
  const signing = form.closest("[id]")?.id ?? "sign";
  if (inside && swap.length === 0 && request.response?.getElementById(signing)) exchange(request.response, [signing]);
  else {
    // What was to be signed is refused by a rule: the form is there again and says so.
    inside?.close();
    exchange(request.response, swap.length ? swap : ["messages", "page"]);
  }
  if (method === "GET") history.replaceState(null, "", address);
  const first = document.querySelector(".wrong");
  if (first && request.status >= 400) first.focus();
  else document.querySelector("[data-fresh]")?.focus();
  if (!first || request.status < 400) announce(document.querySelector("#messages [role=status]")?.textContent?.trim() || phrase("updated"));
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || form.dataset.live === undefined || event.defaultPrevented) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(form, event.submitter);
    if (answer) take(form, answer);
  } catch {
    warn(phrase("failed"));
  } finally {
    form.removeAttribute("aria-busy");
  }
});

const look = () => new Promise((resolve) => {
  const request = new XMLHttpRequest();
  request.open("GET", location.href);
  request.responseType = "document";
  request.setRequestHeader("casekeep-live", "watch");
  request.onloadend = () => resolve(request);
  request.send();
});

// What goes on by itself: the part [id][data-watch="5"] is exchanged after so many seconds, for as long as it says so and the page can be seen.
const watch = async () => {
  const part = document.querySelector("[id][data-watch]");
  if (!part) return;
  await new Promise((resolve) => setTimeout(resolve, Number(part.dataset.watch) * 1000));
  const request = document.hidden ? null : await look();
  if (request?.status === 401) { warnEnded(); return; }
  if (request?.status === 200) {
    exchange(request.response, [part.id]);
    if (!document.querySelector("[id][data-watch]")) announce(phrase("updated"));
  }
  watch();
};
watch();

// A filter or a select that acts by itself: form[data-live="change"].
document.addEventListener("change", (event) => {
  const form = event.target instanceof Element && event.target.closest('form[data-live="change"]');
  if (form) form.requestSubmit();
});
