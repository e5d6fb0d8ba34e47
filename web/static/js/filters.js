// On a phone the filters are a panel over the page. Without script its address opens it (:target);
// with it a class does, which outlives swaps of the results.
const OPEN = "filters-open";

function show(open) {
  document.documentElement.classList.toggle(OPEN, open);
  const panel = document.getElementById("filters");
  if (open) panel?.focus({ preventScroll: true });
  else document.querySelector("a.filt")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  if (!link) return;
  if (link.matches(".filt")) {
    event.preventDefault();
    show(true);
  } else if (link.closest(".panelhead, .panelfoot")) {
    event.preventDefault();
    show(false);
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.documentElement.classList.contains(OPEN)) show(false);
});
