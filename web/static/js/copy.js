// Copy buttons: hidden until a script can serve them. What is copied, and that it was, is said.
function ready() {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const text = document.getElementById(button.dataset.copy)?.innerText ?? "";
  const told = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(text);
    if (told) told.textContent = "Copied";
  } catch {
    if (told) told.textContent = "Select the text to copy it";
  }
});

document.addEventListener("htmx:afterSettle", ready);
ready();
