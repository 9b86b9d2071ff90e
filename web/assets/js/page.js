// What the behaviours share: phrases in the page's language, announcements, requests. Everything here is optional: pages work without it.

/** A phrase that the page brings along, with its parts filled in. */
export const phrase = (name, parts = {}) => {
  const text = document.getElementById("phrases")?.dataset[name] ?? "";
  return text.replace(/\{(\w+)\}/g, (_, key) => parts[key] ?? "");
};

/** Says something to screen readers without moving anything. */
export const announce = (text) => {
  const said = document.getElementById("said");
  if (!said) return;
  said.textContent = "";
  setTimeout(() => { said.textContent = text; }, 50);
};

/** Says what went wrong, within what stands open, and stays in sight. Nothing on the page is lost. */
export const warn = (text, link) => {
  document.querySelector("[data-warning]")?.remove();
  const place = document.querySelector("dialog[open] .sign-body") ?? document.getElementById("messages");
  if (!place || !text) return;
  const told = document.createElement("div");
  told.className = "told tone-overdue";
  told.dataset.warning = "";
  told.setAttribute("role", "alert");
  const words = document.createElement("p");
  words.textContent = `${text} `;
  if (link) {
    const way = document.createElement("a");
    Object.assign(way, { href: link.href, target: "_blank", rel: "noopener", textContent: link.text });
    words.append(way);
  }
  told.append(words);
  place.prepend(told);
};

/** The sign-in has ended: what was typed stays, and there is a way back in. */
export const warnEnded = () => warn(phrase("ended"), { href: "/sign-in", text: phrase("signIn") });

/** Whether keys go into a text just now. */
export const typing = (target) => target instanceof Element && target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") !== null;

/** The fields of a form as they would be sent, without secrets and files. */
export const fieldsOf = (form) => {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    const secret = form.querySelector(`[type=password][name="${CSS.escape(name)}"]`);
    if (typeof value === "string" && !secret) fields.append(name, value);
  }
  return fields;
};

/** Tells whoever listens how long the sign-in lasts, when an answer says so. */
export const heardFrom = (left) => {
  if (left) document.dispatchEvent(new CustomEvent("casekeep:ends", { detail: Number(left) }));
};
