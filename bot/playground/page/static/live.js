// The stream of what changes on this page. It is opened again when it breaks, and then brings what was missed.
// A browser keeps only six connections to one host, so a tab in the background looks in only now and then.

const RETRY = 1000;
const BACKGROUND = 5000;

/** Follow the page: `on` has a function for each event, `since` gives the oldest message that is shown. */
export function follow(on, since) {
  const state = document.querySelector(".connection");
  let source = null;
  let again = null;

  function open() {
    clearTimeout(again);
    source?.close();
    const wanted = new URLSearchParams();
    const { thread, new: firstNew } = document.body.dataset;
    for (const [name, value] of Object.entries({ thread, new: firstNew, since: since() })) {
      if (value) wanted.set(name, value);
    }
    source = new EventSource(`${location.pathname}/live?${wanted}`);
    source.addEventListener("error", () => {
      state.textContent = "Trying to reconnect…";
      delete document.body.dataset.live;
      later(RETRY);
    });
    source.addEventListener("caught-up", () => {
      state.textContent = "";
      document.body.dataset.live = "yes";
      if (document.hidden) later(BACKGROUND);
    });
    source.addEventListener("moved", () => location.assign("/"));
    for (const [name, take] of Object.entries(on)) {
      source.addEventListener(name, (event) => take(JSON.parse(event.data)));
    }
  }

  function later(pause) {
    source.close();
    clearTimeout(again);
    again = setTimeout(open, pause);
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? later(BACKGROUND) : open()));
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && open());
  open();
}
