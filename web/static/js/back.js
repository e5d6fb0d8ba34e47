// From a result back to its results, and on to the next: the list is kept in this tab alone.
const KEY = "entente-results";

function remember() {
  const hits = document.querySelectorAll(".hits .hit h2 a");
  const heading = document.getElementById("results-heading");
  if (!heading || !hits.length) return;
  const place = hits[0].closest(".hits").dataset;
  const next = document.querySelector(".pager a[rel=next]");
  const list = {
    url: location.pathname + location.search,
    title: document.title.replace(/ – Entente$/, ""),
    first: Number(place.first),
    total: Number(place.total),
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
  if (event.target.closest(".hit a")) remember();
});
offer();
