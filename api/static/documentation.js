// Shows what the schema says: types and fields, found by name and walked through.
import { membersOf, named, written } from "./schema.js";

const MOST_FOUND = 60;

export function showDocumentation(places, schema) {
  if (!schema) {
    places.documentation.replaceChildren(paragraph("This service does not tell its schema; see docs/api.md."));
    places.sought.disabled = true;
    return;
  }
  const walk = [];
  const go = (name) => {
    const passed = walk.indexOf(name);
    walk.splice(passed < 0 ? walk.length : passed, walk.length, name);
    places.sought.value = "";
    places.trail.replaceChildren(...walk.map((one) => link(one, go)));
    places.documentation.replaceChildren(...typeParts(schema.types.get(name), go));
    places.documentation.parentElement.scrollTop = 0;
  };
  places.sought.addEventListener("input", () => {
    const words = places.sought.value.trim().toLowerCase();
    if (words) places.documentation.replaceChildren(...foundParts(schema, words, go));
    else go(walk.at(-1) ?? schema.query);
  });
  if (schema.mutation) walk.push(schema.mutation);
  go(schema.query);
}

function typeParts(type, go) {
  const parts = [heading(`${type.kind.toLowerCase().replace("_", " ")} ${type.name}`), paragraph(type.description)];
  const list = document.createElement("dl");
  for (const member of [...membersOf(type), ...(type.enumValues ?? [])]) list.append(...memberParts(member, go));
  for (const one of type.possibleTypes ?? []) list.append(term(link(one.name, go)));
  return [...parts, list];
}

function foundParts(schema, words, go) {
  const list = document.createElement("dl");
  for (const type of schema.types.values()) {
    if (list.children.length > MOST_FOUND * 2) break;
    if (type.name.startsWith("__")) continue;
    if (type.name.toLowerCase().includes(words)) list.append(term(link(type.name, go)));
    for (const member of membersOf(type)) {
      if (member.name.toLowerCase().includes(words)) {
        list.append(term(link(type.name, go), `.${member.name}: `, link(named(member.type), go, written(member.type))));
        list.append(description(member));
      }
    }
  }
  return list.children.length ? [list] : [paragraph("Nothing is called so.")];
}

function memberParts(member, go) {
  const name = document.createElement("span");
  name.textContent = member.name;
  name.classList.toggle("deprecated", Boolean(member.isDeprecated));
  const type = member.type ? [": ", link(named(member.type), go, written(member.type))] : [];
  const standard = member.defaultValue ? [` = ${member.defaultValue}`] : [];
  const told = description(member);
  for (const argument of member.args ?? []) told.append(argumentPart(argument, go));
  return [term(name, ...type, ...standard), told];
}

function argumentPart(argument, go) {
  const standard = argument.defaultValue ? ` = ${argument.defaultValue}` : "";
  const part = document.createElement("div");
  part.append(`${argument.name}: `, link(named(argument.type), go, written(argument.type)), standard);
  part.append(paragraph(argument.description));
  return part;
}

function description(member) {
  const told = document.createElement("dd");
  if (member.deprecationReason) told.append(paragraph(`Deprecated: ${member.deprecationReason}`));
  told.append(paragraph(member.description));
  return told;
}

function term(...children) {
  const made = document.createElement("dt");
  made.append(...children);
  return made;
}

function heading(text) {
  const made = document.createElement("h2");
  made.textContent = text;
  return made;
}

function paragraph(text) {
  const made = document.createElement("p");
  made.textContent = text ?? "";
  made.dir = "auto";
  return made;
}

function link(name, go, text = name) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "link";
  made.textContent = text;
  made.addEventListener("click", () => go(name));
  return made;
}
