// What the page says, in the language of the browser.

import { english } from "./texts-en.js";
import { portuguese } from "./texts-pt.js";

const ALL = { en: english, pt: portuguese };

/** The first of the user's languages that the page speaks. */
export function choose(languages) {
  return languages.map(tag => tag.slice(0, 2).toLowerCase()).find(tag => tag in ALL) ?? "en";
}

const spoken = globalThis.navigator?.languages ?? ["en"];

/** The language's two letters, for texts. */
export const language = choose(spoken);

/** The tag of dates and numbers: the user's own form of the language. */
export const locale = spoken.find(tag => tag.slice(0, 2).toLowerCase() === language) ?? language;

/** The text of this name, `{x}` replaced by values. */
export function t(name, values = {}) {
  return ALL[language][name].replace(/\{(\w+)}/g, (_, key) => String(values[key]));
}

/** The text of this name, or what is given when there is none, such as for a phase of a later version. */
export function named(name, otherwise) {
  return ALL[language][name] ?? otherwise;
}
