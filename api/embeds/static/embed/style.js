/* How the custom element looks: its colours pass WCAG AA on its own page, light and dark. */

const DARK = `
  color-scheme: dark; --page: #14181d; --ink: #e8ebef; --pale: #a9b3bd; --line: #3a424b;
  --link: #8cc2ff; --bar: #6aa9ee; --chosen: #ffb38f; --verdict: #ffb38f;`;
const STYLE = `
  :host {
    all: initial; display: block; color-scheme: light;
    --page: #ffffff; --ink: #1b1f24; --pale: #57606a; --line: #d0d7de;
    --link: #0b57a4; --bar: #2f6db0; --chosen: #8a2a0b; --verdict: #8a2a0b;
  }
  :host([hidden]) { display: none; }
  :host([theme="dark"]) { ${DARK} }
  @media (prefers-color-scheme: dark) { :host(:not([theme="light"], [theme="dark"])) { ${DARK} } }
  * { box-sizing: border-box; }
  section {
    padding: 1rem; border: 1px solid var(--line); border-radius: 8px; background: var(--page); color: var(--ink);
    font: 16px/1.8 Vazirmatn, "Segoe UI", Tahoma, "Noto Naskh Arabic", system-ui, sans-serif; text-align: start;
  }
  h2 { margin: 0; font-size: 1.2em; }
  p { margin: 0.25em 0; }
  ol { list-style: none; margin: 0; padding: 0; }
  a { color: var(--link); }
  button {
    font: inherit; color: var(--link); background: none; border: 1px solid currentColor; border-radius: 6px;
    padding: 0.1em 0.8em; margin-inline-end: 0.5em; cursor: pointer;
  }
  :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
  .bars { display: flex; align-items: flex-end; gap: 1px; block-size: 5em; border-block-end: 1px solid var(--line); }
  .bars > * { flex: 1; min-inline-size: 1px; }
  .bars button {
    align-self: stretch; margin: 0; padding: 0; border: 0; border-radius: 0; min-inline-size: 2px;
    background: linear-gradient(var(--bar), var(--bar)) bottom / 100% var(--height) no-repeat;
  }
  .bars button:hover, .bars button[aria-pressed="true"] {
    background: linear-gradient(var(--chosen), var(--chosen)) bottom / 100% var(--height) no-repeat;
  }
  .ends { display: flex; justify-content: space-between; gap: 1em; color: var(--pale); font-size: 0.85em; }
  .ends > :nth-child(2) { color: var(--ink); }
  .claims > li { padding-block: 0.5em; border-block-end: 1px solid var(--line); }
  blockquote { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
  .source, [role="status"] { color: var(--pale); font-size: 0.9em; }
  strong { color: var(--verdict); }
  .waiting { block-size: 8em; border-radius: 6px; background: var(--line); animation: pulse 1.5s infinite alternate; }
  @keyframes pulse { to { opacity: 0.4; } }
  @media (prefers-reduced-motion: reduce) { .waiting { animation: none; } }
`;

export const SHEET = new CSSStyleSheet(); // constructed, so that no policy of the page keeps it away
SHEET.replaceSync(STYLE);
