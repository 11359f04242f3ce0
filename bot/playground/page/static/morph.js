// Makes a living element look like new HTML without replacing what stays: focus, caret, typed text, open menus and
// scroll positions survive. An attribute changes only where the server says something else than it said before.

const told = new WeakMap();

/** Remember what the server said about an element and everything in it, before scripts touch it. */
export function remember(root) {
  if (root.nodeType === Node.ELEMENT_NODE) told.set(root, attributesOf(root));
  for (const element of root.querySelectorAll("*")) told.set(element, attributesOf(element));
}

/** The elements of some HTML. */
export function parsed(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

/** Give an element the content of the HTML. */
export function morphInside(element, html) {
  children(element, parsed(html));
}

/** Make one element look like another. */
export function morph(living, wanted) {
  attributes(living, wanted);
  children(living, wanted);
}

function children(living, wanted) {
  const kept = new Set([...wanted.childNodes].map(key).filter(Boolean));
  let at = living.firstChild;
  for (const next of [...wanted.childNodes]) {
    while (at && key(at) && !kept.has(key(at))) at = removed(at);
    const found = key(next) ? [...living.childNodes].find((node) => key(node) === key(next)) : at;
    if (found && alike(found, next)) {
      if (found === at) at = at.nextSibling;
      else living.insertBefore(found, at);
      if (found.nodeType === Node.ELEMENT_NODE) morph(found, next);
      else if (found.data !== next.data) found.data = next.data;
    } else {
      if (next.nodeType === Node.ELEMENT_NODE) remember(next);
      living.insertBefore(next, at);
      if (at && !key(at) && !key(next) && at.nodeType === next.nodeType) at = removed(at);
    }
  }
  while (at) at = removed(at);
}

function removed(node) {
  const following = node.nextSibling;
  node.remove();
  return following;
}

function alike(one, other) {
  return one.nodeName === other.nodeName && key(one) === key(other);
}

function key(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.dataset.key || node.id : "";
}

function attributes(living, wanted) {
  const before = told.get(living) ?? attributesOf(living);
  const after = attributesOf(wanted);
  told.set(living, after);
  for (const name of Object.keys({ ...before, ...after })) {
    if (before[name] === after[name]) continue;
    if (name in after) living.setAttribute(name, after[name]);
    else living.removeAttribute(name);
    if (living === document.activeElement) continue;
    if (name === "value" && "value" in living) living.value = after.value ?? "";
    if (name === "checked" || name === "selected") living[name] = name in after;
  }
}

function attributesOf(element) {
  return Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
}
