// What was typed before this script came is searched for, too: htmx hears the box only from now on.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("#search[hx-get]");
  if (form && form.q.value !== form.q.defaultValue) form.requestSubmit();
});
