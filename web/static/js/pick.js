// Cite: a mode in which several events are picked and get one bibliography. It outlasts swaps;
// without it, the link leads to the page that cites those shown.
const picked = new Set();
let picking = false;

function ids() {
  return [...picked].join(",");
}

function count() {
  return `${picked.size} event${picked.size === 1 ? "" : "s"} picked`;
}

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

async function copy(told) {
  try {
    const answer = await fetch(`/api/v1/cite.txt?ids=${ids()}`);
    if (!answer.ok) throw new Error(answer.statusText);
    await navigator.clipboard.writeText(await answer.text());
    told.textContent = "Copied";
  } catch {
    told.textContent = "Could not copy; open the bibliography instead";
  }
}

function bar() {
  document.querySelector(".picked")?.remove();
  const list = document.querySelector("ol.hits");
  if (!picking || !list) return;
  const said = made("strong", { textContent: count() });
  said.setAttribute("role", "status");
  const told = made("span", {});
  told.setAttribute("role", "status");
  const row = made("div", { className: "picked" }, said, told);
  if (picked.size) {
    const button = made("button", { type: "button", className: "btn go", textContent: "Copy" });
    button.addEventListener("click", () => copy(told));
    row.append(button);
    row.append(made("a", { className: "btn", href: `/cite?ids=${ids()}`, textContent: "Bibliography" }));
    for (const [suffix, label] of [["bib", "BibTeX"], ["ris", "RIS"], ["csl.json", "CSL"]]) {
      const href = `/api/v1/cite.${suffix}?ids=${ids()}`;
      row.append(made("a", { className: "btn", href, textContent: label }));
    }
  }
  const done = made("button", { type: "button", className: "btn quiet", textContent: "Done" });
  done.addEventListener("click", () => {
    picking = false;
    picked.clear();
    show();
    document.querySelector("[data-pick]")?.focus();
  });
  row.append(done);
  list.after(row);
}

function tick(hit) {
  const link = hit.querySelector("h2 a");
  const id = link.pathname.split("/").pop();
  const box = made("input", { type: "checkbox", checked: picked.has(id) });
  box.className = "picker";
  box.setAttribute("aria-label", `Cite: ${link.textContent}`);
  box.addEventListener("change", (event) => {
    event.stopPropagation(); // it is no filter of the search
    if (box.checked) picked.add(id);
    else picked.delete(id);
    bar();
  });
  hit.classList.add("tick");
  hit.prepend(box);
}

function show() {
  for (const box of document.querySelectorAll(".picker")) {
    box.parentElement.classList.remove("tick");
    box.remove();
  }
  if (picking) document.querySelectorAll("ol.hits[aria-label] > .hit").forEach(tick);
  const button = document.querySelector("[data-pick]");
  button?.setAttribute("role", "button"); // with a script the link is a switch
  button?.setAttribute("aria-pressed", String(picking));
  bar();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pick]");
  if (!button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  picking = !picking;
  show();
  if (picking) document.querySelector(".picker")?.focus();
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target?.id === "results") show();
});

document.addEventListener("htmx:historyRestore", show);
show();
