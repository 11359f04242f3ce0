// The lists of messages: the channel, and the thread beside it. New ones come from the stream, older ones on demand.

import { act, fetched } from "./act.js";
import { morph, parsed, remember } from "./morph.js";

const scroller = document.querySelector("[data-scroll]");
const older = document.querySelector("[data-does=older]");
const beginning = document.querySelector(".beginning");
const jump = document.querySelector("[data-does=jump]");
const announcer = document.querySelector(".announcer");
const PAGE = 50;
let isLoading = false;

const list = (name) => document.querySelector(`[data-list=${name}]`);
const entry = (inside, key) => inside.querySelector(`:scope > [data-key="${CSS.escape(key)}"]`);

/** The time stamp of the oldest message that the channel shows here. */
export function oldest() {
  return list("channel")?.querySelector(".message")?.dataset.ts;
}

/** Put entries into a list and take others out; `whole` means that nothing else belongs there. */
export function change({ list: name, whole, put, drop }) {
  const inside = list(name);
  if (!inside) return;
  const isAtEnd = atEnd();
  const stays = new Set(put.map(({ key }) => key));
  const gone = whole ? [...inside.children].map(({ dataset }) => dataset.key).filter((key) => !stays.has(key)) : drop;
  for (const key of gone) entry(inside, key)?.remove();
  const added = put.map((each) => placed(inside, each, whole)).filter(Boolean);
  const news = whole ? [] : added.filter(isNews);
  if (news.length) {
    announce(news);
    if (name === "channel" && !isAtEnd) jump.hidden = false;
  }
  if (name === "channel" && added.length) read();
}

/** Note that the person sees this place, where they do. */
export function read() {
  const { place } = document.body.dataset;
  if (!document.hidden && (list("channel") || place === "home")) act("read", { place });
}

/** Show the newest message. */
export function toEnd() {
  if (!scroller) return;
  scroller.scrollTop = 0;
  jump.hidden = true;
}

/** Put one entry in its place: the element where it is new here, nothing where it was there or is above what is shown. */
function placed(inside, { key, after, html }, whole) {
  const wanted = parsed(html).firstElementChild;
  const there = entry(inside, key);
  if (there) {
    morph(there, wanted);
    return null;
  }
  const above = after && entry(inside, after);
  remember(wanted);
  if (above) above.after(wanted);
  else if (whole || after === null || !inside.children.length) inside.prepend(wanted);
  else return null;
  return wanted;
}

function isNews(added) {
  const message = added.querySelector(".message");
  return message && !message.getAttribute("aria-label").startsWith(document.querySelector(".persona-name").textContent);
}

function announce(news) {
  const [message] = news.map((each) => each.querySelector(".message"));
  const said = [...message.querySelectorAll(".text")].map((part) => part.textContent).join(" ");
  const words = said.replace(/\s+/g, " ").trim().slice(0, 140);
  announcer.textContent = news.length > 1 ? `${news.length} new messages` : `${message.getAttribute("aria-label")}: ${words}`;
}

/** The scroller runs from its end upwards: there, its position is 0. */
function atEnd() {
  return !scroller || scroller.scrollTop > -40;
}

async function loadOlder() {
  if (isLoading || older.hidden) return;
  isLoading = true;
  const wanted = { before: oldest() ?? "", new: document.body.dataset.new ?? "" };
  const html = await fetched(`${location.pathname}/older`, wanted);
  isLoading = false;
  if (html === null) return;
  const more = parsed(html);
  remember(more);
  older.hidden = more.querySelectorAll(".message").length < PAGE;
  beginning.hidden = !older.hidden;
  list("channel").prepend(more);
}

if (scroller) {
  older.addEventListener("click", loadOlder);
  new IntersectionObserver(([seen]) => seen.isIntersecting && loadOlder(), { root: scroller, rootMargin: "400px" }).observe(
    older,
  );
  jump.addEventListener("click", () => {
    toEnd();
    document.querySelector("#message")?.focus();
  });
  scroller.addEventListener("scroll", () => atEnd() && (jump.hidden = true), { passive: true });

  // A thread that opens or closes is another page of the same channel, which stays where it was.
  const { as, place } = document.body.dataset;
  const left = JSON.parse(sessionStorage.getItem("left") ?? "{}");
  if (left.as === as && left.place === place) scroller.scrollTop = left.top;
  addEventListener("pagehide", () => {
    sessionStorage.setItem("left", JSON.stringify({ as, place, top: scroller.scrollTop }));
  });
}
