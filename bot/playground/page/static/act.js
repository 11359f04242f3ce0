// What the page asks of its server: acts of the person whose page it is, answered with JSON, and things to look up.

const address = `/as/${encodeURIComponent(document.body.dataset.as)}/do`;

/** Do something; the answer has an `error`, a sentence, where it did not work. */
export async function attempt(kind, detail = {}) {
  try {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...detail, act: kind }),
    });
    return response.ok ? await response.json() : { error: await response.text() };
  } catch {
    return { error: "The page cannot reach its server. Is it still running?" };
  }
}

/** Do something, and say at the edge of the page where it did not work. */
export async function act(kind, detail = {}) {
  const answer = await attempt(kind, detail);
  if (answer.error) toast(answer.error);
  return answer;
}

/** What an address answers, as text; null where it does not, which the line that says “Trying to reconnect” tells. */
export async function fetched(path, wanted) {
  try {
    const response = await fetch(`${path}?${new URLSearchParams(wanted)}`);
    return response.ok ? await response.text() : null;
  } catch {
    return null;
  }
}

/** Show a sentence for a while; it stays as long as the pointer or the focus is on it. */
export function toast(sentence) {
  const note = document.createElement("p");
  note.className = "toast";
  note.append(sentence);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-icon";
  close.setAttribute("aria-label", "Dismiss");
  close.textContent = "×";
  close.addEventListener("click", () => note.remove());
  note.append(close);
  document.querySelector(".toasts").append(note);
  const leave = () => (note.matches(":hover, :focus-within") ? setTimeout(leave, 2000) : note.remove());
  setTimeout(leave, 8000);
}
