/** Lets a reader choose a range in the histogram by dragging or by keyboard, and brings its claims without a new page. */
import { letCopy } from "./copy.js";

const PARTS = ["preferences", "histogram", "years", "filter", "claims", "embed", "take"];

class Histogram {
  constructor(figure) {
    this.figure = figure;
    this.names = figure.dataset.names.split(" ");
    this.counts = figure.dataset.counts.split(" ").map(Number);
    this.labels = figure.dataset.labels.split("|");
    this.last = this.names.length - 1;
    this.numbers = new Intl.NumberFormat(figure.dataset.digits === "persian" ? "fa" : "en");
    this.isMirrored = getComputedStyle(figure).direction === "rtl";
    const { first, last } = figure.dataset;
    this.range = first === "" ? [0, this.last] : [Number(first), Number(last)];
    this.shade = document.createElement("div");
    this.shade.className = "shade";
    this.plot = document.createElement("div");
    this.plot.className = "plot";
    const picture = figure.querySelector("svg");
    picture.querySelector(".range")?.remove();
    picture.before(this.plot);
    this.thumbs = ["first", "last"].map((end, place) => this.thumb(place, figure.dataset[`${end}Label`]));
    this.plot.append(picture, this.shade, ...this.thumbs);
    this.said = document.createElement("p");
    this.said.className = "help said";
    this.said.setAttribute("role", "status");
    figure.append(this.said);
    this.plot.addEventListener("pointerdown", (event) => this.drag(event));
    this.show();
    if ("outside" in figure.dataset) this.said.textContent = ""; // the range that was asked for is not in the picture
  }

  thumb(place, label) {
    const thumb = document.createElement("span");
    thumb.className = "thumb";
    thumb.tabIndex = 0;
    thumb.setAttribute("role", "slider");
    thumb.setAttribute("aria-label", label);
    thumb.setAttribute("aria-valuemin", "0");
    thumb.setAttribute("aria-valuemax", String(this.last));
    thumb.addEventListener("keydown", (event) => this.press(event, place));
    return thumb;
  }

  /** How far along the bars a pointer is, in bars: 0 is where the first one begins. */
  position(event) {
    const box = this.plot.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    return (this.isMirrored ? 1 - part : part) * this.names.length;
  }

  /** The place of the bar at a position, or of the bar nearest to it. */
  bar(position) {
    return Math.min(Math.max(Math.floor(position), 0), this.last);
  }

  /** Follows a pointer: it moves the end whose thumb it took hold of, or makes a new range from the bar below it. */
  drag(event) {
    if (event.button !== 0 || !event.isPrimary) return;
    const before = this.range;
    const held = this.thumbs.indexOf(event.target);
    const begun = this.position(event);
    // A thumb stands at an edge of its bar: the pointer counts as if it had begun in the middle of that bar.
    const [fixed, shift] = held === -1 ? [this.bar(begun), 0] : [before[1 - held], before[held] + 0.5 - begun];
    const drag = new AbortController();
    this.dragged = new Promise((resolve) => drag.signal.addEventListener("abort", resolve));
    const move = (moved) => {
      const now = this.bar(this.position(moved) + shift);
      this.range = [Math.min(fixed, now), Math.max(fixed, now)];
      this.show();
    };
    const end = (ended) => {
      drag.abort();
      move(ended);
      const isCrossed = this.range[1 - held] !== before[1 - held];
      this.apply(isCrossed ? 1 - held : held);
    };
    const cancel = () => {
      drag.abort();
      this.range = before;
      this.show();
    };
    this.plot.setPointerCapture(event.pointerId);
    this.plot.addEventListener("pointermove", move, { signal: drag.signal });
    this.plot.addEventListener("pointerup", end, { signal: drag.signal });
    this.plot.addEventListener("pointercancel", cancel, { signal: drag.signal });
    move(event);
  }

