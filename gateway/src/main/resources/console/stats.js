// Sums: of one session, and of all that the user may read.

import { alertLine, button, fill, h } from "./dom.js";
import { full, number } from "./format.js";
import { named, t } from "./texts.js";

function figure(name, value) {
  return h("div", { class: "figure" }, h("dt", {}, t(name)), h("dd", {}, typeof value === "string" ? value : number(value)));
}

function table(caption, entries, prefix) {
  return entries.length > 0 && h("table", {}, h("caption", {}, caption), h("tbody", {}, entries.map(([name, value]) =>
    h("tr", {}, h("th", { scope: "row" }, named(prefix + name, name)), h("td", {}, number(value))))));
}

function messageFigures(document) {
  const day = document.messages?.last24h ?? {};
  return [figure("stats.in24", day.in), figure("stats.out24", day.out), figure("stats.failed24", day.failed),
    figure("stats.in", document.messages?.in), figure("stats.out", document.messages?.out), figure("stats.chats", document.chats),
    figure("stats.unread", document.unread), figure("stats.queued", document.queue?.queued)];
}

/** Loads at once and when it is asked; what is wrong is told in its place. */
function sums(load, signal) {
  const message = alertLine();
  const place = h("div");
  const ask = async () => fill(place, await load(signal));
  ask().catch(problem => {
    if (problem.name === "AbortError") return;
    if (problem.status === 401) throw problem;
    message.textContent = problem.message;
  });
  return [h("div", { class: "row" }, button(t("refresh"), ask, { message })), message, place];
}

export function statsTab(page) {
  return {
    node: h("div", {}, sums(async signal => {
      const document = await page.api.get(page.path(["session", "stats"]), signal);
      return [h("dl", { class: "figures" }, messageFigures(document), figure("stats.reconnects", document.reconnects),
        figure("stats.webhooks", document.webhookDeliveries), figure("stats.lag", document.outboxLag), figure("stats.since", full(document.since))),
        table(t("stats.bystatus"), Object.entries(document.messages?.byStatus ?? {}), "status.")];
    }, page.signal)),
  };
}

export function fleetStatsView({ api }) {
  const leaving = new AbortController();
  return {
    title: t("nav.stats"),
    leave: () => leaving.abort(),
    node: h("main", {}, h("h1", { tabindex: "-1" }, t("nav.stats")), sums(async signal => {
      const [document, capacity] = await Promise.all([api.get("/stats", signal), api.get("/capacity", signal)]);
      return [h("dl", { class: "figures" }, figure("stats.sessions", capacity.used), figure("stats.running", capacity.running),
        capacity.maximum !== undefined && figure("stats.maximum", capacity.maximum), messageFigures(document)),
        table(t("stats.byphase"), Object.entries(document.sessions?.byPhase ?? {}), "phase."),
        document.missing?.length > 0 && h("p", { class: "hint" }, t("stats.missing", { names: document.missing.join(", ") }))];
    }, leaving.signal)),
  };
}
