// A menu whose options the app looks for while somebody types: a combobox with a list below it.

import { float, sink } from "./floating.js";
import { about, tell } from "./place.js";
import { summarize } from "./values.js";

const WHILE_TYPING = 150;

let byTab = false;
const timers = new WeakMap();
const searches = new WeakMap();

const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const optionsOf = (input) => [...listOf(input).querySelectorAll("[role=option]:not([aria-disabled])")];
const isSearch = (target) => target instanceof HTMLElement && target.dataset.does === "search";
const isOpen = (input) => input.getAttribute("aria-expanded") === "true";

async function search(input) {
  clearTimeout(timers.get(input));
  const typed = input.value === input.dataset.words ? "" : input.value.trim();
  if (typed.length < Number(input.dataset.least)) return close(input);
  const turn = (searches.get(input) ?? 0) + 1;
  searches.set(input, turn);
  input.setAttribute("aria-busy", "true");
  const control = input.closest("[data-action]");
  const { options = [] } = await tell(control, "search", { ...about(control), typed });
  if (searches.get(input) !== turn) return;
  input.removeAttribute("aria-busy");
  if (document.activeElement === input) show(input, options);
}

function show(input, options) {
  const list = listOf(input);
  list.replaceChildren(...options.map((option, position) => optionOf(input, option, position)));
  if (!options.length) {
    const nothing = document.createElement("li");
    nothing.setAttribute("role", "option");
    nothing.setAttribute("aria-disabled", "true");
    nothing.setAttribute("aria-selected", "false");
    nothing.textContent = "No results";
    list.append(nothing);
  }
  float(list, input, { asWide: true });
  input.setAttribute("aria-expanded", "true");
  input.removeAttribute("aria-activedescendant");
  // Whoever has typed means the first that fits: Enter takes it.
  if (input.value.trim() && input.value !== input.dataset.words) go(input, 1);
}

function optionOf(input, { value, text }, position) {
  const option = document.createElement("li");
  option.id = `${input.id}-option-${position}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", String(value === input.dataset.value));
  option.dataset.value = value;
  option.textContent = text;
  return option;
}

function close(input) {
  clearTimeout(timers.get(input));
  searches.set(input, (searches.get(input) ?? 0) + 1);
  input.removeAttribute("aria-busy");
  if (listOf(input)) sink(listOf(input));
  input.setAttribute("aria-expanded", "false");
  input.removeAttribute("aria-activedescendant");
}

function choose(input, option) {
  close(input);
  const several = input.closest("fieldset");
  if (several) add(several, input, option);
  else {
    input.dataset.value = option.dataset.value;
    input.value = input.dataset.words = option.textContent;
    input.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
  }
}

function add(several, input, option) {
  const there = [...several.querySelectorAll(".option input")].find((check) => check.value === option.dataset.value);
  const check = there ?? document.createElement("input");
  if (!there) {
    Object.assign(check, { type: "checkbox", name: several.id, value: option.dataset.value });
    const label = document.createElement("label");
    label.className = "option";
    label.append(check, Object.assign(document.createElement("span"), { textContent: option.textContent }));
    several.append(label);
  }
  check.checked = true;
  input.value = "";
  summarize(several);
  several.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
}

// What was typed and not chosen is nothing; what was emptied is given up.
function leave(input) {
  close(input);
  if (input.closest("fieldset")) input.value = "";
  else if (input.value.trim()) input.value = input.dataset.words;
  else if (input.dataset.value) {
    input.dataset.value = input.dataset.words = "";
    input.dispatchEvent(new CustomEvent("chosen", { bubbles: true }));
  }
}

function go(input, step) {
  const options = optionsOf(input);
  const at = options.findIndex((option) => option.id === input.getAttribute("aria-activedescendant"));
  const next = options.at(at < 0 && step < 0 ? -1 : (at + step) % options.length);
  if (!next) return;
  for (const option of options) option.classList.toggle("active", option === next);
  input.setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

function key(event) {
  const input = event.target;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (isOpen(input)) go(input, event.key === "ArrowDown" ? 1 : -1);
    else search(input);
  } else if (event.key === "Enter") {
    event.preventDefault();
    const active = document.getElementById(input.getAttribute("aria-activedescendant"));
    if (isOpen(input) && active) choose(input, active);
  } else if (event.key === "Escape" && isOpen(input)) {
    event.preventDefault();
    event.stopPropagation();
    close(input);
  }
}

// A list opens when a person comes to the input by Tab or presses it, not when a window opens with the focus in it.
document.addEventListener("focusin", ({ target }) => {
  if (!isSearch(target)) return;
  target.dataset.words ??= target.value;
  if (byTab) search(target);
});
document.addEventListener("keydown", ({ key }) => (byTab = key === "Tab"), true);
document.addEventListener("pointerdown", () => (byTab = false), true);
document.addEventListener("focusout", ({ target }) => isSearch(target) && leave(target));
document.addEventListener("keydown", (event) => isSearch(event.target) && key(event), true);
document.addEventListener("input", ({ target }) => {
  if (!isSearch(target)) return;
  clearTimeout(timers.get(target));
  timers.set(target, setTimeout(search, WHILE_TYPING, target));
});
document.addEventListener(
  "scroll",
  ({ target }) => {
    const input = document.activeElement;
    if (isSearch(input) && isOpen(input) && target !== listOf(input)) close(input);
  },
  true,
);
// The list is pressed without taking the focus from the input.
document.addEventListener("pointerdown", (event) => event.target.closest?.(".combobox [role=listbox]") && event.preventDefault());
document.addEventListener("mousedown", (event) => event.target.closest?.(".combobox [role=listbox]") && event.preventDefault());
document.addEventListener("click", ({ target }) => {
  if (isSearch(target) && !isOpen(target)) return search(target);
  const option = target.closest?.(".combobox [role=option]:not([aria-disabled])");
  if (option) choose(option.closest(".combobox").querySelector("[data-does=search]"), option);
});
