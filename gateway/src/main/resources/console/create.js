// Makes a session, and shows its key once.

import { alertLine, field, fill, form, h } from "./dom.js";
import { t } from "./texts.js";

export function createView({ api, permissions }) {
  const message = alertLine();
  const main = h("main", { class: "narrow" });
  const displayName = h("input", { type: "text", maxlength: 256, autofocus: true, autocomplete: "off" });
  const phone = h("input", { type: "tel", autocomplete: "off", placeholder: "+5511987654321" });
  const where = permissions.creatable;
  const namespace = where === true
    ? h("input", { type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false", placeholder: permissions.defaultNamespace })
    : h("select", {}, where.map(one => h("option", { value: one, selected: one === permissions.defaultNamespace }, one)));
  const start = h("input", { type: "checkbox", checked: true, id: "start" });
  const work = async () => {
    const body = { start: start.checked };
    if (displayName.value.trim()) body.displayName = displayName.value.trim();
    // People write numbers with blanks and dashes; the API wants digits.
    if (phone.value.trim()) body.phoneNumber = "+" + phone.value.replace(/[^0-9]/g, "");
    if (namespace.value.trim()) body.namespace = namespace.value.trim();
    made(await api.json("POST", "/sessions", { body }));
  };

  function made(session) {
    const key = h("input", { type: "text", readonly: true, value: session.apiKey, class: "mono", onfocus: event => event.target.select() });
    const heading = h("h1", { tabindex: "-1" }, t("create.done", { name: session.displayName || session.name }));
    fill(main, heading, field(t("create.key"), key, t("create.keyhint")),
      h("div", { class: "row" }, copyButton(key), h("a", { href: "#/sessions/" + session.id, class: "button primary" }, t("create.goon"))));
    heading.focus();
  }

  fill(main, h("h1", { tabindex: "-1" }, t("create.title")),
    form(work, message,
      field(t("create.name"), displayName, t("create.namehint")),
      field(t("create.phone"), phone, t("create.phonehint")),
      field(t("create.namespace"), namespace),
      h("div", { class: "check" }, start, h("label", { for: "start" }, t("create.start"))),
      message,
      h("div", { class: "row" }, h("a", { href: "#/", class: "button" }, t("cancel")),
        h("button", { type: "submit", class: "primary" }, t("create.action")))));
  return { title: t("create.title"), node: main };
}

/** Copies what the input has; where browsers do not let pages do so, it is selected for the user's own keys. */
export function copyButton(input) {
  const told = h("span", { role: "status", class: "hint" });
  return [h("button", { type: "button", onclick: async () => {
    input.focus();
    input.select();
    try {
      await navigator.clipboard.writeText(input.value);
      told.textContent = t("copied");
    } catch {
      told.textContent = t("copy.yourself");
    }
  } }, t("copy")), told];
}
