// Completions under the search box: an ARIA combobox with a listbox. The box works without them.
const box = document.getElementById("q");
const PAUSE = 120; // ms; shorter than the pause before the results follow
let list = null;
let told = null;
let asked = null;
let timer = 0;
let at = -1;
let due = false; // asked for, or about to be

function options() {
  return list ? [...list.querySelectorAll("[role=option]")] : [];
}

function close() {
  clearTimeout(timer);
  asked?.abort();
  due = false;
  at = -1;
  if (!list) return;
  list.hidden = true;
  box.setAttribute("aria-expanded", "false");
  box.removeAttribute("aria-activedescendant");
}

function point(to) {
  const all = options();
  at = all.length ? (to + all.length) % all.length : -1;
  for (const [index, option] of all.entries()) {
    option.setAttribute("aria-selected", String(index === at));
  }
  if (at < 0) return;
  box.setAttribute("aria-activedescendant", all[at].id);
  all[at].scrollIntoView({ block: "nearest" });
}

function choose(option) {
  if (option.dataset.url) {
    location.assign(option.dataset.url);
    return;
  }
  box.value = option.dataset.q;
  close();
  box.focus();
  box.form.requestSubmit();
}

function show(html) {
  due = false;
  list.innerHTML = html;
  at = -1;
  box.removeAttribute("aria-activedescendant");
  const count = options().length;
  list.hidden = !count;
  box.setAttribute("aria-expanded", String(count > 0));
  told.textContent = count ? `${count} completion${count === 1 ? "" : "s"}` : "";
}

async function ask(typed) {
  asked?.abort();
  const own = new AbortController();
  asked = own;
  try {
    const answer = await fetch(`/completions?q=${encodeURIComponent(typed)}`, {
      signal: own.signal,
    });
    const html = answer.ok ? await answer.text() : "";
    if (own.signal.aborted) return;
    if (box.value === typed && document.activeElement === box) show(html);
    else due = false;
  } catch {
    if (asked === own) close(); // away: typing goes on, and the results say what is wrong
  }
}

function typed() {
  clearTimeout(timer);
  const words = box.value;
  if (!words.trim()) return close();
  due = true;
  timer = setTimeout(() => ask(words), PAUSE);
}

function pressed(event) {
  const open = list && !list.hidden;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (open) point(at + (event.key === "ArrowDown" ? 1 : at < 0 ? 0 : -1));
    else typed();
  } else if (event.key === "Escape" && (open || due)) {
    event.preventDefault(); // Chromium would empty the box
    close();
  } else if (event.key === "Enter") {
    const chosen = open && at >= 0 ? options()[at] : null;
    if (chosen) {
      event.preventDefault();
      choose(chosen);
    } else close();
  } else if (event.key === "Tab") close();
}

if (box) {
  list = document.createElement("ul");
  list.className = "sugg";
  list.id = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Completions");
  told = document.createElement("p");
  told.className = "vh";
  told.setAttribute("role", "status");
  box.closest(".findwrap").append(list, told);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-expanded", "false");
  box.setAttribute("aria-controls", list.id);
  box.addEventListener("input", typed);
  box.addEventListener("keydown", pressed);
  box.addEventListener("blur", close);
  document.addEventListener("entente:trouble", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}
