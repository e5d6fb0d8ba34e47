// Menus are <details>, which open without script; with it one closes when another opens, when one
// clicks elsewhere, and on Escape, which gives the focus back.
const MENUS = "details.drop[open], details.menu[open]";

function closeMenus(except) {
  for (const menu of document.querySelectorAll(MENUS)) if (menu !== except) menu.open = false;
}

document.addEventListener("click", (event) => closeMenus(event.target.closest(MENUS)));

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.(MENUS);
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
