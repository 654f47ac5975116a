// What happens in the session while one looks.

import { button, fill, h } from "./dom.js";
import { address, full, clock } from "./format.js";
import { t } from "./texts.js";

const KEPT = 200;

export function eventsTab(page) {
  const list = h("ol", { class: "events" });
  const none = h("p", { class: "hint", role: "status" }, t("events.none"));
  const filter = h("input", { type: "search", "aria-label": t("events.filter"), placeholder: t("events.filter") });
  const paused = h("input", { type: "checkbox", id: "paused" });
  const matches = item => item.dataset.type.includes(filter.value.trim());

  page.listen(event => {
    if (event.type.startsWith("console.") || paused.checked) return;
    none.hidden = true;
    const type = event.type.replace(/^dev\.kubezap\./, "");
    const item = h("li", { "data-type": type }, h("details", {},
      h("summary", {}, h("time", { datetime: event.time, title: full(event.time) }, clock(event.time)), " ", h("code", {}, type), " ", address(event.subject)),
      h("pre", {}, JSON.stringify(event, null, 2))));
    item.hidden = !matches(item);
    list.prepend(item);
    while (list.children.length > KEPT) list.lastChild.remove();
  }, page.signal);
  filter.addEventListener("input", () => [...list.children].forEach(item => (item.hidden = !matches(item))));
  return {
    node: h("div", {},
      h("div", { class: "row filters" }, filter, h("div", { class: "check" }, paused, h("label", { for: "paused" }, t("events.pause"))),
        button(t("events.clear"), async () => fill(list), { kind: "quiet" })), none, list),
  };
}
