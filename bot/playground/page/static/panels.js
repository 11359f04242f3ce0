// The demo's panels: their buttons and forms go to the panel of that name; an answer may lead to another page.

import { act } from "./act.js";

async function ask(panel, wanted, control) {
  if (control?.getAttribute("aria-busy")) return;
  control?.setAttribute("aria-busy", "true");
  const answer = await act("panel", { ...wanted, panel });
  control?.removeAttribute("aria-busy");
  if (answer.go) location.assign(answer.go);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-panel]");
  if (button && button.getAttribute("aria-disabled") !== "true") {
    ask(button.dataset.panel, JSON.parse(button.dataset.wanted ?? "{}"), button);
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-panel]");
  if (!form) return;
  event.preventDefault();
  ask(form.dataset.panel, Object.fromEntries(new FormData(form, event.submitter)), event.submitter);
});
