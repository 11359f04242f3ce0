// Acts of the person whose page this is: sent one by one, answered with JSON.

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
