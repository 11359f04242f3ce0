// Drawers and pull-down lists: what a button opens, closes, and Escape closes again.

const opened = (drawer) => (drawer.id === "wire" ? !drawer.hidden : drawer.classList.contains("open"));
const buttons = (drawer) => document.querySelectorAll(`[data-drawer="${drawer.id}"][aria-controls]`);

/** Open or close a drawer; the focus follows. */
function turn(drawer, isOpen) {
  if (drawer.id === "wire") drawer.hidden = !isOpen;
  else drawer.classList.toggle("open", isOpen);
  for (const button of buttons(drawer)) button.setAttribute("aria-expanded", String(isOpen));
  if (isOpen) drawer.querySelector("a, button, input, select, summary")?.focus();
  else buttons(drawer)[0]?.focus();
  drawer.dispatchEvent(new CustomEvent("drawer", { detail: isOpen }));
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-drawer]");
  if (button) {
    const drawer = document.getElementById(button.dataset.drawer);
    turn(drawer, !opened(drawer));
  }
  for (const list of document.querySelectorAll("details.personas[open], details.members[open]")) {
    if (!list.contains(target)) list.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  const list = document.querySelector("details.personas[open], details.members[open]");
  const drawer = [...document.querySelectorAll("#wire, #sidebar, #side")].find(opened);
  if (list) {
    list.open = false;
    list.querySelector("summary").focus();
  } else if (drawer) {
    turn(drawer, false);
  }
});
