// What was accepted and waits to be sent.

import { confirm } from "./confirm.js";
import { alertLine, button, fill, h } from "./dom.js";
import { address, full } from "./format.js";
import { named, t } from "./texts.js";

export function queueTab(page) {
  const message = alertLine();
  const list = h("ul", { class: "cards" });
  const none = h("p", { class: "hint", role: "status" });
  const all = button(t("queue.all"), () => confirm({
    title: t("queue.all"), text: t("queue.ask"), action: t("queue.all"),
    async work() {
      await page.api.json("DELETE", page.path(["queue"]));
      await load();
    },
  }), { kind: "danger-quiet", message });
  const again = button(t("refresh"), () => load(), { message });

  async function load() {
    const answer = await page.api.get(page.path(["queue"], { limit: 200 }), page.signal);
    none.textContent = answer.items.length === 0 ? t("queue.none") : t(answer.nextCursor ? "queue.first" : "queue.total", { count: answer.items.length });
    all.hidden = answer.items.length === 0 || !page.may("manage");
    message.textContent = "";
    fill(list, answer.items.map(item));
  }

  function item(one) {
    const said = one.message?.text || one.message?.caption || named("type." + one.message?.type, one.message?.type ?? "");
    return h("li", { class: "card" }, h("strong", {}, one.kind === "change" ? t("queue.change") : address(one.chatId)), h("span", {}, said),
      h("span", { class: "hint" }, one.sendAt ? t("queue.sendat", { when: full(one.sendAt) }) : t("queue.since", { when: full(one.acceptedAt) })),
      page.may("manage") && button(t("queue.cancel"), async () => {
        await page.api.json("DELETE", page.path(["queue", one.id]));
        await load();
      }, { kind: "danger-quiet", message }));
  }

  function refresh() {
    return load().catch(problem => {
      if (problem.name === "AbortError") return;
      if (problem.status === 401) throw problem;
      message.textContent = problem.message;
    });
  }

  let soon;
  page.listen(event => {
    if (/^dev\.kubezap\.message\.(status|sent|change-failed)/.test(event.type) || event.type === "console.open") {
      soon ??= setTimeout(() => {
        soon = undefined;
        refresh();
      }, 500);
    }
  }, page.signal);
  page.signal.addEventListener("abort", () => clearTimeout(soon));
  all.hidden = true;
  refresh();
  return { node: h("div", {}, h("div", { class: "row" }, again, all), message, none, list) };
}
