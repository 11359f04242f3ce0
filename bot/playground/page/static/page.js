// One page of the local Slack: what comes by the stream goes to its region, what is pressed goes to the server.

import "./blocks.js";
import "./compose.js";
import "./drawers.js";
import "./panels.js";
import { act } from "./act.js";
import { pickEmoji } from "./emoji.js";
import { follow } from "./live.js";
import { change, oldest, read } from "./lists.js";
import { closeMenu } from "./menus.js";
import { morphInside, remember } from "./morph.js";
import { showWindow } from "./windows.js";
import { listen } from "./wire.js";

remember(document.body);

function region({ name, html }) {
  if (name === "title") document.title = html;
  const element = document.querySelector(`[data-region="${name}"]`);
  if (element) morphInside(element, html);
  if (name === "wire") listen();
}

const doing = {
  react: (control, message) => act("react", { ...message, emoji: control.dataset.emoji }),
  dismiss: (_, message) => act("dismiss", message),
  shortcut(control, message) {
    closeMenu({ refocus: true });
    return act("shortcut", { ...message, callback: control.dataset.callback });
  },
  async "pick-emoji"(control, message) {
    const emoji = await pickEmoji(control);
    if (emoji) await act("react", { ...message, emoji });
  },
};

document.addEventListener("click", async ({ target }) => {
  const control = target.closest("[data-does]");
  const todo = doing[control?.dataset.does];
  if (!todo || control.getAttribute("aria-busy")) return;
  const { channel, ts } = control.closest(".message")?.dataset ?? {};
  if (control.dataset.does !== "pick-emoji") control.setAttribute("aria-busy", "true");
  await todo(control, { channel, ts });
  control.removeAttribute("aria-busy");
});

document.addEventListener("visibilitychange", () => document.body.dataset.place !== "home" && read());
read();
follow({ region, messages: change, window: ({ html }) => showWindow(html) }, oldest);
