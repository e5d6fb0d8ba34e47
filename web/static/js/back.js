// From a result back to its results, and on to the next: the list is kept in this tab alone.
const KEY = "entente-results";

// The list of results says its place among all of them; that of near misses has no numbers.
function remember(clicked) {
  const hits = clicked.closest(".hits").querySelectorAll(".hit :is(h2, h3) a");
  if (!document.getElementById("results") || !hits.length) return;
  const place = clicked.closest(".hits").dataset;
  const next = place.total && document.querySelector(".pager a[rel=next]");
  const list = {
    url: location.pathname + location.search,
    title: document.title.replace(/ – Entente$/, ""),
    first: Number(place.first || 0),
    total: Number(place.total || 0),
    next: next && next.getAttribute("href"),
    events: [...hits].map((hit) => new URL(hit.href).pathname),
  };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(list));
  } catch {
    // storage may be refused; the browser's own Back remains
  }
}

function link(url, words) {
  const made = document.createElement("a");
  made.href = url;
  made.textContent = words;
  return made;
}

function offer() {
  const place = document.getElementById("back");
  let list = null;
  try {
    list = JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return;
  }
  const at = list ? list.events.indexOf(location.pathname) : -1;
  if (!place || at < 0) return;
  const end = document.createElement("span");
  end.className = "end";
  if (list.total > 1) end.append(`${(list.first + at).toLocaleString("en")} of ${list.total.toLocaleString("en")}`);
  if (at > 0) end.append(link(list.events[at - 1], "‹ Previous result"));
  if (at + 1 < list.events.length) end.append(link(list.events[at + 1], "Next result ›"));
  else if (list.next) end.append(link(list.next, "More results ›"));
  place.replaceChildren(link(list.url, `‹ ${list.title}`), end);
  place.hidden = false;
}

document.addEventListener("click", (event) => {
  const clicked = event.target.closest(".hits .hit a");
  if (clicked) remember(clicked);
});
offer();
