// The drawer with what Slack and the app said to each other; it is filled only while it is open.

import { fetched } from "./act.js";
import { parsed } from "./morph.js";

const drawer = document.querySelector("#wire");
const entries = drawer.querySelector("ol");
const LAST = 100;
let loading = Promise.resolve();

/** Fetch what has been said since the newest exchange that is listed. */
export function listen() {
  if (!drawer.hidden) loading = loading.then(load);
}

async function load() {
  const after = entries.firstElementChild?.dataset.key ?? 0;
  const html = await fetched("/wire", { after });
  if (html === null) return;
  entries.prepend(parsed(html));
  while (entries.children.length > LAST) entries.lastElementChild.remove();
}

drawer.addEventListener("drawer", listen);
