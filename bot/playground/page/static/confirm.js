// The question that a button or menu may ask before it acts.

export function confirmed(asked) {
  const { title, html, confirm, deny, style } = JSON.parse(asked);
  const dialog = document.createElement("dialog");
  dialog.className = "window confirm";
  dialog.setAttribute("aria-labelledby", "confirm-title");
  dialog.innerHTML = `
    <form method="dialog" class="window-form">
      <header class="window-head"><h2 id="confirm-title"></h2></header>
      <div class="window-blocks"><div class="text"></div></div>
      <footer class="window-foot">
        <button class="button" value=""></button>
        <button class="button" value="yes"></button>
      </footer>
    </form>`;
  dialog.querySelector("h2").textContent = title;
  // The server has drawn these words, as it has the page itself; the rest of the question is plain text.
  dialog.querySelector(".text").innerHTML = html;
  const [no, yes] = dialog.querySelectorAll("button");
  no.textContent = deny;
  yes.textContent = confirm;
  yes.classList.add(`button-${style}`);
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
