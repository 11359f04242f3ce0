// Where a control stands, in a message or in a window or home tab, and how what it does is told to the server.

import { act, attempt } from "./act.js";
import { blockOf, values } from "./values.js";

// The control as an act names it; out of a window or home tab the form goes along as it stands.
export function about(control) {
  const view = control.closest("[data-view]");
  const named = { block: blockOf(control), action: control.dataset.action };
  if (view) return { where: { view: view.dataset.view }, ...named, values: values(view) };
  const { channel, ts } = control.closest(".message").dataset;
  return { where: { channel, ts }, ...named };
}

// Do something; what goes wrong in a window is said there, because it lies over everything else.
export async function tell(control, kind, detail) {
  const trouble = control.closest("dialog")?.querySelector(".window-trouble");
  if (!trouble) return act(kind, detail);
  const answer = await attempt(kind, detail);
  trouble.textContent = answer.error ?? "";
  trouble.hidden = !answer.error;
  return answer;
}
