// Keeps the picture up to date, in the viewer's own zone where the address names none, and says when it cannot.

const EVERY = 15_000;
const picture = document.getElementById("picture");
const news = document.getElementById("news");
const asked = new URLSearchParams(location.search);
const named = asked.has("zone");
let newest = new Date();

if (!named) {
  asked.set("zone", Intl.DateTimeFormat().resolvedOptions().timeZone);
}

async function refresh() {
  try {
    const answer = await fetch(`wall/picture?${asked}`, { signal: AbortSignal.timeout(EVERY) });
    if (answer.status === 403) {
      location.reload();
      return;
    }
    if (!answer.ok) {
      throw new Error(answer.statusText);
    }
    show(await answer.text());
    newest = new Date();
    news.textContent = "";
  } catch {
    news.textContent = `No news since ${newest.toLocaleTimeString()}: the wall cannot be reached.`;
  }
}

function show(drawn) {
  const table = picture.querySelector(".table");
  const [focused, scrolled] = [table !== null && table === document.activeElement, table?.scrollLeft ?? 0];
  picture.innerHTML = drawn;
  const anew = picture.querySelector(".table");
  anew?.scrollTo(scrolled, 0);
  if (focused) {
    anew?.focus({ preventScroll: true });
  }
}

setInterval(refresh, EVERY);
if (!named) {
  refresh();
}
