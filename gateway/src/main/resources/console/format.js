// Times, numbers and names as people read them.

import { locale, t } from "./texts.js";

const CLOCK = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
const DAY = new Intl.DateTimeFormat(locale, { dateStyle: "short" });
const FULL = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
const NUMBER = new Intl.NumberFormat(locale);

/** The time of today, or the day. */
export function when(text) {
  const date = new Date(text);
  return date.toDateString() === new Date().toDateString() ? CLOCK.format(date) : DAY.format(date);
}

export function day(text) {
  return DAY.format(new Date(text));
}

export function clock(text) {
  return CLOCK.format(new Date(text));
}

export function full(text) {
  return text ? FULL.format(new Date(text)) : t("none");
}

export function number(value) {
  return value === undefined || value === null ? t("none") : NUMBER.format(value);
}

/** Minutes and seconds until then, never below zero. */
export function countdown(text, now = Date.now()) {
  const seconds = Math.max(0, Math.ceil((Date.parse(text) - now) / 1000));
  return Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
}

/** The number of an address, with its +; an address that has none as it is. */
export function address(jid) {
  if (!jid) return "";
  const [user, server] = jid.split("@");
  return server === "s.whatsapp.net" || server === "c.us" ? "+" + user : jid;
}

export function size(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  let power = 0;
  while (bytes >= 1000 && power < units.length - 1) {
    bytes /= 1000;
    power++;
  }
  const shown = { style: "unit", unit: units[power], unitDisplay: power ? "short" : "long", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale, shown).format(bytes);
}
