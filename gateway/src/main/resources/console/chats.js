// The chats of a session, and one of them beside the list.

import { chatPane } from "./chat.js";
import { alertLine, button, field, fill, form, h } from "./dom.js";
import { address, number, when } from "./format.js";
import { named, t } from "./texts.js";

const PAGE = 50;

export function chatsTab(page, rest) {
  const message = alertLine();
  const list = h("ul", { class: "chatlist" });
  const none = h("p", { class: "hint", role: "status" });
  const pane = h("div", { class: "pane" });
  const node = h("div", { class: "chats" });
  const unread = h("input", { type: "checkbox", id: "unread" });
  let wanted = PAGE;
  let shown = [];
  let asked = 0;
  let chosen = "";
  let chat;
  const more = button(t("more"), async () => {
    wanted += PAGE;
    await load();
  }, { message });

  async function load() {
    const mine = ++asked;
    let items = [];
    let answer;
    do {
      const parameters = { limit: Math.min(200, wanted - items.length), cursor: answer?.nextCursor, unread: unread.checked ? "true" : "" };
      answer = await page.api.get(page.path(["chats"], parameters), page.signal);
      items = items.concat(answer.items);
    } while (answer.nextCursor && items.length < wanted);
    if (mine !== asked) return;
    shown = items;
    more.hidden = !answer.nextCursor;
    none.textContent = items.length > 0 ? "" : t("chats.none");
    message.textContent = "";
    showList();
  }

  function refresh() {
    return load().catch(problem => {
      if (problem.name === "AbortError") return;
      if (problem.status === 401) throw problem;
      message.textContent = problem.message;
    });
  }

  function showList() {
    const focused = list.querySelector(":focus")?.dataset.chat;
    fill(list, shown.map(entry));
    if (focused) list.querySelector(`[data-chat="${CSS.escape(focused)}"]`)?.focus();
  }

  function entry(one) {
    const last = one.lastMessage;
    const said = !last ? "" : last.deleted ? t("message.deleted") : last.preview || named("type." + last.type, last.type);
    return h("li", {}, h("a", { href: page.href("chats", one.id), "data-chat": one.id, class: "entry", "aria-current": one.id === chosen ? "true" : null },
      h("strong", {}, one.name || address(one.id)),
      h("time", { datetime: one.lastMessageAt }, when(one.lastMessageAt)),
      h("span", { class: "said" }, last?.fromMe ? t("chats.you") + " " : "", said),
      one.unread > 0 && h("span", { class: "unread", "aria-label": t("chats.unread", { count: number(one.unread) }) }, number(one.unread)),
      one.unread === 0 && one.markedUnread && h("span", { class: "unread", "aria-label": t("chats.marked") }, "•")));
  }

  function choose(id) {
    chosen = id ?? "";
    chat?.leave();
    node.classList.toggle("open", chosen !== "");
    chat = chosen ? chatPane(page, chosen, () => shown.find(one => one.id === chosen)) : undefined;
    fill(pane, chat ? chat.node : h("p", { class: "hint empty" }, t("chats.choose")));
    showList();
  }

  const to = h("input", { type: "tel", autocomplete: "off", required: true, placeholder: "+5511987654321" });
  const begin = form(async () => {
    const digits = to.value.includes("@") ? to.value.trim() : to.value.replace(/[^0-9]/g, "") + "@s.whatsapp.net";
    location.hash = page.href("chats", digits);
    to.value = "";
  }, message, field(t("chats.to"), to), h("button", { type: "submit" }, t("chats.begin")));

  // Many events may come at once, such as with the history of a phone that was just linked.
  let soon;
  page.listen(event => {
    if (/^dev\.kubezap\.(message|chat|contact|group|history)\./.test(event.type) || event.type === "console.open") {
      soon ??= setTimeout(() => {
        soon = undefined;
        refresh();
      }, 300);
    }
  }, page.signal);
  page.signal.addEventListener("abort", () => (clearTimeout(soon), chat?.leave()));
  unread.addEventListener("change", refresh);
  more.hidden = true;
  fill(node, h("div", { class: "side" }, message,
    h("div", { class: "row" }, h("div", { class: "check" }, unread, h("label", { for: "unread" }, t("chats.onlyunread")))),
    page.may("send") && h("details", {}, h("summary", {}, t("chats.new")), begin), none, list, more), pane);
  choose(rest[0]);
  refresh();
  return {
    node,
    update(next) {
      if ((next[0] ?? "") !== chosen) choose(next[0]);
      return true;
    },
  };
}
