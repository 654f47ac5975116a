// How the session stands, how its phone is linked, and what can be done with it.

import { copyButton } from "./create.js";
import { confirm } from "./confirm.js";
import { alertLine, button, fill, h } from "./dom.js";
import { full } from "./format.js";
import { pairing } from "./pairing.js";
import { named, t } from "./texts.js";

export function overviewTab(page) {
  const message = alertLine();
  const told = h("p", { role: "status" });
  const hint = h("p", { class: "notice" });
  const facts = h("dl", { class: "facts" });
  const actions = h("div", { class: "row actions" });
  const key = h("div");
  const link = pairing(page);

  function show() {
    const session = page.session;
    if (!session) return;
    const phase = session.suspended ? "Suspended" : session.phase;
    hint.textContent = named("hint." + phase, "");
    hint.hidden = !hint.textContent;
    link.show(session);
    fill(facts, fact("fact.reason", session.reason), fact("fact.jid", session.jid),
      fact("fact.connected", session.connectedAt && full(session.connectedAt)),
      fact("fact.lastin", session.lastInboundAt && full(session.lastInboundAt)),
      session.lastDisconnect && fact("fact.disconnect", `${session.lastDisconnect.reason} (${full(session.lastDisconnect.at)})`),
      fact("fact.class", session.className), fact("fact.created", full(session.createdAt)),
      Object.entries(session.metadata ?? {}).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
    showActions(session);
  }

  // What has the focus stays as long as the same can be done.
  let offered = "";
  function showActions(session) {
    const wanted = [];
    if (page.may("manage")) {
      wanted.push(session.suspended ? "start" : "stop");
      if (!session.suspended) wanted.push("restart", "repair");
      if (!session.suspended && session.phoneNumber) wanted.push("logout");
    }
    if (page.may("admin")) wanted.push("keys", "delete");
    if (offered === wanted.join()) return;
    offered = wanted.join();
    fill(actions, wanted.map(one => button(t("do." + one), DO[one], { kind: HARMLESS.has(one) ? "" : "danger-quiet", message })));
  }

  async function post(action) {
    await page.api.json("POST", page.path([action]), {});
    await page.refresh();
    told.textContent = t("did." + action);
  }

  const asking = action => () => confirm({
    title: t("do." + action), text: t("ask." + action), action: t("do." + action), work: () => post(action),
  });

  const DO = {
    start: () => post("start"),
    stop: asking("stop"),
    restart: asking("restart"),
    repair: asking("repair"),
    logout: asking("logout"),
    keys: () => confirm({ title: t("do.keys"), text: t("ask.keys"), action: t("do.keys"), work: newKey }),
    delete: remove,
  };

  async function newKey() {
    const answer = await page.api.json("POST", page.path(["keys"]), {});
    const shown = h("input", { type: "text", readonly: true, class: "mono", "aria-label": t("create.key"), value: answer.apiKey });
    fill(key, h("p", {}, t("create.keyhint")), shown, h("div", { class: "row" }, copyButton(shown)));
  }

  function remove() {
    const erase = h("input", { type: "checkbox", id: "erase" });
    const choice = h("div", { class: "check" }, erase, h("label", { for: "erase" }, t("ask.erase")));
    return confirm({
      title: t("do.delete"), text: t("ask.delete"), action: t("do.delete"), word: page.session.name, choice,
      async work() {
        await page.api.json("DELETE", page.path([], { data: erase.checked ? "erase" : "keep" }));
        await page.refresh();
      },
    });
  }

  page.listen(event => {
    if (event.type === "console.session") show();
    else link.heard(event);
  }, page.signal);
  show();
  return { node: h("div", {}, hint, link.node, message, told, key, actions, facts) };
}

const HARMLESS = new Set(["start", "keys"]);

function fact(name, value) {
  return value ? [h("dt", {}, t(name)), h("dd", {}, value)] : [];
}
