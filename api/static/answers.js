// Shows an answer as a tree in which Persian runs from right to left and can be read.
const LONG = 60;
const OPEN_ROWS = 60;

export function showAnswer(place, told) {
  const shown = [];
  if (told?.errors) shown.push(errors(told.errors));
  if (told?.data !== undefined) shown.push(copier(told), tree(told.data));
  place.replaceChildren(...shown);
}

function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

function errors(list) {
  const told = list.map((error) => {
    const code = element("code", "", error.extensions?.code ?? "");
    const message = element("bdi", "", error.message);
    const where = error.path?.join(".") ?? error.locations?.map((one) => `line ${one.line}`).join(", ") ?? "";
    return element("p", "", code, " ", message, " ", element("span", "faint", where));
  });
  return element("div", "errors", ...told);
}

function copier(told) {
  const button = element("button", "link", "Copy as JSON");
  button.type = "button";
  button.addEventListener("click", () => navigator.clipboard.writeText(JSON.stringify(told, null, 2)));
  return button;
}

function tree(value) {
  if (value === null || typeof value !== "object") return leaf(value);
  const rows = Array.isArray(value) ? value.map((one, place) => [place, one]) : Object.entries(value);
  return element("ul", "tree", ...rows.map(([name, one]) => row(name, one)));
}

function row(name, value) {
  const label = element("span", "name", String(name));
  if (value === null || typeof value !== "object") return element("li", "", label, " ", leaf(value));
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  if (count === 0) return element("li", "", label, " ", element("span", "faint", Array.isArray(value) ? "[]" : "{}"));
  const size = Array.isArray(value) ? ` ${count}` : "";
  const folded = element("details", "", element("summary", "", label, element("span", "faint", size)), tree(value));
  folded.open = count <= OPEN_ROWS;
  return element("li", "", folded);
}

function leaf(value) {
  if (typeof value !== "string") return element("span", "other", String(value));
  const shown = element("bdi", value.length > LONG ? "string long" : "string", value);
  shown.dir = "auto";
  return shown;
}
