// Photos are read as soon as they are taken or chosen: input[data-reads] presses the button that it names.
import { announce } from "./page.js";

document.addEventListener("change", (event) => {
  const input = event.target instanceof Element && event.target.closest("input[type=file][data-reads]");
  const button = input && document.getElementById(input.dataset.reads);
  if (!button || input.files.length === 0) return;
  announce(button.textContent.trim());
  button.form.requestSubmit(button);
  button.setAttribute("aria-busy", "true");
});
