// Buttons with command and commandfor, for browsers that do not know them yet.

if (!("commandForElement" in HTMLButtonElement.prototype)) {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element && event.target.closest("button[commandfor]");
    const target = button && document.getElementById(button.getAttribute("commandfor"));
    if (!(target instanceof HTMLDialogElement)) return;
    if (button.getAttribute("command") === "show-modal") target.showModal();
    else target.close();
  });
}
