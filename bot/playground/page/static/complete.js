// Completion while typing: /commands, @people, #channels and :emoji:, in a list that the arrow keys go through.

import { emojiLike } from "./emoji.js";

const known = JSON.parse(document.querySelector("#known").textContent);
const MOST = 8;

/** Offer completions for a text field; the answer tells whether a key press belongs to the list. */
export function completes(form, field, { hasCommands }) {
  const box = form.querySelector("[role=listbox]");
  let found = [];
  let start = 0;
  let active = 0;
  let asked = 0;

  async function look() {
    const mine = ++asked;
    const before = field.value.slice(0, field.selectionStart);
    const [typed, options] = await offers(before, hasCommands);
    if (mine !== asked) return;
    start = before.length - typed.length;
    active = 0;
    show(options.slice(0, MOST));
  }

  function show(options) {
    found = options;
    box.hidden = !found.length;
    box.replaceChildren(...found.map(line));
    field.setAttribute("aria-expanded", String(!box.hidden));
    mark();
  }

  function line({ name, hint, words, picture }, position) {
    const item = document.createElement("li");
    item.id = `${box.id}-${position}`;
    item.setAttribute("role", "option");
    item.append(...[picture, name].filter(Boolean).map((text) => part("b", text)));
    item.append(...[hint, words].filter(Boolean).map((text) => part("span", text)));
    item.addEventListener("mousedown", (event) => {
      event.preventDefault();
      choose(position);
    });
    return item;
  }

  function mark() {
    [...box.children].forEach((item, position) => item.setAttribute("aria-selected", String(position === active)));
    if (box.hidden) field.removeAttribute("aria-activedescendant");
    else field.setAttribute("aria-activedescendant", `${box.id}-${active}`);
    box.children[active]?.scrollIntoView({ block: "nearest" });
  }

  function choose(position) {
    field.setRangeText(found[position].insert, start, field.selectionStart, "end");
    show([]);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  field.addEventListener("input", look);
  field.addEventListener("click", look);
  field.addEventListener("blur", () => show([]));
  field.addEventListener("keydown", (event) => {
    if (box.hidden || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      active = (active + step + found.length) % found.length;
      mark();
    } else if (event.key === "Tab" && !event.shiftKey) {
      choose(active);
    } else if (event.key === "Escape") {
      asked += 1;
      show([]);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  // What is typed out already is not completed: Enter sends it.
  return (event) => {
    if (box.hidden || found[active].insert.trim() === field.value.slice(start).trim()) return false;
    event.preventDefault();
    choose(active);
    return true;
  };
}

/** What has been typed of a word, and what it could become. */
async function offers(before, hasCommands) {
  const command = hasCommands && /^\/\S*$/.exec(before);
  if (command) return [command[0], known.commands.filter(({ name }) => name.startsWith(command[0]))];
  const [, typed = ""] = /(?:^|\s)([@#:]\S*)$/.exec(before) ?? [];
  const word = typed.slice(1).toLowerCase();
  const like = ({ name, words }) => `${name} ${words}`.toLowerCase().includes(word);
  if (typed.startsWith("@")) return [typed, known.people.filter(like)];
  if (typed.startsWith("#")) return [typed, known.channels.filter(like)];
  if (/^:[\w+-]{2,}$/.test(typed)) return [typed, await emoji(word)];
  return ["", []];
}

async function emoji(word) {
  return (await emojiLike(word)).map(({ name, picture }) => ({ name: `:${name}:`, picture, insert: `:${name}: ` }));
}

function part(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
