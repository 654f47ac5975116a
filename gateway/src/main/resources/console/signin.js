// Where the user gives the key. It is kept by this tab alone, until the tab is closed or the user signs out.

import { Api } from "./api.js";
import { Permissions } from "./caller.js";
import { alertLine, field, form, h } from "./dom.js";
import { t } from "./texts.js";

const PLACE = "kubezap.key";

/** The key of this tab; null without one. */
export function storedKey() {
  return sessionStorage.getItem(PLACE);
}

export function forgetKey() {
  sessionStorage.removeItem(PLACE);
}

/** Who the key is of. */
export async function identify(key) {
  return new Permissions(await new Api(key).get("/caller"));
}

/** The page that asks for a key; `done` is told the key and whom it is of. */
export function signIn(done, told = "") {
  const message = alertLine();
  message.textContent = told;
  const input = h("input", { type: "password", autocomplete: "off", required: true, autofocus: true });
  const work = async () => {
    const key = input.value.trim();
    if (!/^[\x21-\x7e]+$/.test(key)) throw new Error(t("signin.malformed"));
    const permissions = await identify(key);
    sessionStorage.setItem(PLACE, key);
    done(key, permissions);
  };
  return h("main", { class: "narrow" },
    h("h1", { tabindex: "-1" }, t("signin.title")),
    h("p", {}, t("signin.text")),
    form(work, message, field(t("signin.key"), input, t("signin.hint")), message,
      h("button", { type: "submit", class: "primary" }, t("signin.action"))));
}
