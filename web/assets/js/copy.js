// A button that copies what is shown, where the browser lets it. Without it the text is selected by a click, and copied as any other.

import { announce } from "./page.js";

document.querySelectorAll("button[data-copy]").forEach((button) => {
  const shown = document.getElementById(button.dataset.copy);
  const label = button.querySelector("span");
  if (!shown || !label || !navigator.clipboard) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(shown.textContent);
    } catch {
      getSelection()?.selectAllChildren(shown);
      return;
    }
    label.textContent = button.dataset.copied;
    announce(button.dataset.copied);
  });
});