  press(event, place) {
    const later = this.isMirrored ? "ArrowLeft" : "ArrowRight";
    const earlier = this.isMirrored ? "ArrowRight" : "ArrowLeft";
    const steps = { [later]: 1, ArrowUp: 1, [earlier]: -1, ArrowDown: -1, PageUp: 12, PageDown: -12 };
    let [first, last] = this.range;
    let to = place ? last : first;
    if (event.key in steps) to += steps[event.key];
    else if (event.key === "Home") to = 0;
    else if (event.key === "End") to = this.last;
    else if (event.key === "Enter") return this.apply(place);
    else if (event.key === "Escape") { this.range = [0, this.last]; this.show(); return this.apply(place); }
    else return undefined;
    event.preventDefault();
    to = Math.min(Math.max(to, 0), this.last);
    this.range = place ? [Math.min(first, to), to] : [to, Math.max(last, to)];
    this.show();
    return undefined;
  }

  show() {
    const [first, last] = this.range;
    const many = this.names.length;
    const begin = (first / many) * 100;
    const end = ((last + 1) / many) * 100;
    this.shade.hidden = first === 0 && last === this.last;
    this.shade.style.insetInlineStart = `${begin}%`;
    this.shade.style.inlineSize = `${end - begin}%`;
    this.thumbs[0].style.insetInlineStart = `${begin}%`;
    this.thumbs[1].style.insetInlineStart = `${end}%`;
    this.range.forEach((place, one) => {
      this.thumbs[one].setAttribute("aria-valuenow", String(place));
      this.thumbs[one].setAttribute("aria-valuetext", this.digits(this.labels[place]));
    });
    const count = this.counts.slice(first, last + 1).reduce((sum, one) => sum + one, 0);
    const { range, rangeOne } = this.figure.dataset;
    this.said.textContent = (count === 1 ? rangeOne : range)
      .replace("{first}", this.digits(this.labels[first]))
      .replace("{last}", this.digits(this.labels[last]))
      .replace("{n}", this.numbers.format(count));
  }

  digits(text) {
    const persian = "۰۱۲۳۴۵۶۷۸۹";
    return this.figure.dataset.digits === "persian"
      ? text.replace(/[0-9]/g, (digit) => persian[digit])
      : text.replace(/[۰-۹]/g, (digit) => persian.indexOf(digit));
  }

  /** Brings the claims of the range; `thumb` is the end that keeps the focus, -1 where neither has it. */
  apply(thumb) {
    const address = new URL(location.href);
    for (const name of ["from", "to", "after", "before"]) address.searchParams.delete(name);
    const [first, last] = this.range;
    if (first > 0 || last < this.last) {
      address.searchParams.set("from", this.names[first]);
      address.searchParams.set("to", this.names[last]);
    }
    address.hash = "";
    bring(address, thumb);
  }
}

/** Without what follows `#`, which moves a reader on the same page. */
const shownBy = (address) => address.pathname + address.search;

let histogram;
let asking = new AbortController();
let shown = shownBy(location);

/** Shows what is at an address. What was asked for earlier is given up, and an answer waits until a drag has ended. */
async function bring(address, thumb) {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  const claims = document.getElementById("claims");
  claims.setAttribute("aria-busy", "true");
  document.getElementById("told").textContent = claims.dataset.loading;
  try {
    const response = await fetch(address, { headers: { accept: "text/html" }, signal });
    if (!response.ok) throw new Error(String(response.status));
    const found = new DOMParser().parseFromString(await response.text(), "text/html");
    await histogram?.dragged;
    if (signal.aborted) return;
    put(found);
    if (shownBy(address) !== shown) history.pushState(null, "", address);
    shown = shownBy(address);
    begin();
    histogram?.thumbs[thumb]?.focus();
  } catch {
    if (!signal.aborted) location.assign(address); // the whole page says what is wrong
  }
}

/** Puts the parts of a page that was found in the place of those that are shown. */
function put(found) {
  for (const id of PARTS) {
    const [old, fresh] = [document.getElementById(id), found.getElementById(id)];
    if (!old || !fresh) continue;
    if (old.open) fresh.open = true;
    old.replaceWith(document.adoptNode(fresh));
    letCopy(fresh);
  }
  document.getElementById("told").textContent = found.getElementById("told").dataset.told;
}

function begin() {
  const figure = document.getElementById("histogram");
  histogram = figure ? new Histogram(figure) : undefined;
  for (const help of document.querySelectorAll(".scripted")) help.hidden = false;
}

addEventListener("popstate", () => {
  const here = shownBy(location);
  if (here === shown) return;
  shown = here;
  bring(new URL(here, location.origin));
});
begin();
