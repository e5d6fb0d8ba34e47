// A request that fails or takes long is announced, with what the results are still the results of.
const SLOW = 3000; // ms: longer than people wait without wondering
const waiting = new Map();

function shown() {
  return document.title.replace(/: [^:]* – Entente$/, "").replace(/ – Entente$/, "");
}

function isOurs(element) {
  return element?.id === "search" || element?.id === "results";
}

function note(words, again, role) {
  const hint = document.getElementById("hint");
  if (!hint) return;
  const made = document.createElement("div");
  made.className = role === "alert" ? "note bad" : "note";
  made.setAttribute("role", role);
  const said = document.createElement("b");
  said.textContent = words;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "link";
  button.textContent = "Try again";
  button.addEventListener("click", again);
  made.append(said, ` These are still the results for “${shown()}”. `, button);
  hint.replaceChildren(made);
  document.dispatchEvent(new Event("entente:trouble")); // what lies over it gives way
}

function repeat(detail) {
  const path = detail.pathInfo?.finalRequestPath ?? detail.requestConfig?.path;
  return () => {
    if (detail.elt.id === "search") document.getElementById("search").requestSubmit();
    else htmx.ajax("GET", path, { source: "#results", target: "#results", swap: "innerHTML" });
  };
}

function failed(event) {
  if (isOurs(event.detail.elt)) {
    note("Could not reach the server.", repeat(event.detail), "alert");
  }
}

document.addEventListener("htmx:sendError", failed);
document.addEventListener("htmx:timeout", failed);

// Going back, too: the address has changed by then, so loading it is trying again.
document.addEventListener("htmx:historyCacheMiss", (event) => {
  event.detail.xhr.addEventListener("error", () => {
    note("Could not reach the server.", () => location.reload(), "alert");
  });
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, xhr } = event.detail;
  if (!isOurs(elt)) return;
  const wait = () => {
    note("The server takes its time.", () => {
      htmx.trigger(elt, "htmx:abort");
      repeat(event.detail)();
    }, "status");
  };
  waiting.set(xhr, setTimeout(wait, SLOW));
});

document.addEventListener("htmx:afterRequest", (event) => {
  clearTimeout(waiting.get(event.detail.xhr));
  waiting.delete(event.detail.xhr);
});

// Whatever stands between may answer in its own way; only a page of ours takes the results' place.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { elt, xhr } = event.detail;
  if (!isOurs(elt)) return;
  const html = xhr.getResponseHeader("Content-Type")?.startsWith("text/html");
  if (html && xhr.status < 500) return;
  event.detail.shouldSwap = false;
  const words = xhr.status === 429 ? "Too many requests." : "The server could not answer.";
  note(words, repeat(event.detail), "alert");
});
