// The page for asking: joins what is written, what is answered and what the schema says.
import { ask } from "./asking.js";
import { showAnswer } from "./answers.js";
import { showDocumentation } from "./documentation.js";
import { fitting } from "./fitting.js";
import { EXAMPLES } from "./examples.js";
import { readSchema } from "./schema.js";

const KEPT = "gozareh.question";
const MOST_SHOWN = 40;
const at = (id) => document.getElementById(id);
const query = at("query"), variables = at("variables"), operation = at("operation"), run = at("run");
let schema = null;

function restore() {
  const told = new URLSearchParams(location.hash.slice(1) || location.search);
  const kept = JSON.parse(localStorage.getItem(KEPT) ?? "null");
  query.value = told.get("query") ?? kept?.query ?? EXAMPLES[0].query;
  variables.value = told.get("variables") ?? (told.has("query") ? "" : kept?.variables ?? EXAMPLES[0].variables ?? "");
}

function keep() {
  localStorage.setItem(KEPT, JSON.stringify({ query: query.value, variables: variables.value }));
  const shared = new URLSearchParams({ query: query.value });
  if (variables.value.trim()) shared.set("variables", variables.value);
  history.replaceState(null, "", `${location.pathname}#${shared}`);
}

function state(words, isWrong = false) {
  at("state").textContent = words;
  at("state").classList.toggle("wrong", isWrong);
}

function parsedVariables() {
  if (!variables.value.trim()) return undefined;
  try {
    return JSON.parse(variables.value);
  } catch (error) {
    throw new Error(`The variables are no JSON: ${error.message}`);
  }
}

async function answer() {
  run.disabled = true;
  state("Asking …");
  try {
    keep();
    const asked = { query: query.value, variables: parsedVariables() };
    if (!operation.hidden) asked.operationName = operation.value;
    const { status, milliseconds, bytes, told } = await ask(asked, at("key").value);
    const cost = told?.extensions?.cost;
    const price = cost ? ` · cost ${cost.requested} of ${cost.limit}` : "";
    state(`${status} · ${Math.round(milliseconds)} ms · ${(bytes / 1000).toFixed(1)} kB${price}`, status >= 400);
    showAnswer(at("answer"), told);
  } catch (error) {
    state(error.message, true);
  } finally {
    run.disabled = false;
  }
}

function listOperations() {
  const names = [...query.value.matchAll(/^\s*(?:query|mutation)\s+(\w+)/gm)].map((found) => found[1]);
  operation.hidden = names.length < 2;
  const chosen = operation.value;
  operation.replaceChildren(...names.map((name) => new Option(name, name, false, name === chosen)));
}

function showFitting() {
  if (!schema) return;
  const before = query.value.slice(0, query.selectionStart);
  const chips = fitting(schema, before).slice(0, MOST_SHOWN).map((one) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.textContent = one.name;
    chip.title = one.title;
    chip.addEventListener("click", () => take(one.name));
    return chip;
  });
  at("fitting").replaceChildren(...chips);
}

function take(name) {
  const end = query.selectionStart;
  const start = end - /\w*$/.exec(query.value.slice(0, end))[0].length;
  query.focus();
  query.setRangeText(name, start, end, "end");
  changed();
}

function typed(event) {
  const [first] = at("fitting").children;
  const isWord = /\w$/.test(query.value.slice(0, query.selectionStart));
  if (event.key === "Tab" && !event.shiftKey && isWord && first) {
    event.preventDefault();
    take(first.textContent);
  } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    indent();
  }
}

function indent() {
  const before = query.value.slice(0, query.selectionStart);
  const margin = /(?:^|\n)([ ]*)[^\n]*$/.exec(before)[1];
  const opens = before.endsWith("{"), closes = query.value[query.selectionEnd] === "}";
  const inner = `\n${margin}${opens ? "  " : ""}`;
  query.setRangeText(inner + (opens && closes ? `\n${margin}` : ""), query.selectionStart, query.selectionEnd, "end");
  if (opens && closes) query.selectionStart = query.selectionEnd -= margin.length + 1;
  changed();
}

function changed() {
  listOperations();
  showFitting();
}

function listExamples() {
  const title = new Option("Examples", "", true, true);
  at("examples").replaceChildren(title, ...EXAMPLES.map((one, place) => new Option(one.title, place)));
  at("examples").addEventListener("change", ({ target }) => {
    const example = EXAMPLES[target.value];
    query.value = example.query;
    variables.value = example.variables ?? "";
    target.value = "";
    changed();
    answer();
  });
}

async function start() {
  listExamples();
  restore();
  query.addEventListener("input", changed);
  query.addEventListener("keydown", typed);
  document.addEventListener("selectionchange", () => document.activeElement === query && showFitting());
  document.addEventListener("keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && answer());
  run.addEventListener("click", answer);
  schema = await readSchema();
  showDocumentation({ documentation: at("documentation"), trail: at("trail"), sought: at("sought") }, schema);
  changed();
}

start();
