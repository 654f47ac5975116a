// What the console's modules decide without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { path } from "./api.js";
import { Permissions } from "./caller.js";
import { address, countdown } from "./format.js";
import { Parser } from "./stream.js";
import { choose, t } from "./texts.js";

const STREAM = 'retry: 2000\nid: 7\n\n: \n\nid: 8\r\nevent: x\r\ndata: {"a":\r\ndata: 1}\r\n\r\ndata: ü\n\n';

test("a stream is the same wherever it is torn", () => {
  const wanted = [{ id: "7" }, { id: "8", data: '{"a":\n1}' }, { data: "ü" }];
  for (let first = 0; first <= STREAM.length; first++) {
    for (const second of [first, first + 1, STREAM.length]) {
      const events = [];
      const parser = new Parser(event => events.push(event));
      for (const part of [STREAM.slice(0, first), STREAM.slice(first, second), STREAM.slice(second)]) parser.push(part);
      assert.deepEqual(events, wanted, `torn at ${first} and ${second}`);
    }
  }
});

test("an id with a NUL counts for nothing, as the standard has it", () => {
  const events = [];
  new Parser(event => events.push(event)).push("id: 1\0\ndata: x\n\n");
  assert.deepEqual(events, [{ data: "x" }]);
});

test("the first language that is spoken is taken", () => {
  assert.equal(choose(["pt-PT", "en"]), "pt");
  assert.equal(choose(["de-DE", "pt-BR"]), "pt");
  assert.equal(choose(["EN-us"]), "en");
  assert.equal(choose(["de"]), "en");
  assert.equal(choose([]), "en");
  assert.equal(t("sessions.total", { total: 3 }), "3 in all");
});

test("a part of a path cannot be more than a part", () => {
  assert.equal(path(["sessions", "a/b", "../x?y#z"], { q: "a&b", none: "", left: undefined }), "/sessions/a%2Fb/..%2Fx%3Fy%23z?q=a%26b");
  assert.equal(path(["events"]), "/events");
});

test("a key opens what it opens", () => {
  const shop = new Permissions({ name: "x", grants: [{ namespaces: ["shop"], scopes: ["read", "manage"] }], defaultNamespace: "shop" });
  assert.equal(shop.may("read", "shop/a"), true);
  assert.equal(shop.may("send", "shop/a"), false);
  assert.equal(shop.may("read", "bank/a"), false);
  assert.deepEqual(shop.creatable, ["shop"]);
  const one = new Permissions({ name: "x", session: "shop/a", grants: [{ session: "shop/a", scopes: ["admin"] }], defaultNamespace: "shop" });
  assert.equal(one.may("send", "shop/a"), true);
  assert.equal(one.may("send", "shop/b"), false);
  assert.deepEqual(one.creatable, []);
  const fleet = new Permissions({ name: "x", grants: [{ scopes: ["admin"] }], defaultNamespace: "default" });
  assert.equal(fleet.creatable, true);
});

test("what is left of a code is never below zero", () => {
  const now = Date.parse("2030-01-01T00:00:00Z");
  assert.equal(countdown("2030-01-01T00:01:00Z", now), "1:00");
  assert.equal(countdown("2030-01-01T00:00:09.2Z", now), "0:10");
  assert.equal(countdown("2029-12-31T23:59:00Z", now), "0:00");
});

test("an address is a number where it is one", () => {
  assert.equal(address("4915110000001@s.whatsapp.net"), "+4915110000001");
  assert.equal(address("123@g.us"), "123@g.us");
  assert.equal(address(undefined), "");
});
