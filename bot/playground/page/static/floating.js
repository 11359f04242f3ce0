// Lists that open beside a control: over everything else, below it where there is room, else above.

const GAP = 4;
const EDGE = 8;

export function float(list, anchor, { asWide = false } = {}) {
  list.hidden = false;
  list.popover = "manual";
  list.showPopover();
  const at = anchor.getBoundingClientRect();
  list.style.inset = "auto";
  list.style.margin = "0";
  list.style.minWidth = asWide ? `${at.width}px` : "";
  const { width, height } = list.getBoundingClientRect();
  const isAbove = at.bottom + GAP + height > window.innerHeight && at.top - GAP - height > 0;
  list.style.top = `${isAbove ? at.top - GAP - height : at.bottom + GAP}px`;
  list.style.left = `${Math.max(EDGE, Math.min(at.left, window.innerWidth - width - EDGE))}px`;
}

export function sink(list) {
  if (list.matches(":popover-open")) list.hidePopover();
  list.hidden = true;
}
