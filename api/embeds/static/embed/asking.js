/* What the custom element asks the service that it came from, and what can go wrong with that. */

import { period } from "./days.js";

export const SERVICE = new URL("/", import.meta.url);
const DOCUMENT = "sha256:15b20567f4b6be76a8d3e1a59e248d38c8e63f1e24c0e2822f58f3a64bc6832d"; // documents/embed.graphql

/* What a reader can be told; `key` is of WORDS, `given` fills its gaps. */
export class Trouble extends Error {
  constructor(key, ...given) {
    super(key);
    this.key = key;
    this.given = given;
  }
}

/* The filter for the days from one to another, as attributes tell them; {} for all. */
export const rangeOf = (from, to) => {
  const range = {};
  for (const [field, told, bound, side] of [["from", from, "gte", 0], ["to", to, "lt", 1]]) {
    if (!told) continue;
    const found = period(told);
    if (!found) throw new Trouble("badDay", field);
    range[bound] = found[side];
  }
  if (range.gte && range.lt && range.gte >= range.lt) throw new Trouble("backwards");
  return range;
};

/* The answer to the document of the embed with these variables. */
export const ask = async (variables, signal) => {
  const address = new URL("graphql", SERVICE);
  address.searchParams.set("documentId", DOCUMENT);
  address.searchParams.set("variables", JSON.stringify(variables));
  let answer;
  try {
    const response = await fetch(address, { headers: { accept: "application/json" }, credentials: "omit", signal });
    answer = await response.json();
  } catch {
    throw new Trouble("blocked", SERVICE.host, location.origin);
  }
  const [error] = answer.errors ?? [];
  if (!error) return answer.data;
  const seconds = error.extensions?.retryAfter;
  throw seconds ? new Trouble("busy", seconds) : new Trouble("failed", error.message);
};
