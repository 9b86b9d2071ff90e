// The length of a new password while it is typed. Whether it is easy to guess is judged on the server.

document.querySelectorAll("input[data-measured]").forEach((input) => {
  const meter = document.getElementById(`${input.id}-m`);
  const words = document.getElementById(`${input.id}-w`);
  if (!meter || !words) return;
  const enough = Number(input.dataset.measured);
  meter.hidden = words.hidden = false;
  const tell = () => {
    const length = [...input.value].length;
    meter.value = Math.min(length, enough);
    words.textContent = (length < enough ? words.dataset.short : words.dataset.enough).replace("{n}", String(length));
  };
  input.addEventListener("input", tell);
  tell();
});
