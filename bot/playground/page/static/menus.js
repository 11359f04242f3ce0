// Menus that a button opens: arrow keys go through them, Escape closes them, and the focus returns to the button.

import { float, sink } from "./floating.js";

let open = null;

const listOf = (button) => document.getElementById(button.getAttribute("aria-controls"));
const itemsOf = (list) => [...list.querySelectorAll("[role=menuitem]")];

export function toggleMenu(button) {
  if (open === button) closeMenu({ refocus: true });
  else openMenu(button);
}

function openMenu(button, last = false) {
  closeMenu();
  open = button;
  const list = listOf(button);
  float(list, button);
  button.setAttribute("aria-expanded", "true");
  itemsOf(list).at(last ? -1 : 0)?.focus();
}

export function closeMenu({ refocus = false } = {}) {
  if (!open) return;
  const button = open;
  open = null;
  const list = listOf(button);
  if (list) sink(list);
  button.setAttribute("aria-expanded", "false");
  if (refocus) button.focus();
}

function keyInMenu(event) {
  const items = itemsOf(listOf(open));
  const at = items.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items.at(to % items.length)?.focus();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    closeMenu({ refocus: true });
  } else if (event.key === "Tab") {
    closeMenu({ refocus: true });
  } else if (event.key.length === 1) {
    items.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  }
}

document.addEventListener(
  "keydown",
  (event) => {
    if (open && listOf(open)?.contains(event.target)) keyInMenu(event);
    else if (event.target.matches?.("[data-does=menu]") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
      event.preventDefault();
      openMenu(event.target, event.key === "ArrowUp");
    }
  },
  true,
);

const isOutside = (target) => open && !open.contains(target) && !listOf(open)?.contains(target);

document.addEventListener("pointerdown", ({ target }) => isOutside(target) && closeMenu());
document.addEventListener("scroll", ({ target }) => isOutside(target) && closeMenu(), true);
document.addEventListener("click", ({ target }) => target.closest?.("[role=menuitem]") && closeMenu({ refocus: true }));
