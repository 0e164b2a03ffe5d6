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

  /** The place of the bar below a pointer. */
  at(event) {
    const box = this.plot.getBoundingClientRect();
    const part = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 0.999999);
    return Math.floor((this.isMirrored ? 1 - part : part) * this.names.length);
  }

  drag(event) {
    if (event.button !== 0) return;
    const begun = this.at(event);
    const move = (moved) => {
      const now = this.at(moved);
      this.range = [Math.min(begun, now), Math.max(begun, now)];
      this.show();
    };
    const end = (ended) => {
      this.plot.removeEventListener("pointermove", move);
      if (ended.type === "pointerup") { move(ended); this.apply(); }
    };
    this.plot.setPointerCapture(event.pointerId);
    this.plot.addEventListener("pointermove", move);
    this.plot.addEventListener("pointerup", end, { once: true });
    this.plot.addEventListener("pointercancel", end, { once: true });
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

  /** Brings the claims of the range; `thumb` is the end that has the focus, and keeps it. */
  apply(thumb) {
    const address = new URL(location.href);
    for (const name of ["from", "to", "after", "before"]) address.searchParams.delete(name);
    const [first, last] = this.range;
    if (first > 0 || last < this.last) {
      address.searchParams.set("from", this.names[first]);
      address.searchParams.set("to", this.names[last]);
    }
    address.hash = "";
    bring(address, { thumb });
  }
}

let histogram;

async function bring(address, { thumb, isBack = false } = {}) {
  const claims = document.getElementById("claims");
  claims.setAttribute("aria-busy", "true");
  document.getElementById("told").textContent = claims.dataset.loading;
  try {
    const response = await fetch(address, { headers: { accept: "text/html" } });
    if (!response.ok) throw new Error(String(response.status));
    const found = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const id of PARTS) {
      const [old, fresh] = [document.getElementById(id), found.getElementById(id)];
      if (!old || !fresh) continue;
      if (old.open) fresh.open = true;
      old.replaceWith(document.adoptNode(fresh));
      letCopy(fresh);
    }
    document.getElementById("told").textContent = found.getElementById("told").dataset.told;
    if (!isBack) history.pushState(null, "", address);
    begin();
    if (thumb !== undefined) histogram?.thumbs[thumb].focus();
  } catch {
    location.assign(address); // the whole page says what is wrong
  }
}

function begin() {
  const figure = document.getElementById("histogram");
  histogram = figure ? new Histogram(figure) : undefined;
  for (const help of document.querySelectorAll(".scripted")) help.hidden = false;
}

addEventListener("popstate", () => bring(new URL(location.href), { isBack: true }));
begin();
