// Tells what can stand where the cursor is: fields, arguments, fields of inputs, values of enums and types.
import { membersOf, named, written } from "./schema.js";

const TOKEN = /"""[\s\S]*?(?:"""|$)|"(?:\\.|[^"\\\n])*"?|#[^\n]*|\.\.\.|[A-Za-z_]\w*|[{}()[\]:$!=@]|[^\s,]/g;
const OPERATIONS = ["query", "mutation"];

export function fitting(schema, before) {
  const word = /\w*$/.exec(before)[0];
  const place = placeOf(schema, before.slice(0, before.length - word.length));
  const starts = (one) => one.name.toLowerCase().startsWith(word.toLowerCase());
  return candidates(schema, place).filter((one) => starts(one) && one.name !== word);
}

function candidates(schema, { scope, last, member }) {
  if (last === "on") return composites(schema);
  if (!scope) return last === undefined || last === "}" ? OPERATIONS.map((name) => ({ name, title: "" })) : [];
  if (scope.kind === "variables") return [];
  if (scope.kind === "fields") return told([...(scope.type?.fields ?? []), { name: "__typename", description: "" }]);
  if (scope.kind === "values" || last === ":") return values(schema, member);
  return told(scope.members);
}

function composites(schema) {
  return [...schema.types.values()]
    .filter((type) => ["OBJECT", "INTERFACE", "UNION"].includes(type.kind) && !type.name.startsWith("__"))
    .map((type) => ({ name: type.name, title: type.description ?? "" }));
}

function values(schema, member) {
  const type = member && schema.types.get(named(member.type));
  if (type?.name === "Boolean") return ["true", "false"].map((name) => ({ name, title: "" }));
  return told(type?.enumValues ?? []);
}

function told(members) {
  return members.map((one) => {
    const type = one.type ? written(one.type) : "";
    return { name: one.name, title: [type, one.description].filter(Boolean).join("\n") };
  });
}

// The scope around the end of a text, its last token, and the field or argument that was named last.
function placeOf(schema, text) {
  const scopes = [];
  let root = schema.types.get(schema.query), last, member = null, condition = null;
  for (const token of text.match(TOKEN) ?? []) {
    if (token.startsWith("#")) continue;
    const scope = scopes.at(-1);
    if (token === "{") {
      scopes.push(opened(schema, scope, { root, member, condition }));
      member = condition = null;
    } else if (token === "(") {
      scopes.push(scope ? { kind: "arguments", members: member?.args ?? [], of: member } : { kind: "variables" });
    } else if (token === "[") {
      scopes.push({ kind: "values", of: member });
    } else if ("})]".includes(token)) {
      member = scopes.pop()?.of ?? null;
    } else if (last === "on") {
      condition = schema.types.get(token);
      if (!scope) root = condition;
    } else if (!scope && OPERATIONS.includes(token)) {
      root = schema.types.get(schema[token]);
    } else if (scope && /^[A-Za-z_]/.test(token) && last !== "..." && last !== "$" && last !== "@") {
      member = memberOf(scope, token, last) ?? member;
    }
    last = token;
  }
  return { scope: scopes.at(-1), last, member };
}

function opened(schema, scope, { root, member, condition }) {
  if (!scope) return { kind: "fields", type: root };
  if (scope.kind === "fields") {
    return { kind: "fields", type: condition ?? (member ? schema.types.get(named(member.type)) : scope.type) };
  }
  return { kind: "input", members: member ? membersOf(schema.types.get(named(member.type))) : [], of: member };
}

function memberOf(scope, name, last) {
  if (scope.kind === "fields") return scope.type?.fields?.find((one) => one.name === name) ?? null;
  return last === ":" || scope.kind === "values" ? null : scope.members?.find((one) => one.name === name) ?? null;
}
