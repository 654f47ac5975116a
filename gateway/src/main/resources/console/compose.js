// Writes into a chat: a text, or a file with words to it.

import { alertLine, button, form, h, random } from "./dom.js";
import { size } from "./format.js";
import { t } from "./texts.js";

/** What the API takes as what; anything else goes as a document. */
const KINDS = { "image/jpeg": "image", "image/png": "image", "image/webp": "image", "video/mp4": "video", "video/3gpp": "video",
  "audio/mpeg": "audio", "audio/mp4": "audio", "audio/aac": "audio", "audio/ogg": "audio", "audio/amr": "audio" };

export function compose(page, chat, sent) {
  const message = alertLine();
  const told = h("p", { class: "hint", role: "status" });
  const text = h("textarea", { rows: 2, "aria-label": t("send.text"), placeholder: t("send.text"), maxlength: 65536 });
  const file = h("input", { type: "file", id: "file", class: "filepick", "aria-label": t("send.file") });
  const chosen = h("span", { class: "hint" });
  const without = button(t("send.nofile"), async () => choose(null), { kind: "quiet" });

  // The same message keeps its key, so that sending it again after a fault sends it once.
  let key = random(16);
  const anew = () => (key = random(16));

  function choose(one) {
    if (!one) file.value = "";
    chosen.textContent = one ? one.name + " · " + size(one.size) : "";
    without.hidden = !one;
    anew();
  }

  async function send() {
    const words = text.value.trim();
    const one = file.files[0];
    if (!words && !one) return;
    told.textContent = one ? t("send.uploading") : "";
    const answer = await page.api.json("POST", page.path(["messages"]), {
      body: one ? asForm(chat, words, one) : { to: chat, type: "text", text: words },
      headers: { "Idempotency-Key": "console-" + key },
    }).finally(() => (told.textContent = ""));
    text.value = "";
    choose(null);
    told.textContent = answer.status === "queued" || answer.status === "prepared" ? t("send.queued") : "";
    await sent();
    text.focus();
  }

  text.addEventListener("input", anew);
  text.addEventListener("keydown", event => {
    // A keyboard on glass has no other way to a new line.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && !matchMedia("(pointer: coarse)").matches) {
      event.preventDefault();
      node.requestSubmit();
    }
  });
  file.addEventListener("change", () => choose(file.files[0]));
  const node = form(send, message, text,
    h("div", { class: "row" }, h("label", { for: "file", class: "button" }, t("send.file")), file, chosen, without,
      h("span", { class: "grow" }), h("button", { type: "submit", class: "primary" }, t("send.action"))));
  without.hidden = true;
  node.classList.add("compose");
  return h("div", {}, told, message, node);
}

/** A file and what is said to it. Sounds have no words of their own. */
function asForm(chat, words, file) {
  const type = KINDS[file.type] ?? "document";
  const form = new FormData();
  form.append("to", chat);
  form.append("type", type);
  if (words && type !== "audio") form.append("caption", words);
  form.append("media", file, file.name);
  return form;
}
