// The drawer with what Slack and the app said to each other; it is filled only while it is open.

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
  const response = await fetch(`/wire?${new URLSearchParams({ after })}`);
  entries.prepend(parsed(await response.text()));
  while (entries.children.length > LAST) entries.lastElementChild.remove();
}

drawer.addEventListener("drawer", listen);
