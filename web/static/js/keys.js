// Keys: / to the search box, j and k through the results, ? for the list of keys.
const HELP = "Keys: / search, j and k next and previous result, Enter open, ? this help";

function typing(target) {
  return target.closest("input, select, textarea, [contenteditable]");
}

function step(by) {
  const hits = [...document.querySelectorAll(".hit h2 a, .hit h3 a")];
  if (!hits.length) return;
  const at = hits.indexOf(document.activeElement);
  const next = at < 0 && by < 0 ? 0 : Math.min(Math.max(at + by, 0), hits.length - 1);
  hits[next].focus();
}

function help() {
  let told = document.getElementById("keys-help");
  if (!told) {
    told = document.createElement("p");
    told.id = "keys-help";
    told.className = "note";
    told.setAttribute("role", "status");
    document.getElementById("main").prepend(told);
  }
  told.textContent = told.textContent ? "" : HELP;
  told.hidden = !told.textContent;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (event.key === "/") {
    const box = document.getElementById("q") ?? document.querySelector(".hs input");
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select?.();
  } else if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "?") help();
});
