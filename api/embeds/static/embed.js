/* A timeline of what somebody is reported to have said, for any page:

   <script type="module" src="https://gozareh.example.org/embed.js"></script>
   <gozareh-timeline speaker="…" from="1399-08" to="1400" lang="fa" theme="auto" digits="persian"></gozareh-timeline>

   speaker is an id or a full name; from and to are days, months or years, Jalali or Gregorian; lang is fa or en; theme
   is light, dark or auto; digits are persian or latin, by the language where nothing is told. All but speaker can be
   left out. The service that this script came from is asked, by GET, for what everybody may read. */

import { SERVICE, Trouble, ask, rangeOf } from "./embed/asking.js";
import { withDigits, worded } from "./embed/days.js";
import { SHEET } from "./embed/style.js";
import { WORDS, filled } from "./embed/words.js";

const PAGE = 10;
const MOST_BARS = 60; // five years of months; a longer time is counted by the year
const WAIT_MS = 30_000;
const DENIED = ["MISATTRIBUTED", "FABRICATED"]; // what the speaker did not say

const made = (name, attributes = {}, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const link = (address, ...children) => made("a", { href: address, target: "_blank", rel: "noopener" }, ...children);

/* The address, where it is one of the web: articles tell their own, and another could run as a script. */
const webAddress = (told) => {
  try {
    const address = new URL(told);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
};

class GozarehTimeline extends HTMLElement {
  static observedAttributes = ["speaker", "from", "to", "lang", "digits"];

  #root = this.attachShadow({ mode: "open" });
  #asking = new AbortController();
  #isWaiting = false;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [SHEET];
  }

  connectedCallback() {
    this.#start();
  }

  disconnectedCallback() {
    this.#asking.abort();
  }

  attributeChangedCallback(_, before, now) {
    if (before !== now) this.#start();
  }

  get #language() {
    return this.getAttribute("lang")?.startsWith("en") ? "en" : "fa";
  }

  get #isPersian() {
    const told = this.getAttribute("digits");
    return told === "persian" || (told !== "latin" && this.#language === "fa");
  }

  /* Words of the language with what fills their gaps, of which numbers have the digits that are asked for. */
  #say(key, ...given) {
    const numbers = given.map((one) => (typeof one === "number" ? this.#digits(one) : one));
    const words = WORDS[this.#language];
    const found = (given.at(-1) === 1 && words[`${key}One`]) || words[key];
    return filled(this.#digits(found), ...numbers);
  }

  #digits(text) {
    return withDigits(text, this.#isPersian);
  }

  /* Several attributes that change together are one change. */
  #start() {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    queueMicrotask(() => {
      this.#isWaiting = false;
      if (this.isConnected) this.#load();
    });
  }

  async #load() {
    const show = this.#frame();
    await this.#attempt(show, async (signal) => {
      const speaker = this.getAttribute("speaker")?.trim();
      if (!speaker) throw new Trouble("noSpeaker");
      const isId = /^speaker_[0-9a-f]{32}$/.test(speaker);
      const range = rangeOf(this.getAttribute("from"), this.getAttribute("to"));
      const where = isId ? { speakerIds: [speaker] } : { speakerName: speaker };
      if (Object.keys(range).length) where.saidWithin = range;
      const isFa = this.#language === "fa";
      show.variables = {
        [isId ? "id" : "name"]: speaker, where, interval: "MONTH", calendar: isFa ? "JALALI" : "GREGORIAN",
        language: isFa ? "FA" : "EN", first: PAGE, counted: true, listed: true,
      };
      const told = await ask(show.variables, signal);
      if (!told.speaker) throw new Trouble("unknown");
      let { timeline } = told;
      if (timeline.buckets.length > MOST_BARS) {
        ({ timeline } = await ask({ ...show.variables, interval: "YEAR", listed: false }, signal));
      }
      this.#fill(show, told, timeline.buckets.map((one) => ({ ...one, label: this.#digits(one.label) })));
    });
  }

  /* Do what asks, unless something else is asked meanwhile; what goes wrong is told where the claims would stand. */
  async #attempt(show, work) {
    this.#asking.abort();
    const asking = new AbortController();
    this.#asking = asking;
    const waiting = setTimeout(() => asking.abort(), WAIT_MS);
    show.section.setAttribute("aria-busy", "true");
    try {
      await work(asking.signal);
    } catch (error) {
      if (this.#asking === asking && this.isConnected) this.#fail(show, error);
    } finally {
      clearTimeout(waiting);
      if (this.#asking === asking) show.section.removeAttribute("aria-busy");
    }
  }

  /* The empty frame that is shown while the claims come. */
  #frame() {
    const language = this.#language;
    const title = made("h2", { id: "title", hidden: "" });
    const status = made("p", { role: "status" }, this.#say("loading"));
    const body = made("div", {}, made("div", { class: "waiting" }));
    const direction = language === "fa" ? "rtl" : "ltr";
    const section = made("section", { lang: language, dir: direction, "aria-label": this.#say("service") });
    section.append(title, status, body);
    this.#root.replaceChildren(section);
    return { section, title, status, body, bars: [], chosen: null };
  }

  #fill(show, told, buckets) {
    const { section, title, body } = show;
    const latin = this.#language === "en" ? told.speaker.latin : null;
    title.textContent = this.#say("title", latin ?? told.speaker.name);
    title.hidden = false;
    section.removeAttribute("aria-label");
    section.setAttribute("aria-labelledby", "title");
    show.total = told.claims.totalCount;
    show.list = made("ol", { class: "claims" });
    show.more = made("button", { type: "button" }, this.#say("more"));
    show.clear = made("button", { type: "button", hidden: "" }, this.#say("clear"));
    show.more.addEventListener("click", () => this.#goOn(show));
    show.clear.addEventListener("click", () => this.#choose(show, null));
    section.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && show.chosen) this.#choose(show, null);
    });
    const page = new URL(`${this.#language}/speakers/${encodeURIComponent(told.speaker.id)}`, SERVICE);
    const foot = made("p", {}, show.more, show.clear, link(page, this.#say("all")));
    body.replaceChildren(...(show.total ? this.#chart(show, buckets) : []), show.list, foot);
    this.#list(show, told.claims);
  }

  #chart(show, buckets) {
    const most = Math.max(...buckets.map((one) => one.count), 1);
    const tip = made("span");
    const bars = made("div", { class: "bars", role: "toolbar", "aria-label": this.#say("chart") });
    for (const bucket of buckets) {
      if (!bucket.count) {
        bars.append(made("span"));
        continue;
      }
      const label = this.#say("filtered", bucket.label, bucket.count);
      const bar = made("button", { type: "button", "aria-label": label, "aria-pressed": "false", tabindex: "-1" });
      bar.style.setProperty("--height", `${Math.max(4, (100 * bucket.count) / most)}%`);
      bar.addEventListener("click", () => this.#choose(show, show.chosen === bucket ? null : bucket));
      for (const [event, text] of [["focus", label], ["mouseenter", label], ["blur", ""], ["mouseleave", ""]]) {
        bar.addEventListener(event, () => (tip.textContent = text));
      }
      show.bars.push({ bar, bucket });
      bars.append(bar);
    }
    if (!show.bars.length) return [];
    show.bars[0].bar.tabIndex = 0;
    bars.addEventListener("keydown", (event) => this.#move(show, event));
    const ends = [buckets[0], buckets.at(-1)].map((one) => made("span", {}, one.label));
    return [bars, made("p", { class: "ends", "aria-hidden": "true" }, ends[0], tip, ends[1])];
  }

  /* Move by keys from bar to bar, of which one alone is reached by Tab; later ones stand where the language goes on. */
  #move(show, event) {
    const bars = show.bars.map((one) => one.bar);
    const here = bars.indexOf(this.#root.activeElement);
    const later = this.#language === "fa" ? "ArrowLeft" : "ArrowRight";
    const earlier = this.#language === "fa" ? "ArrowRight" : "ArrowLeft";
    const places = { [later]: here + 1, [earlier]: here - 1, Home: 0, End: bars.length - 1 };
    const place = places[event.key];
    if (place === undefined || here < 0) return;
    event.preventDefault();
    const next = bars[Math.min(Math.max(place, 0), bars.length - 1)];
    this.#reach(show, next);
    next.focus();
  }

  #reach(show, bar) {
    for (const one of show.bars) one.bar.tabIndex = one.bar === bar ? 0 : -1;
  }

  /* Show the claims of one bar, or, for null, of all. */
  async #choose(show, bucket) {
    const held = this.#root.activeElement;
    show.chosen = bucket;
    for (const one of show.bars) {
      one.bar.setAttribute("aria-pressed", String(one.bucket === bucket));
      if (one.bucket === bucket) this.#reach(show, one.bar);
    }
    await this.#attempt(show, async (signal) => {
      const told = await ask(this.#listing(show), signal);
      show.list.replaceChildren();
      this.#list(show, told.claims);
      show.clear.hidden = !bucket;
      if (held === show.clear) show.bars.find((one) => one.bar.tabIndex === 0)?.bar.focus();
    });
  }

  async #goOn(show) {
    await this.#attempt(show, async (signal) => {
      const told = await ask({ ...this.#listing(show), after: show.cursor }, signal);
      const [first] = this.#list(show, told.claims);
      if (show.more.hidden) first?.focus();
    });
  }

  #listing(show) {
    const { start: gte, end: lt } = show.chosen ?? {};
    const where = { ...show.variables.where, ...(show.chosen ? { and: [{ saidWithin: { gte, lt } }] } : {}) };
    return { ...show.variables, where, counted: false };
  }

  /* Add claims to the list, and say how many there are; the first links of those that were added. */
  #list(show, claims) {
    const added = claims.nodes.map((claim) => this.#claim(claim));
    show.list.append(...added);
    show.cursor = claims.pageInfo.endCursor;
    show.more.hidden = !claims.pageInfo.hasNextPage;
    const shown = show.list.childElementCount;
    const count = show.chosen
      ? this.#say("filtered", show.chosen.label, claims.totalCount)
      : this.#say("count", claims.totalCount);
    const isPart = shown > PAGE || (shown < claims.totalCount && shown > 0);
    const rest = isPart ? ` · ${this.#say("listed", shown, claims.totalCount)}` : "";
    show.status.textContent = claims.totalCount ? count + rest : this.#say("none");
    return added.map((one) => one.querySelector("a"));
  }

  #claim(claim) {
    const words = made("blockquote", { lang: "fa", dir: "rtl" }, claim.content);
    const page = new URL(`${this.#language}/claims/${encodeURIComponent(claim.id)}`, SERVICE);
    const day = claim.saidOn && worded(claim.saidOn, claim.saidOnPrecision, this.#language, this.#say("about"));
    const told = [link(page, day ? this.#digits(day) : this.#say("unknownDay"))];
    const address = webAddress(claim.article.url);
    const outlet = claim.article.outlet?.name;
    if (address) told.push(link(address, made("bdi", {}, outlet ?? this.#say("article"))));
    else if (outlet) told.push(made("bdi", {}, outlet));
    const verdict = claim.verdict?.[this.#language === "fa" ? "labelFa" : "labelEn"];
    if (verdict) told.push(made("strong", {}, this.#say("verdict", verdict)));
    const found = claim.attribution && made("strong", {}, this.#say(claim.attribution));
    const isDenied = DENIED.includes(claim.attribution);
    if (found && !isDenied) told.push(found);
    const source = made("p", { class: "source" }, ...told.flatMap((one) => [" · ", one]).slice(1));
    return made("li", {}, ...(isDenied ? [made("p", {}, found)] : []), words, source);
  }

  #fail(show, error) {
    const trouble = error instanceof Trouble ? error : new Trouble("failed", error.message);
    const speaker = this.getAttribute("speaker")?.trim() ?? "";
    const isId = /^speaker_[0-9a-f]{32}$/.test(speaker);
    const page = new URL(this.#language + (isId ? `/speakers/${speaker}` : "/"), SERVICE);
    const again = made("button", { type: "button" }, this.#say("again"));
    again.addEventListener("click", () => this.#load());
    show.status.textContent = this.#say(trouble.key, ...trouble.given);
    show.section.removeAttribute("aria-busy");
    show.body.replaceChildren(made("p", {}, again, link(page, this.#say("open"))));
  }
}

if (!customElements.get("gozareh-timeline")) customElements.define("gozareh-timeline", GozarehTimeline);
