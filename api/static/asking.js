// Sends a question to the address of this page.
export async function ask(question, key) {
  const headers = { "content-type": "application/json", accept: "application/graphql-response+json, application/json" };
  if (key) headers.authorization = `Bearer ${key}`;
  const started = performance.now();
  const response = await fetch(location.pathname, {
    method: "POST",
    headers,
    body: JSON.stringify(question),
    credentials: "same-origin",
  });
  const text = await response.text();
  const milliseconds = performance.now() - started;
  return { status: response.status, milliseconds, bytes: new Blob([text]).size, told: read(text) };
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { errors: [{ message: text }] };
  }
}
