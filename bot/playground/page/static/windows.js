// The app's windows: one dialog, drawn anew while it stays open, that keeps what was typed, the focus and the caret.

import { attempt } from "./act.js";
import { blockOf, restore, save, values } from "./values.js";

const TROUBLE = ".window-trouble";
const CONTROLS = ".window-blocks :is(input, select, textarea, button, summary, a[href]):not(:disabled)";

const drawnAs = new WeakMap();
let dialog = null;
let cameFrom = null;

// Show a window as the server draws it, in the place of the one that is open; null closes it.
export function showWindow(html) {
  if (!html) return closeWindow();
  const template = document.createElement("template");
  template.innerHTML = html;
  const fresh = template.content.querySelector("dialog");
  for (const block of blocksOf(fresh)) drawnAs.set(block, look(block));
  if (!dialog) openWindow(fresh);
  else if (dialog.dataset.view !== fresh.dataset.view) replaceWindow(fresh);
  else if (dialog.dataset.hash !== fresh.dataset.hash) updateWindow(fresh);
}

function openWindow(fresh) {
  cameFrom = describe(document.activeElement);
  dialog = fresh;
  document.body.append(dialog);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("close", () => dialog && askToClose());
  dialog.showModal();
  focusFirst();
}

function closeWindow() {
  if (!dialog) return;
  // Only taken away, not closed first: else Chromium gives the focus back, but no key typed there arrives any more.
  dialog.remove();
  dialog = null;
  find(cameFrom)?.focus();
}

function replaceWindow(fresh) {
  dress(fresh);
  dialog.replaceChildren(...fresh.childNodes);
  if (!dialog.open) dialog.showModal();
  focusFirst();
}

// Blocks that look as they did stay what they are, with all that was typed in them; only the others are replaced.
function updateWindow(fresh) {
  const saved = save(dialog);
  const focused = describe(document.activeElement);
  dress(fresh);
  for (const part of [".window-head", ".window-foot"]) {
    const [old, now] = [dialog.querySelector(part), fresh.querySelector(part)];
    if (old.innerHTML !== now.innerHTML) old.replaceChildren(...now.childNodes);
  }
  const there = new Map(blocksOf(dialog).map((block) => [block.dataset.block, block]));
  const wanted = blocksOf(fresh).map((block) => {
    const old = there.get(block.dataset.block);
    return old && drawnAs.get(old) === drawnAs.get(block) ? old : block;
  });
  for (const old of there.values()) if (!wanted.includes(old)) old.remove();
  place(wanted);
  for (const block of wanted) if (there.get(block.dataset.block) !== block) restore(block, saved);
  showErrors({});
  if (!dialog.contains(document.activeElement) || document.activeElement === dialog) refocus(focused);
}

// Moving an element takes its focus away: what stayed is not moved while it stays in order, what is new goes between.
function place(wanted) {
  let at = blocksOf(dialog)[0] ?? null;
  for (const block of wanted) {
    if (block === at) at = at.nextElementSibling;
    else dialog.querySelector(".window-blocks").insertBefore(block, at);
  }
}

function dress(fresh) {
  for (const { name, value } of fresh.attributes) dialog.setAttribute(name, value);
  dialog.removeAttribute("aria-busy");
}

const blocksOf = (container) => [...container.querySelectorAll(".window-blocks > [data-block]")];

// How a block is drawn, apart from what is filled in.
function look(block) {
  const plain = block.cloneNode(true);
  for (const control of plain.querySelectorAll("[data-type]")) {
    for (const name of ["value", "data-value"]) control.removeAttribute(name);
    if (control.matches("textarea")) control.textContent = "";
  }
  for (const each of plain.querySelectorAll("[checked], [selected]")) {
    each.removeAttribute("checked");
    each.removeAttribute("selected");
  }
  for (const summary of plain.querySelectorAll("summary")) summary.replaceWith();
  return plain.innerHTML;
}

// An element in words that find it, or its like, after everything around it was drawn again.
function describe(element) {
  if (!element || element === document.body) return null;
  const control = element.closest("[data-action]");
  return {
    element,
    within: element.closest(".message, dialog")?.id,
    block: blockOf(element),
    action: control?.dataset.action,
    does: element.dataset.does,
    value: element.type === "radio" || element.type === "checkbox" ? element.value : null,
    caret: [element.selectionStart, element.selectionEnd],
  };
}

function find(described) {
  if (!described) return null;
  if (described.element.isConnected) return described.element;
  const container = document.getElementById(described.within) ?? dialog ?? document.body;
  const controls = [...container.querySelectorAll("[data-action]")];
  const control = controls.find((each) => each.dataset.action === described.action && blockOf(each) === described.block);
  if (!control) return described.does ? container.querySelector(`[data-does="${CSS.escape(described.does)}"]`) : null;
  if (control.tabIndex >= 0 && !control.matches("fieldset")) return control;
  const inputs = [...control.querySelectorAll("input, button, summary")];
  return inputs.find((each) => each.value === described.value) ?? inputs[0] ?? null;
}

function refocus(described) {
  const element = find(described);
  if (!element) return focusFirst();
  element.focus();
  const [start, end] = described.caret;
  if (Number.isInteger(start) && Number.isInteger(element.selectionStart)) element.setSelectionRange(start, end);
}

function focusFirst() {
  const wanted = dialog.querySelector(":is(input, select, textarea, button, a)[data-focus], [data-focus] input");
  (wanted ?? dialog.querySelector(CONTROLS) ?? dialog.querySelector(".window-foot button:last-of-type")).focus();
}

// What Slack or the app finds wrong stands below its input; what belongs to no input stands above them all.
function showErrors(errors) {
  const left = { ...errors };
  for (const block of blocksOf(dialog)) {
    const message = block.querySelector(".input-error");
    if (!message) continue;
    const words = left[block.dataset.block] ?? "";
    delete left[block.dataset.block];
    message.textContent = words;
    message.hidden = !words;
    for (const control of block.querySelectorAll("[aria-describedby]")) {
      if (words) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }
  const trouble = dialog.querySelector(TROUBLE);
  trouble.textContent = Object.values(left).join(" ");
  trouble.hidden = !trouble.textContent;
  const first = dialog.querySelector("[aria-invalid=true]");
  const folded = first?.closest("details");
  if (folded) folded.open = true;
  (first?.matches("fieldset") ? first.querySelector("input") : first)?.focus();
}

// One act of the window as a whole at a time; it says meanwhile that it is busy.
async function ask(kind, detail) {
  const asked = dialog;
  if (asked.hasAttribute("aria-busy")) return;
  asked.setAttribute("aria-busy", "true");
  const { error, errors = {} } = await attempt(kind, { view: asked.dataset.view, ...detail });
  asked.removeAttribute("aria-busy");
  if (dialog === asked) showErrors(error ? { "": error } : errors);
}

const submit = () => ask("submit", { values: values(dialog) });
const askToClose = () => ask("close");

document.addEventListener("submit", (event) => {
  if (!dialog || event.target.parentNode !== dialog) return;
  event.preventDefault();
  submit();
});

document.addEventListener("click", (event) => {
  if (dialog?.contains(event.target) && event.target.closest("[data-does=close]")) askToClose();
});

// Escape first closes what is open in the window, which stops the key there; then the window.
document.addEventListener("keydown", (event) => {
  if (!dialog?.contains(event.target) || event.defaultPrevented) return;
  if (event.key === "Escape") {
    event.preventDefault();
    askToClose();
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    dialog.querySelector(".window-form").requestSubmit(dialog.querySelector("[type=submit]"));
  }
});
