// Results are swapped while one works in them: what was unfolded stays so, and keeps the focus.
let unfolded = [];
let focused = null;

document.addEventListener("htmx:beforeSwap", () => {
  unfolded = [...document.querySelectorAll("#results details[open]")].map((fold) => fold.id);
  focused = document.activeElement?.id || null;
});

document.addEventListener("htmx:afterSwap", () => {
  for (const id of unfolded) {
    const fold = document.getElementById(id);
    if (fold) fold.open = true;
  }
  if (focused && document.activeElement === document.body) {
    document.getElementById(focused)?.focus({ preventScroll: true });
  }
});
