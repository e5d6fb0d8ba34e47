// Long lists of values are searched where they stand; what was looked for outlasts a swap.
const sought = new Map();

function apply(finder) {
  const words = finder.value.trim().toLowerCase();
  const facet = finder.closest(".facet");
  sought.set(finder.dataset.finds, finder.value);
  for (const row of facet.querySelectorAll("li")) {
    row.hidden = Boolean(words) && !row.textContent.toLowerCase().includes(words);
  }
  const more = facet.querySelector("details");
  if (words && more) more.open = true;
}

function ready() {
  for (const finder of document.querySelectorAll(".finder")) {
    finder.hidden = false;
    const kept = sought.get(finder.dataset.finds);
    if (kept && kept !== finder.value) {
      finder.value = kept;
      apply(finder);
    }
  }
}

// It is no part of the search: neither its letters nor Enter may ask for results.
for (const kind of ["input", "change"]) {
  document.addEventListener(
    kind,
    (event) => {
      if (!event.target.matches(".finder")) return;
      event.stopPropagation();
      apply(event.target);
    },
    true,
  );
}

document.addEventListener("htmx:afterSwap", ready);
document.addEventListener("htmx:historyRestore", ready);
ready();
