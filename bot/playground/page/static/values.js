// What the controls of a message, a window or the home tab hold, and how it is put back after they are drawn again.

const KEEPING = "[data-type]";

export const blockOf = (control) => control.closest("[data-block]")?.dataset.block ?? "";

const checksIn = (fieldset) => [...fieldset.querySelectorAll(".option input")];

const isSearched = (control) => control.getAttribute("role") === "combobox";

// An option's value, a list of them, an id, a date or a text; null for nothing.
export function valueOf(control) {
  if (control.matches("fieldset")) {
    const checked = checksIn(control).filter((check) => check.checked).map((check) => check.value);
    return control.dataset.type === "radio_buttons" ? (checked[0] ?? null) : checked;
  }
  return (isSearched(control) ? control.dataset.value : control.value) || null;
}

// Everything that a form holds: { block id: { action id: value } }. The ids are the app's, so the objects have no parents.
export function values(container) {
  const found = Object.create(null);
  for (const control of container.querySelectorAll(KEEPING)) {
    const actions = (found[blockOf(control)] ??= Object.create(null));
    actions[control.dataset.action] = valueOf(control);
  }
  return found;
}

// The same, with the words of what the app's own search has offered, so that it can be put back.
export function save(container) {
  return [...container.querySelectorAll(KEEPING)].map(saveOne);
}

export function saveOne(control) {
  const { action, type } = control.dataset;
  const words = isSearched(control) ? control.value : null;
  const options = type === "multi_external_select" ? checksIn(control).map((check) => check.closest(".option")) : [];
  return { block: blockOf(control), action, type, value: valueOf(control), words, options };
}

// Put saved values back where block id, action id and type are still the same, as Slack does.
export function restore(container, saved) {
  for (const control of container.querySelectorAll(KEEPING)) {
    const { action, type } = control.dataset;
    const before = saved.find((each) => each.block === blockOf(control) && each.action === action && each.type === type);
    if (before) restoreOne(control, before);
  }
}

export function restoreOne(control, before) {
  if (control.matches("fieldset")) {
    if (control.dataset.type === "multi_external_select") {
      for (const check of checksIn(control)) check.closest(".option").remove();
      control.append(...before.options);
    }
    const chosen = Array.isArray(before.value) ? before.value : [before.value];
    for (const check of checksIn(control)) check.checked = chosen.includes(check.value);
    summarize(control);
  } else if (isSearched(control)) {
    control.dataset.value = before.value ?? "";
    control.value = control.dataset.words = before.words;
  } else if (!control.matches("select") || [...control.options].some((option) => option.value === before.value)) {
    control.value = before.value ?? "";
  }
}

// A folded menu says what is chosen in it.
export function summarize(fieldset) {
  const summary = fieldset.closest("details.several")?.querySelector("summary");
  if (!summary) return;
  const chosen = checksIn(fieldset).filter((check) => check.checked);
  const words = chosen.map((check) => check.closest(".option").textContent.trim()).join(", ");
  summary.textContent = words || summary.dataset.placeholder;
  summary.setAttribute("aria-label", `${summary.dataset.name}: ${words || "nothing chosen"}`);
}

// The most that may be chosen is chosen: what is not can only be chosen after something else is given up.
export function limit(fieldset) {
  const most = Number(fieldset.dataset.most ?? Infinity);
  const checks = checksIn(fieldset);
  const full = checks.filter((check) => check.checked).length >= most;
  for (const check of checks) check.disabled = full && !check.checked;
}
