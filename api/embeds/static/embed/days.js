/* Days as people write and read them, in the Jalali and the Gregorian calendar, by what the browser knows of both. */

const DAY_MS = 86_400_000;
const FIRST_GREGORIAN_YEAR = 1700; // a year before it is Jalali
const PERSIAN = "۰۱۲۳۴۵۶۷۸۹";
const ARABIC = "٠١٢٣٤٥٦٧٨٩";

const isoDay = (time) => new Date(time).toISOString().slice(0, 10);

const formats = new Map();

/* The day, month and year of an instant (UTC) in a calendar, `persian` or `gregory`, as a locale writes them. */
const partsOf = (time, calendar, locale = "en-u-nu-latn", month = "numeric") => {
  const key = [calendar, locale, month].join();
  if (!formats.has(key)) {
    const options = { calendar, timeZone: "UTC", day: "numeric", month, year: "numeric" };
    formats.set(key, new Intl.DateTimeFormat(locale, options));
  }
  return Object.fromEntries(formats.get(key).formatToParts(time).map((part) => [part.type, part.value]));
};

/* The instant at which a Jalali year begins: between the 17th and the 24th of March. */
const jalaliYear = (year) => {
  for (let day = 17; day <= 24; day += 1) {
    const time = Date.UTC(year + 621, 2, day);
    const parts = partsOf(time, "persian");
    if (parts.month === "1" && parts.day === "1") return time;
  }
  return NaN;
};

const jalaliMonth = (year, month) => {
  if (month > 12) return jalaliYear(year + 1);
  return jalaliYear(year) + DAY_MS * (month <= 7 ? 31 * (month - 1) : 186 + 30 * (month - 7));
};

/* The first day, and the day after the last one, of a day, month or year as a person writes it; null for none. */
export const period = (told) => {
  const plain = told
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]/g, "")
    .replace(/[۰-۹]/g, (digit) => PERSIAN.indexOf(digit))
    .replace(/[٠-٩]/g, (digit) => ARABIC.indexOf(digit))
    .trim();
  const found = /^(\d{4})(?:([-/.])(\d{1,2})(?:\2(\d{1,2}))?)?$/.exec(plain);
  if (!found) return null;
  const [year, month, day] = [found[1], found[3], found[4]].map((part) => (part === undefined ? null : Number(part)));
  if (year === 0 || (month !== null && (month < 1 || month > 12))) return null;
  const isJalali = year < FIRST_GREGORIAN_YEAR;
  const first = (y, m) => (isJalali ? jalaliMonth(y, m) : Date.UTC(y, m - 1, 1));
  let start = first(year, month ?? 1);
  let end = month === null ? first(year + 1, 1) : first(year, month + 1);
  if (day !== null) {
    const after = start + DAY_MS * day;
    if (day < 1 || after > end) return null;
    [start, end] = [after - DAY_MS, after];
  }
  return Number.isNaN(start) || Number.isNaN(end) ? null : [isoDay(start), isoDay(end)];
};

const OF_THE_OTHER = { fa: (told) => `${told} میلادی`, en: (told) => `${told} (Jalali)` };

/* The day of a claim in the language's own calendar and in the other one; a month or year in the one that it is of,
   which is named where it is not the language's own. */
export const worded = (saidOn, precision, language, about) => {
  const time = Date.parse(saidOn);
  const calendars = language === "fa" ? ["persian", "gregory"] : ["gregory", "persian"];
  const begins = (calendar) => {
    const { day, month } = partsOf(time, calendar);
    return precision === "DAY" || (day === "1" && (precision === "MONTH" || month === "1"));
  };
  const told = (calendar) => {
    const { day, month, year } = partsOf(time, calendar, language === "fa" ? "fa-IR" : "en-GB", "long");
    const parts = { DAY: [day, month, year], MONTH: [month, year], YEAR: [year] }[precision];
    return parts.join(" ").replace("\u0654", ""); // some browsers write «مهٔ», the service «مه»
  };
  const [own, other] = calendars.map((calendar) => (begins(calendar) ? told(calendar) : null));
  if (!own) return other ? OF_THE_OTHER[language](other) : `${about} ${told(calendars[0])}`;
  return other ? `${own} (${other})` : own;
};

/* The text with all its digits Persian, or all Latin. */
export const withDigits = (text, isPersian) =>
  isPersian
    ? String(text).replace(/[0-9]/g, (digit) => PERSIAN[digit])
    : String(text).replace(/[۰-۹]/g, (digit) => PERSIAN.indexOf(digit));
