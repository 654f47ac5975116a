// One chat: its messages, the newest at the end, and what writes into it.

import { compose } from "./compose.js";
import { alertLine, button, fill, h } from "./dom.js";
import { address, day } from "./format.js";
import { messageItem } from "./message.js";
import { t } from "./texts.js";

const PAGE = 50;

/** `known` tells what the list of chats knows of it, when it does. */
export function chatPane(page, id, known) {
  const leaving = new AbortController();
  const message = alertLine();
  const items = new Map(); // by id; the API's pages begin with the newest
  const shown = new Map(); // the elements of the messages as they are shown
  const log = h("ol", { class: "log", "aria-label": t("chat.messages"), tabindex: "0" });
  const title = h("h2", { tabindex: "-1" }, known()?.name || address(id));
  const none = h("p", { class: "hint", role: "status" });
  let cursor;
  const older = button(t("chat.older"), () => load(cursor), { kind: "quiet", message });
  const read = button(t("chat.read"), async () => {
    await page.api.json("POST", page.path(["chats", id, "read"]), {});
    read.hidden = true;
  }, { kind: "quiet", message });

  async function load(from) {
    const answer = await page.api.get(page.path(["chats", id, "messages"], { limit: PAGE, cursor: from }), leaving.signal);
    if (!from) forget(answer.items);
    if (from || items.size === 0) cursor = answer.nextCursor;
    for (const one of answer.items) items.set(one.id, one);
    message.textContent = "";
    show();
  }

  /** What the newest page lacks is gone; when it does not reach what is known, much was missed, and it all begins anew. */
  function forget(newest) {
    const ids = new Set(newest.map(one => one.id));
    const reached = newest.some(one => items.has(one.id));
    const oldest = newest.at(-1)?.id ?? "";
    for (const id of [...items.keys()]) if (!ids.has(id) && (!reached || compare(id, oldest) > 0)) items.delete(id);
  }

  function refresh() {
    return load().catch(problem => {
      if (problem.name === "AbortError") return;
      if (problem.status === 401) throw problem;
      // Nobody has written there yet: the first message makes the chat.
      if (problem.status === 404) none.textContent = t("chat.none");
      else message.textContent = problem.message;
    });
  }

  function show() {
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    const before = log.scrollHeight;
    const first = shown.size === 0;
    const rows = [];
    let last = "";
    // The API's order is that of its ids, which grow with time.
    for (const one of [...items.values()].sort((a, b) => compare(a.timestamp, b.timestamp) || compare(a.id, b.id))) {
      const date = day(one.timestamp);
      if (date !== last) rows.push(h("li", { class: "day" }, date));
      last = date;
      const text = JSON.stringify(one);
      // A message that says what it said keeps its element, and so a picture that was opened.
      if (shown.get(one.id)?.text !== text) shown.set(one.id, { text, element: messageItem(page, one) });
      rows.push(shown.get(one.id).element);
    }
    fill(log, rows);
    older.hidden = !cursor;
    none.textContent = items.size > 0 ? "" : t("chat.none");
    read.hidden = !(known()?.unread > 0) || !page.may("send");
    title.textContent = known()?.name || address(id);
    if (first || atEnd) log.scrollTop = log.scrollHeight;
    else if (log.scrollTop < 80) log.scrollTop += log.scrollHeight - before;
  }

  let soon;
  page.listen(event => {
    if ((event.subject === id && event.type.startsWith("dev.kubezap.")) || event.type === "console.open") {
      soon ??= setTimeout(() => {
        soon = undefined;
        refresh();
      }, 150);
    }
  }, leaving.signal);
  older.hidden = read.hidden = true;
  refresh();
  return {
    leave() {
      clearTimeout(soon);
      leaving.abort();
    },
    node: h("section", { class: "chat", "aria-label": known()?.name || address(id) },
      h("div", { class: "row chathead" }, h("a", { href: page.href("chats"), class: "backchat" }, "← " + t("chat.back")), title,
        h("span", { class: "hint" }, address(id)), h("span", { class: "grow" }), read),
      older, none, log, message, page.may("send") && compose(page, id, refresh)),
  };
}

function compare(a, b) {
  return a < b ? -1 : a > b ? 1 : 0;
}
