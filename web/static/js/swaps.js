// Chips, pager, Clear, any and all, readings: swapped in like what is typed. The focus goes on to the
// next chip, to what took the link's place, or to the heading of the results.
let followed = null;

function heading() {
  return document.getElementById("results-heading");
}

function chips() {
  return [...document.querySelectorAll(".chips a:not(.clear)")];
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-swap]");
  const other = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey;
  if (!link || other || event.altKey || !window.htmx) return;
  event.preventDefault();
  followed = { url: new URL(link.href), chip: chips().indexOf(link), id: link.id };
  const path = followed.url.pathname + followed.url.search;
  htmx.ajax("GET", path, { source: "#results", target: "#results", swap: "innerHTML" });
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (!followed || event.detail.target?.id !== "results") return;
  const { url, chip, id } = followed;
  followed = null;
  document.getElementById("q").value = url.searchParams.get("q") ?? "";
  const left = chips();
  const next = chip >= 0 ? left[Math.min(chip, left.length - 1)] : id && document.getElementById(id);
  (next || heading())?.focus();
});
