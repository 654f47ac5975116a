// All sessions that the user may read.

import { path } from "./api.js";
import { alertLine, button, fill, h } from "./dom.js";
import { when } from "./format.js";
import { named, t } from "./texts.js";

/** The gateway answers from memory, and a list is looked at by few. */
const EVERY = 5000;
const PAGE = 50;

export const PHASES = ["Pending", "Starting", "AwaitingPairing", "Pairing", "AwaitingPasskey", "Connecting", "Connected",
  "Reconnecting", "LoggedOut", "Restricted", "Failed", "Suspended", "Terminating"];

/** What a phase is called, with a colour for how well it is. */
export function badge(phase) {
  return h("span", { class: "badge", "data-phase": phase }, named("phase." + phase, phase));
}

export function sessionsView({ api, permissions }) {
  const leaving = new AbortController();
  const message = alertLine();
  const list = h("ul", { class: "cards" });
  const total = h("p", { class: "hint", role: "status" });
  const search = h("input", { type: "search", "aria-label": t("sessions.search"), placeholder: t("sessions.search") });
  const phase = h("select", { "aria-label": t("sessions.phase") }, h("option", { value: "" }, t("sessions.any")),
    PHASES.map(one => h("option", { value: one }, named("phase." + one, one))));
  let wanted = PAGE;
  let asked = 0;
  const more = button(t("more"), async () => {
    wanted += PAGE;
    await load();
  }, { message });

  async function load() {
    const mine = ++asked;
    let items = [];
    let page;
    do {
      page = await api.get(path(["sessions"], {
        q: search.value.trim(), phase: phase.value, limit: Math.min(200, wanted - items.length), cursor: page?.nextCursor,
      }), leaving.signal);
      items = items.concat(page.items);
    } while (page.nextCursor && items.length < wanted);
    // What was asked before, such as for fewer letters, may be answered after.
    if (mine !== asked) return;
    message.textContent = "";
    total.textContent = page.total === 0 ? (search.value || phase.value ? t("sessions.nomatch") : t("sessions.none")) : t("sessions.total", { total: page.total });
    more.hidden = !page.nextCursor;
    // A list that says the same is left alone, and so is what has the focus in it.
    const now = JSON.stringify(items);
    if (list.dataset.shown !== now) {
      list.dataset.shown = now;
      const focused = list.querySelector(":focus")?.getAttribute("href");
      fill(list, items.map(card));
      if (focused) list.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  function refresh() {
    return load().catch(problem => {
      if (problem.name === "AbortError") return;
      if (problem.status === 401) throw problem;
      message.textContent = problem.message;
    });
  }

  search.addEventListener("input", refresh);
  phase.addEventListener("change", refresh);
  const timer = setInterval(() => document.hidden || refresh(), EVERY);
  more.hidden = true;
  refresh();
  const creatable = permissions.creatable === true || permissions.creatable.length > 0;
  return {
    title: t("nav.sessions"),
    leave() {
      clearInterval(timer);
      leaving.abort();
    },
    node: h("main", {},
      h("div", { class: "row" }, h("h1", { tabindex: "-1" }, t("nav.sessions")), h("span", { class: "grow" }),
        creatable && h("a", { href: "#/new", class: "button primary" }, t("sessions.create"))),
      h("div", { class: "row filters" }, search, phase), message, total, list, more),
  };
}

function card(session) {
  const name = session.displayName || session.name;
  return h("li", {},
    h("a", { href: "#/sessions/" + session.id, class: "card" },
      h("strong", {}, name), badge(session.phase),
      h("span", { class: "phone" }, session.phoneNumber || t("sessions.nophone")),
      h("span", { class: "hint" }, session.id,
        session.lastInboundAt ? " · " + t("sessions.lastin", { when: when(session.lastInboundAt) }) : "")));
}

