// The emoji picker: found by name, chosen with the pointer, or with Tab, arrow keys and Enter.

import { fetched } from "./act.js";

const picker = document.querySelector(".picker");
const search = picker.querySelector("input");
const found = picker.querySelector(".picker-found");
let answer = () => {};
let asked = 0;

/** Emoji with what was typed in their names, each with its `name` and `picture`; none where the server is away. */
export async function emojiLike(typed) {
  return JSON.parse((await fetched("/emoji", { typed })) ?? "[]");
}

/** Let the person choose an emoji beside an element: its name, or null when they choose none. */
export function pickEmoji(beside) {
  answer(null);
  const chosen = new Promise((resolve) => (answer = resolve));
  picker.hidden = false;
  const { left, top, bottom } = beside.getBoundingClientRect();
  const above = top - picker.offsetHeight - 4;
  picker.style.left = `${Math.max(8, Math.min(left, innerWidth - picker.offsetWidth - 8))}px`;
  picker.style.top = `${Math.max(8, above > 8 ? above : Math.min(bottom + 4, innerHeight - picker.offsetHeight - 8))}px`;
  search.value = "";
  look();
  search.focus();
  return chosen.finally(() => {
    picker.hidden = true;
    if (beside.isConnected) beside.focus();
  });
}

async function look() {
  const mine = ++asked;
  const emoji = await emojiLike(search.value.trim().replace(/^:/, ""));
  if (mine !== asked) return;
  found.replaceChildren(...emoji.map(choice));
  if (!found.children.length) found.textContent = "No emoji of that name.";
}

function choice({ name, picture }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-icon";
  button.textContent = picture;
  button.title = `:${name}:`;
  button.setAttribute("aria-label", name.replaceAll("_", " "));
  button.addEventListener("click", () => answer(name));
  return button;
}

search.addEventListener("input", look);
picker.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    event.stopPropagation();
    answer(null);
  } else if (event.key === "Enter" && event.target === search) {
    event.preventDefault();
    found.querySelector("button")?.click();
  } else if (event.key.startsWith("Arrow") && event.target !== search) {
    const step = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
    if (step) event.target[step]?.focus();
  } else if (event.key === "ArrowDown") {
    found.querySelector("button")?.focus();
  }
});
document.addEventListener("pointerdown", (event) => {
  if (!picker.hidden && !picker.contains(event.target)) answer(null);
});
