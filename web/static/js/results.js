// Results are swapped while one works in them: what was unfolded stays so, and keeps the focus and
// what is being typed there.
let unfolded = [];
let focused = null;
let typed = null;

function remember() {
  unfolded = [...document.querySelectorAll("#results details[open]")].map((fold) => fold.id);
  const field = document.activeElement;
  focused = field?.id || null;
  const unfinished = field?.matches("#results input[name][type=text]");
  typed = unfinished && field.value !== field.defaultValue ? field.value : null;
}

// Put back by a script it would not count as a change when the field is left.
function retype(field) {
  if (typed === null || field.value === typed) return;
  field.value = typed;
  const changed = () => field.dispatchEvent(new Event("change", { bubbles: true }));
  field.addEventListener("blur", changed, { once: true });
}

function recall() {
  for (const id of unfolded) {
    const fold = document.getElementById(id);
    if (fold) fold.open = true;
  }
  const field = focused ? document.getElementById(focused) : null;
  if (field && document.activeElement === document.body) field.focus({ preventScroll: true });
  if (field) retype(field);
}

document.addEventListener("htmx:beforeSwap", remember);
document.addEventListener("htmx:afterSwap", recall);

// Back and Forward fetch the page of the address and swap it in. Reloading the document instead
// would cancel a second Back that is pressed before the reload begins.
let restoring = null;

document.addEventListener("htmx:historyCacheMiss", (event) => {
  restoring?.abort(); // answers may overtake each other; the last address counts
  htmx.trigger("#search", "htmx:abort"); // as does a search for the address that was left
  restoring = event.detail.xhr;
  restoring.addEventListener("loadend", (ended) => {
    if (ended.target === restoring) restoring = null;
  });
});

document.addEventListener("htmx:beforeRequest", (event) => {
  if (restoring) event.preventDefault(); // typed before Back was pressed, due after it
});

// While one types, the last word may go on.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, triggeringEvent, parameters } = event.detail;
  if (elt.id === "search" && triggeringEvent?.type === "input") parameters.typing = "true";
});

document.addEventListener("htmx:historyCacheMissLoad", remember);

document.addEventListener("htmx:historyRestore", (event) => {
  const page = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
  for (const feed of page.querySelectorAll("link[id^='feed-']")) {
    document.getElementById(feed.id)?.replaceWith(feed);
  }
  recall();
});

// A refused search is a page, too, which htmx does not restore by itself.
document.addEventListener("htmx:historyCacheMissLoadError", (event) => {
  const whole = { select: "#main" };
  htmx.swap("#main", event.detail.xhr.response, { swapStyle: "outerHTML" }, whole);
});
