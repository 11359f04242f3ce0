// What the controls in messages, windows and the home tab do. Everything is delegated: what is drawn later works too.

import "./combobox.js";
import { confirmed } from "./confirm.js";
import { toggleMenu } from "./menus.js";
import { about, tell } from "./place.js";
import { limit, restoreOne, saveOne, summarize, valueOf } from "./values.js";

const TYPED = ["plain_text_input", "email_text_input", "url_text_input", "number_input"];
const PICKED = ["datepicker", "timepicker", "datetimepicker"];
const WHILE_TYPING = 300;
const FIRST_YEAR = 1000;

const busy = new WeakSet();
const again = new WeakSet();
const before = new WeakMap();
const byKeyboard = new WeakSet();
const timers = new WeakMap();

// Do something once at a time; meanwhile the control says that it is busy.
async function once(control, doing) {
  if (busy.has(control)) return;
  busy.add(control);
  control.setAttribute("aria-busy", "true");
  try {
    await doing();
  } finally {
    busy.delete(control);
    control.removeAttribute("aria-busy");
  }
}

// What is agreed to is what stood there when it was asked: meanwhile the app may have put another control in its place.
const agreed = async (control) => !control.dataset.confirm || confirmed(control.dataset.confirm);

async function press(button) {
  const pressed = about(button);
  if (await agreed(button)) await tell(button, "press", pressed);
}

async function chooseInMenu(item) {
  const menu = item.closest("[data-action]");
  const chosen = { ...about(menu), value: item.dataset.value };
  if (await agreed(menu)) await tell(menu, "choose", chosen);
}

// Tell what a control holds now; what was changed while the app was still answering is told after that.
async function choose(control) {
  if (!control.isConnected || !control.dataset.dispatches) return;
  if (busy.has(control)) {
    again.add(control);
    return;
  }
  const chosen = { ...about(control), value: valueOf(control) };
  if (!(await agreed(control))) {
    restoreOne(control, before.get(control));
    return;
  }
  before.set(control, saveOne(control));
  await once(control, () => tell(control, "choose", chosen));
  if (again.delete(control)) await choose(control);
}

const doing = {
  press: (button) => once(button, () => press(button)),
  menu: toggleMenu,
  choose: (item) => once(item, () => chooseInMenu(item)),
};

document.addEventListener("click", (event) => {
  const control = event.target.closest?.("[data-does]");
  if (!control || control.dataset.type) return;
  doing[control.dataset.does]?.(control);
});

const keeperOf = (target) => target.closest?.("[data-type]");

document.addEventListener("focusin", ({ target }) => {
  const control = keeperOf(target);
  if (!control) return;
  byKeyboard.delete(control);
  if (!before.has(control)) before.set(control, saveOne(control));
});

document.addEventListener("chosen", ({ target }) => {
  if (target.matches("fieldset")) limit(target);
  choose(target);
});

document.addEventListener("change", ({ target }) => {
  const control = keeperOf(target);
  if (!control || target.dataset.does === "search" || TYPED.includes(control.dataset.type)) return;
  if (control.matches("fieldset")) {
    summarize(control);
    limit(control);
  }
  // A date that is being typed is a date after every key: it is told when it is left, one that was picked at once.
  if (!PICKED.includes(control.dataset.type) || !byKeyboard.has(control)) choose(control);
});

const isWhole = (control) => control.type === "time" || !control.value || Number.parseInt(control.value, 10) >= FIRST_YEAR;

function tellDate(control) {
  if (byKeyboard.delete(control) && isWhole(control) && valueOf(control) !== before.get(control)?.value) choose(control);
}

document.addEventListener("focusout", ({ target }) => {
  const control = keeperOf(target);
  if (control && PICKED.includes(control.dataset.type)) tellDate(control);
});

document.addEventListener("input", ({ target }) => {
  if (!target.dataset?.dispatches?.includes("on_character_entered")) return;
  clearTimeout(timers.get(target));
  timers.set(target, setTimeout(choose, WHILE_TYPING, target));
});

document.addEventListener("keydown", (event) => {
  const control = keeperOf(event.target);
  if (!control) return;
  const { type, dispatches } = control.dataset;
  if (PICKED.includes(type)) {
    if (event.key === "Enter") tellDate(control);
    else if (event.key !== "Tab") byKeyboard.add(control);
  } else if (event.key === "Enter" && TYPED.includes(type) && dispatches?.includes("on_enter_pressed")) {
    if (control.matches("textarea") && event.shiftKey) return;
    event.preventDefault();
    choose(control);
  }
});
