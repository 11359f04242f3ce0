// The composer: grows with the text, keeps drafts, sends in order, and gives back what could not be sent.

import { attempt } from "./act.js";
import { completes } from "./complete.js";
import { pickEmoji } from "./emoji.js";
import { toEnd } from "./lists.js";

let sending = Promise.resolve();

for (const form of document.querySelectorAll(".composer")) composer(form);

function composer(form) {
  const field = form.querySelector("textarea");
  const error = form.querySelector(".composer-error");
  const { place, thread } = form.dataset;
  const draft = `draft ${document.body.dataset.as} ${place} ${thread ?? ""}`;
  const isCompleting = completes(form, field, { hasCommands: !thread });

  function write(text) {
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async function send() {
    const text = field.value;
    if (!text.trim()) return;
    write("");
    error.textContent = "";
    form.setAttribute("aria-busy", "true");
    const answer = await attempt("say", { place, thread, text });
    form.removeAttribute("aria-busy");
    if (answer.error) {
      error.textContent = answer.error;
      write(field.value ? `${text}\n${field.value}` : text);
    } else if (!thread) {
      toEnd();
    }
  }

  field.addEventListener("input", () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
    sessionStorage.setItem(draft, field.value);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || isCompleting(event)) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sending = sending.then(send);
  });
  form.querySelector("[data-does=write-emoji]").addEventListener("click", async (event) => {
    const name = await pickEmoji(event.currentTarget);
    if (name) field.setRangeText(`:${name}: `, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    write(field.value);
  });
  write(sessionStorage.getItem(draft) ?? "");
}
