// A period chosen by dragging over the months of a histogram; From and To say the same without it.
const LEAST = 4; // pixels: less is a click, which chooses one month
let drag = null;

function months(chart) {
  return chart.dataset.months.split(" ");
}

function ratio(event, svg) {
  const box = svg.getBoundingClientRect();
  return Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
}

function month(part, all) {
  return Math.min(Math.floor(part * all.length), all.length - 1);
}

function span(event) {
  const all = months(drag.chart);
  const ends = [month(drag.from, all), month(ratio(event, drag.svg), all)].sort((a, b) => a - b);
  return { first: all[ends[0]], last: all[ends[1]], ends, count: all.length };
}

function draw(event) {
  const { ends, count } = span(event);
  drag.rect.setAttribute("x", `${(100 * ends[0]) / count}%`);
  drag.rect.setAttribute("width", `${(100 * (ends[1] - ends[0] + 1)) / count}%`);
}

function end() {
  drag?.rect.remove();
  drag = null;
}

function choose(first, last) {
  const [from, to] = ["event_from", "event_to"].map((id) => document.getElementById(id));
  if (from && to) {
    from.value = first;
    to.value = last;
    to.dispatchEvent(new Event("change", { bubbles: true }));
  } else {
    location.assign(`/?event_from=${first}&event_to=${last}`);
  }
}

document.addEventListener("pointerdown", (event) => {
  const svg = event.target.closest(".chart[data-months] > svg");
  if (!svg || event.button !== 0) return;
  const rect = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  rect.setAttribute("class", "chosen");
  rect.setAttribute("y", "0");
  rect.setAttribute("height", svg.querySelector(".base")?.getAttribute("y1") ?? "58");
  svg.append(rect);
  drag = { svg, rect, chart: svg.parentElement, from: ratio(event, svg), x: event.clientX };
  svg.setPointerCapture(event.pointerId);
  draw(event);
});

document.addEventListener("pointermove", (event) => {
  if (drag) draw(event);
});

document.addEventListener("pointerup", (event) => {
  if (!drag) return;
  const { first, last } = span(event);
  const far = Math.abs(event.clientX - drag.x) >= LEAST;
  end();
  if (far) choose(first, last);
  else choose(last, last);
});

document.addEventListener("pointercancel", end);
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") end();
});
