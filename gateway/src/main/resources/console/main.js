// Begins the page: who is the user, and which view does the address name?

import { Api } from "./api.js";
import { createView } from "./create.js";
import { button, fill, h } from "./dom.js";
import { sessionView } from "./session.js";
import { sessionsView } from "./sessions.js";
import { forgetKey, identify, signIn, storedKey } from "./signin.js";
import { fleetStatsView } from "./stats.js";
import { language, t } from "./texts.js";

const VIEWS = { "": sessionsView, new: createView, stats: fleetStatsView, sessions: sessionView };

let user; // {api, permissions}
let view; // {node, update?, leave?}

document.documentElement.lang = language === "pt" ? "pt-BR" : "en";
window.addEventListener("hashchange", () => user && show());
window.addEventListener("unhandledrejection", event => {
  if (event.reason?.status === 401) leave(event.reason.message);
});

const key = storedKey();
if (key) {
  identify(key).then(permissions => enter(key, permissions), problem => leave(problem.status === 401 ? "" : problem.message, problem.status !== 401));
} else {
  leave("");
}

function enter(key, permissions) {
  user = { api: new Api(key), permissions };
  if (permissions.session && !location.hash.startsWith("#/sessions/")) {
    history.replaceState(null, "", "#/sessions/" + permissions.session);
  }
  show();
}

/** Back to the sign-in; a gateway that is away for a moment does not cost the user the key. */
function leave(told, keep = false) {
  if (!keep) forgetKey();
  view?.leave?.();
  view = user = undefined;
  document.title = "Kubezap";
  fill(document.body, signIn(enter, told));
}

function show() {
  const parts = location.hash.replace(/^#\/?/, "").split("/").map(decode);
  if (view?.update?.(parts)) return;
  view?.leave?.();
  const make = VIEWS[parts[0]] ?? sessionsView;
  view = make({ ...user, parts });
  document.title = view.title + " · Kubezap";
  fill(document.body, header(parts[0]), view.node);
  window.scrollTo(0, 0);
  // Screen readers begin where the new view does.
  view.node.querySelector("h1")?.focus({ preventScroll: true });
}

function header(place) {
  const link = (target, text) =>
    h("a", { href: "#/" + target, "aria-current": place === target ? "page" : null }, text);
  const fleet = !user.permissions.session;
  return h("header", { class: "top" },
    h("a", { href: "#/", class: "brand" }, "Kubezap"),
    h("nav", { "aria-label": t("nav.label") }, fleet && link("", t("nav.sessions")), fleet && link("stats", t("nav.stats"))),
    h("span", { class: "who", title: t("nav.who") }, user.permissions.name),
    button(t("nav.signout"), async () => leave(""), { kind: "quiet" }));
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
