// Reads what can be asked from the service itself.
import { ask } from "./asking.js";

const ASKED = `query IntrospectionQuery {
  __schema {
    queryType { name }
    mutationType { name }
    types { ...FullType }
  }
}
fragment FullType on __Type {
  kind
  name
  description
  fields(includeDeprecated: true) {
    name
    description
    args { ...InputValue }
    type { ...TypeRef }
    isDeprecated
    deprecationReason
  }
  inputFields { ...InputValue }
  interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
  possibleTypes { ...TypeRef }
}
fragment InputValue on __InputValue {
  name
  description
  type { ...TypeRef }
  defaultValue
}
fragment TypeRef on __Type {
  kind
  name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
}`;

// The types by name, with their fields by name; null where the service does not tell.
export async function readSchema() {
  const { told } = await ask({ query: ASKED, operationName: "IntrospectionQuery" }, "");
  const found = told?.data?.__schema;
  if (!found) return null;
  const types = new Map(found.types.map((type) => [type.name, type]));
  return { types, query: found.queryType.name, mutation: found.mutationType?.name };
}

export const named = (type) => (type.ofType ? named(type.ofType) : type.name);

export function written(type) {
  if (type.kind === "NON_NULL") return `${written(type.ofType)}!`;
  return type.kind === "LIST" ? `[${written(type.ofType)}]` : type.name;
}

export const membersOf = (type) => type?.fields ?? type?.inputFields ?? [];
