// One session: how it stands, what can be done with it, and a tab for each side of it.

import { path } from "./api.js";
import { chatsTab } from "./chats.js";
import { alertLine, fill, h } from "./dom.js";
import { eventsTab } from "./events.js";
import { overviewTab } from "./overview.js";
import { queueTab } from "./queue.js";
import { badge } from "./sessions.js";
import { statsTab } from "./stats.js";
import { follow } from "./stream.js";
import { t } from "./texts.js";

const TABS = { "": overviewTab, chats: chatsTab, events: eventsTab, queue: queueTab, stats: statsTab };
const EVERY = 5000;

export function sessionView({ api, permissions, parts }) {
  const id = parts[1] + "/" + parts[2];
  const leaving = new AbortController();
  const listeners = new Set();
  const message = alertLine();
  const standing = h("div", { class: "standing" });
  const tabs = h("nav", { class: "tabs", "aria-label": t("session.tabs") });
  const body = h("div", { class: "tab" });
  const live = h("span", { class: "hint live", role: "status" });
  const title = h("h1", { tabindex: "-1" }, parts[2]);
  let tab;
  let open = false;

  const page = {
    api, id, permissions, signal: leaving.signal,
    /** The session as it was told last; null before that. */
    session: null,
    may: scope => permissions.may(scope, id),
    path: (rest, parameters) => path(["sessions", parts[1], parts[2], ...rest], parameters),
    href: (...rest) => "#/" + ["sessions", parts[1], parts[2], ...rest].map(encodeURIComponent).join("/"),
    /** Calls back for what happens until the signal says to stop. */
    listen(listener, signal) {
      listeners.add(listener);
      signal.addEventListener("abort", () => listeners.delete(listener));
    },
    refresh,
  };

  let asked = 0;
  async function refresh() {
    const mine = ++asked;
    try {
      const session = await api.get(page.path([]), leaving.signal);
      if (mine !== asked) return;
      page.session = session;
      message.textContent = "";
      showStanding();
      tell({ type: "console.session", data: session });
    } catch (problem) {
      if (problem.name === "AbortError") return;
      if (problem.status === 401) throw problem;
      if (problem.status === 404 && page.session) {
        location.hash = "#/"; // it was deleted
        return;
      }
      message.textContent = problem.message;
    }
  }

  function tell(event) {
    for (const listener of [...listeners]) listener(event);
  }

  function showStanding() {
    const session = page.session;
    title.textContent = session.displayName || session.name;
    fill(standing, badge(session.phase), session.phoneNumber && h("span", { class: "phone" }, session.phoneNumber),
      session.pushName && h("span", {}, session.pushName), h("span", { class: "hint" }, id), live);
  }

  function showTab(rest) {
    const name = rest[0] in TABS ? rest[0] : "";
    if (tab?.name === name && tab.update?.(rest.slice(1))) return;
    tab?.leave();
    const gone = new AbortController();
    const made = TABS[name]({ ...page, get session() { return page.session; }, signal: gone.signal }, rest.slice(1));
    tab = { name, update: made.update, leave: () => gone.abort() };
    fill(tabs, Object.keys(TABS).map(one =>
      h("a", { href: page.href(...(one ? [one] : [])), "aria-current": one === name ? "page" : null }, t("tab." + (one || "overview")))));
    fill(body, made.node);
  }

  const mine = permissions.session === id;
  // A session's own key leads to the pod's stream, which tells everything but how the resource stands.
  follow(api, mine ? page.path(["events"]) : path(["events"], { session: id }), {
    signal: leaving.signal,
    onEvent(event) {
      if (event.type.startsWith("dev.kubezap.session.")) refresh();
      tell(event);
    },
    onOpen(now) {
      if (now && !open) tell({ type: "console.open" });
      open = now;
      live.textContent = now ? t("session.live") : t("session.notlive");
    },
  });
  const timer = setInterval(() => (open && !mine) || document.hidden || refresh(), EVERY);
  showTab(parts.slice(3));
  refresh();
  return {
    title: parts[2],
    update(next) {
      if (next[0] !== "sessions" || next[1] + "/" + next[2] !== id) return false;
      showTab(next.slice(3));
      return true;
    },
    leave() {
      clearInterval(timer);
      tab?.leave();
      leaving.abort();
    },
    node: h("main", { class: "session" },
      !permissions.session && h("p", { class: "back" }, h("a", { href: "#/" }, "← " + t("nav.sessions"))),
      title, standing, message, tabs, body),
  };
}
