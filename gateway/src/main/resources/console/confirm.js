// Asks before something is done that cannot be taken back.

import { alertLine, button, field, h } from "./dom.js";
import { t } from "./texts.js";

/**
 * Asks; does the work when it is confirmed, and stays open with the reason when it fails.
 * With `word` that has to be typed first; `choice` is a further element, such as a checkbox.
 */
export function confirm({ title, text, action, word, choice, work }) {
  return new Promise(done => {
    const message = alertLine();
    const typed = h("input", { type: "text", autocomplete: "off", autocapitalize: "none", spellcheck: "false" });
    const go = button(action, async () => {
      await work();
      close(true);
    }, { kind: "danger", message });
    const cancel = button(t("cancel"), async () => close(false));
    go.disabled = Boolean(word);
    typed.addEventListener("input", () => (go.disabled = typed.value.trim() !== word));
    const heading = h("h2", { id: "confirm-title" }, title);
    const dialog = h("dialog", { "aria-labelledby": "confirm-title" }, heading, h("p", {}, text), choice,
      word && field(t("confirm.type", { word }), typed), message, h("div", { class: "row end" }, cancel, go));
    const close = answer => {
      dialog.close();
      dialog.remove();
      done(answer);
    };
    dialog.addEventListener("cancel", event => {
      event.preventDefault();
      close(false);
    });
    document.body.append(dialog);
    dialog.showModal();
    (word ? typed : cancel).focus();
  });
}
