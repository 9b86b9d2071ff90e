// Sending files: form[data-drop="/address"] takes files that are dropped or chosen, two at a time, in parts that go on where they were when the
// line was lost. When all have arrived the page is asked to show them.
import { announce } from "./page.js";

const PART = 4 * 1024 * 1024;
const AT_ONCE = 2;
const WAITS = [1000, 2000, 5000, 10000, 20000, 30000];

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));

const ask = (method, address, { body, offset, onprogress, signal } = {}) => new Promise((resolve, reject) => {
  const request = new XMLHttpRequest();
  request.open(method, address);
  request.responseType = "json";
  request.setRequestHeader("casekeep-live", "upload");
  if (offset !== undefined) {
    request.setRequestHeader("upload-offset", String(offset));
    request.setRequestHeader("content-type", "application/octet-stream");
  }
  request.upload.onprogress = onprogress ?? null;
  request.onload = () => resolve({ status: request.status, said: request.response ?? {} });
  request.onerror = () => reject(new Error("no answer"));
  request.onabort = () => reject(new DOMException("left out", "AbortError"));
  signal?.addEventListener("abort", () => request.abort());
  request.send(body ?? null);
});

const lineOf = (form, file) => {
  const line = document.createElement("li");
  const name = document.createElement("b");
  const bar = document.createElement("progress");
  const note = document.createElement("span");
  const out = document.createElement("button");
  name.textContent = file.name;
  bar.max = Math.max(file.size, 1);
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  note.className = "note";
  note.textContent = form.dataset.waits;
  Object.assign(out, { type: "button", className: "button button-plain", textContent: form.dataset.remove });
  line.append(name, bar, note, out);
  form.querySelector("[data-arriving]").append(line);
  const left = new AbortController();
  out.addEventListener("click", () => { left.abort(); line.remove(); });
  return {
    signal: left.signal,
    went: (done) => {
      bar.value = done;
      note.textContent = form.dataset.coming.replace("{done}", megabytes(done)).replace("{whole}", megabytes(file.size));
    },
    says: (words, wrong) => {
      note.textContent = words;
      note.toggleAttribute("data-wrong", Boolean(wrong));
      if (wrong) { bar.remove(); announce(`${file.name}: ${words}`); }
    },
    arrived: () => { out.remove(); bar.value = bar.max; note.textContent = form.dataset.arrived; },
  };
};

/** Sends one file; answers whether it has arrived. */
const send = async (form, file, line) => {
  const to = form.dataset.drop;
  if (Number(form.dataset.most) < file.size) { line.says(form.dataset.large, true); return false; }
  let id = null, received = 0, failures = 0;
  for (;;) {
    try {
      if (id === null) {
        const body = new URLSearchParams({ name: file.name, length: String(file.size) });
        const { status, said } = await ask("POST", to, { body, signal: line.signal });
        if (status === 429) { await pause(WAITS[0]); continue; }
        if (status !== 200) { line.says(said.says ?? form.dataset.lost, true); return false; }
        id = said.id;
      }
      const from = received;
      const { status, said } = await ask("POST", `${to}/${id}`, {
        body: file.slice(from, from + PART), offset: from, signal: line.signal, onprogress: (event) => line.went(Math.min(from + event.loaded, file.size)),
      });
      if (status === 409) {
        await pause(WAITS[0]);
        const now = said.received ? said : (await ask("GET", `${to}/${id}`)).said;
        if (now.whole) { line.arrived(); return true; }
        received = now.received || 0;
        continue;
      }
      if (status === 504 || status === 503) throw new Error("slow");
      if (status !== 200) { line.says(said.says ?? form.dataset.lost, true); return false; }
      failures = 0;
      if (said.whole) { line.arrived(); return true; }
      received = said.received;
      line.went(received);
    } catch (problem) {
      if (problem.name === "AbortError") return false;
      if (failures === WAITS.length) { line.says(form.dataset.lost, true); return false; }
      line.says(form.dataset.again);
      await pause(WAITS[failures++]);
      if (id === null) continue;
      try {
        const { status, said } = await ask("GET", `${to}/${id}`, { signal: line.signal });
        if (status === 200 && said.whole) { line.arrived(); return true; }
        if (status === 200) received = said.received;
        else if (status === 422) { id = null; received = 0; }
      } catch { /* asked again after the next pause */ }
    }
  }
};

const showArrived = () => {
  const describe = document.querySelector("form[data-describe]");
  const more = describe?.querySelector("[data-more]");
  if (more) describe.requestSubmit(more);
  else location.reload();
};

const take = (form) => {
  const queue = [];
  let running = 0, arrived = 0, refused = 0;
  form.querySelector("[data-plain]")?.setAttribute("hidden", "");

  const go = async () => {
    if (queue.length === 0 || running === AT_ONCE) return;
    const [file, line] = queue.shift();
    running += 1;
    if (!line.signal.aborted) {
      if (await send(form, file, line)) arrived += 1;
      else refused += 1;
    }
    running -= 1;
    if (queue.length > 0) { go(); return; }
    if (running === 0 && arrived > 0 && refused === 0) { arrived = 0; showArrived(); }
    else if (running === 0 && arrived > 0) form.querySelector("[data-show]") ?? offerToShow(form);
  };
  const add = (files) => {
    for (const file of files) queue.push([file, lineOf(form, file)]);
    for (let n = 0; n < AT_ONCE; n += 1) go();
  };

  for (const input of form.querySelectorAll("input[type=file]")) {
    const chosen = () => { add([...input.files]); input.value = ""; };
    input.addEventListener("change", chosen);
    // chosen before this script ran, or kept by the browser over a reload
    if (input.files.length > 0) chosen();
  }
  const over = (on) => (event) => {
    if (![...event.dataTransfer.types].includes("Files")) return;
    event.preventDefault();
    form.toggleAttribute("data-over", on);
  };
  form.addEventListener("dragenter", over(true));
  form.addEventListener("dragover", over(true));
  form.addEventListener("dragleave", over(false));
  form.addEventListener("drop", (event) => {
    over(false)(event);
    add([...event.dataTransfer.files]);
  });
  addEventListener("beforeunload", (event) => { if (form.isConnected && running > 0) event.preventDefault(); });
};

/** Some were refused: their reasons stay in sight until somebody has read them. */
const offerToShow = (form) => {
  const show = document.createElement("button");
  Object.assign(show, { type: "button", className: "button", textContent: form.dataset.show });
  show.dataset.show = "";
  show.addEventListener("click", showArrived);
  form.querySelector("[data-arriving]").after(show);
};

const taken = new WeakSet();
const takeAll = () => document.querySelectorAll("form[data-drop]").forEach((form) => {
  if (!taken.has(form)) take(form);
  taken.add(form);
});
document.addEventListener("casekeep:fresh", takeAll);
takeAll();
