package dev.kubezap.pod.api;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Wrong requests, and what each must be answered by. */
final class BadInputCases {
  static final String VALID_TO = "\"to\":\"+4915112345678\"";
  static final String VALID = VALID_TO + ",\"type\":\"text\",\"text\":\"hello\"";

  private BadInputCases() {}

  /**
   * A wrong request.
   *
   * @param field the field that the document must name, empty when it is not about fields
   */
  record Case(
      String name, String method, String path, String body, int status, String code, String field) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> all() {
    List<Case> cases = new ArrayList<>();
    messages(cases);
    bulk(cases);
    queries(cases);
    commands(cases);
    changes(cases);
    contacts(cases);
    groups(cases);
    webhooks(cases);
    sockets(cases);
    places(cases);
    cases.addAll(BadPeopleCases.all());
    return cases.stream();
  }

  private static void messages(List<Case> cases) {
    message(cases, "no field at all", "{}", "to");
    message(cases, "to missing", "{\"type\":\"text\",\"text\":\"x\"}", "to");
    message(cases, "to of wrong type", "{\"to\":5,\"type\":\"text\",\"text\":\"x\"}", "to");
    message(cases, "to null", "{\"to\":null,\"type\":\"text\",\"text\":\"x\"}", "to");
    message(cases, "to empty", "{\"to\":\"\",\"type\":\"text\",\"text\":\"x\"}", "to");
    message(cases, "to too long", to("4".repeat(129)), "to");
    message(cases, "to is no number", to("hello"), "to");
    message(cases, "to with letters", to("+49151abc5678"), "to");
    message(cases, "to too short", to("12345"), "to");
    message(cases, "to of unknown server", to("4915112345678@example.com"), "to");
    message(cases, "to without user", to("@s.whatsapp.net"), "to");
    message(cases, "to is no channel", to("news@newsletter"), "to");
    message(cases, "type missing", "{" + VALID_TO + ",\"text\":\"x\"}", "type");
    message(
        cases, "type unknown", "{" + VALID_TO + ",\"type\":\"hologram\",\"text\":\"x\"}", "type");
    message(cases, "type of wrong type", "{" + VALID_TO + ",\"type\":1,\"text\":\"x\"}", "type");
    message(cases, "text missing", "{" + VALID_TO + ",\"type\":\"text\"}", "text");
    message(cases, "text empty", "{" + VALID_TO + ",\"type\":\"text\",\"text\":\"\"}", "text");
    message(
        cases, "text of wrong type", "{" + VALID_TO + ",\"type\":\"text\",\"text\":[]}", "text");
    message(cases, "text too long", text("x".repeat(65_537)), "text");
    message(cases, "text with U+0000", text("a\\u0000b"), "text");
    message(cases, "text with half a pair", text("a\\ud800b"), "text");
    message(cases, "unknown field", "{" + VALID + ",\"txt\":\"x\"}", "txt");
    message(cases, "mentions of wrong type", "{" + VALID + ",\"mentions\":\"x\"}", "mentions");
    message(cases, "mention of wrong type", "{" + VALID + ",\"mentions\":[1]}", "mentions[0]");
    message(cases, "mention is no jid", "{" + VALID + ",\"mentions\":[\"x\"]}", "mentions[0]");
    message(cases, "metadata of wrong type", "{" + VALID + ",\"metadata\":[]}", "metadata");
    message(cases, "metadata value", "{" + VALID + ",\"metadata\":{\"a\":1}}", "metadata.a");
    message(cases, "queue of wrong type", "{" + VALID + ",\"queue\":\"yes\"}", "queue");
    message(
        cases, "quoted unknown", "{" + VALID + ",\"quotedMessageId\":\"x\"}", "quotedMessageId");
    message(cases, "sendAt no time", "{" + VALID + ",\"sendAt\":\"soon\"}", "sendAt");
    message(
        cases, "sendAt too far", "{" + VALID + ",\"sendAt\":\"2999-01-01T00:00:00Z\"}", "sendAt");
    message(cases, "delay no duration", "{" + VALID + ",\"delay\":\"10\"}", "delay");
    message(cases, "delay negative", "{" + VALID + ",\"delay\":\"-PT1S\"}", "delay");
    message(
        cases,
        "delay beside sendAt",
        "{" + VALID + ",\"delay\":\"PT1S\",\"sendAt\":\"2026-01-01T00:00:00Z\"}",
        "delay");
    message(
        cases,
        "expires before it is sent",
        "{" + VALID + ",\"delay\":\"PT10S\",\"expiresIn\":\"PT10S\"}",
        "expiresIn");
    message(cases, "types too long", "{" + VALID + ",\"typing\":\"PT26S\"}", "typing");
    message(cases, "viewOnce not served", "{" + VALID + ",\"viewOnce\":true}", "viewOnce");
    add(
        cases,
        "list not served",
        "POST",
        "/api/v1/messages",
        "{" + VALID_TO + ",\"type\":\"list\"}",
        422,
        "unsupported-by-whatsapp",
        "");
    message(
        cases,
        "expiry of another time",
        "{" + VALID + ",\"expiresAfter\":\"P2D\"}",
        "expiresAfter");
    message(
        cases,
        "live location at night",
        "{"
            + VALID_TO
            + ",\"type\":\"liveLocation\",\"latitude\":1,\"longitude\":2,\"heading\":360}",
        "heading");
    malformed(cases, "not JSON", "hello");
    malformed(cases, "broken off", "{\"to\":");
    malformed(cases, "two documents", "{} {}");
    malformed(cases, "a list", "[]");
    malformed(cases, "a name twice", "{\"to\":\"a\",\"to\":\"b\"}");
    malformed(cases, "too deep", "{\"a\":" + "[".repeat(60) + "]".repeat(60) + "}");
    malformed(cases, "nothing", "");
    sending(cases, "wait unknown", "?wait=forever", "wait");
    sending(cases, "timeout no duration", "?timeout=soon", "timeout");
    sending(cases, "timeout too long", "?timeout=PT1H", "timeout");
    sending(cases, "parameter unknown", "?wiat=sent", "wiat");
    sending(cases, "parameter twice", "?wait=sent&wait=none", "wait");
    add(
        cases,
        "body too large",
        "POST",
        "/api/v1/messages",
        text("x".repeat(ApiFixture.BODY_LIMIT)),
        413,
        "body-too-large",
        "");
  }

  private static void bulk(List<Case> cases) {
    String message = "\"message\":{\"type\":\"text\",\"text\":\"x\"}";
    String to = "\"recipients\":[\"+4915112345678\"]";
    bulk(cases, "nobody", "{" + message + "}", "recipients");
    bulk(cases, "no number", "{\"recipients\":[\"x\"]," + message + "}", "recipients[0]");
    bulk(
        cases,
        "to the status feed",
        "{\"recipients\":[\"status@broadcast\"]," + message + "}",
        "recipients[0]");
    bulk(
        cases,
        "one twice",
        "{\"recipients\":[\"+4915112345678\",\"4915112345678\"]," + message + "}",
        "recipients[1]");
    bulk(cases, "nothing to say", "{" + to + "}", "message");
    bulk(cases, "message is text", "{" + to + ",\"message\":\"x\"}", "message");
    bulk(
        cases,
        "message with recipient",
        "{" + to + ",\"message\":{\"to\":\"+4915112345678\",\"type\":\"text\",\"text\":\"x\"}}",
        "message.to");
    bulk(cases, "message without text", "{" + to + ",\"message\":{\"type\":\"text\"}}", "text");
    bulk(cases, "too slow", "{" + to + "," + message + ",\"pacing\":\"PT2H\"}", "pacing");
    bulk(cases, "more", "{" + to + "," + message + ",\"x\":1}", "x");
  }

  private static void bulk(List<Case> cases, String name, String body, String field) {
    add(
        cases,
        "bulk: " + name,
        "POST",
        "/api/v1/messages/bulk",
        body,
        422,
        "invalid-request",
        field);
  }

  private static void queries(List<Case> cases) {
    get(cases, "limit 0", "/api/v1/messages?limit=0", "limit");
    add(cases, "purge of all", "DELETE", "/api/v1/messages", "", 422, "invalid-request", "before");
    get(cases, "limit 201", "/api/v1/messages?limit=201", "limit");
    get(cases, "limit no number", "/api/v1/chats?limit=many", "limit");
    get(cases, "empty cursor", "/api/v1/chats?cursor=", "cursor");
    get(cases, "status unknown", "/api/v1/messages?status=lost", "status");
    get(cases, "direction unknown", "/api/v1/messages?direction=up", "direction");
    get(cases, "time unreadable", "/api/v1/messages?from=yesterday", "from");
    for (String year : List.of("%2B999999999", "-0001", "%2B10000")) {
      String time = year + "-01-01T00:00:00Z";
      get(cases, "year " + year, "/api/v1/messages?to=" + time, "to");
    }
    get(cases, "year 10000 in UTC", "/api/v1/messages?to=9999-12-31T23:00:00-02:00", "to");
    get(cases, "skip too far", "/api/v1/messages?skip=10001", "skip");
    get(cases, "total neither", "/api/v1/chats?total=yes", "total");
    get(cases, "kind unknown", "/api/v1/chats?kind=party", "kind");
    get(cases, "unread neither", "/api/v1/chats?unread=2", "unread");
    get(cases, "archived neither", "/api/v1/chats?archived=2", "archived");
    get(cases, "pinned neither", "/api/v1/chats?pinned=2", "pinned");
    get(cases, "starred neither", "/api/v1/messages?starred=2", "starred");
    get(cases, "deleted unknown", "/api/v1/messages?deleted=some", "deleted");
    get(cases, "two metadata", "/api/v1/messages?metadata.a=1&metadata.b=2", "metadata.*");
    get(cases, "metadata without name", "/api/v1/messages?metadata.=1", "metadata.");
    get(cases, "queue filtered", "/api/v1/queue?type=text", "type");
    get(cases, "chat unreadable", "/api/v1/messages?chat=x", "chat");
    get(cases, "chat id unreadable", "/api/v1/chats/x/messages", "chatId");
    get(cases, "event unknown", "/api/v1/events?after=0&events=message.lost", "events");
    get(cases, "after negative", "/api/v1/events?after=-1", "after");
    get(cases, "scale too large", "/api/v1/session/qr?scale=1000", "scale");
    get(cases, "ticket unknown to a list", "/api/v1/messages?ticket=x", "ticket");
    get(cases, "stats of what", "/api/v1/session/stats?of=me", "of");
  }

  private static void commands(List<Case> cases) {
    command(cases, "unknown field of a ticket", "/api/v1/events/tickets", "{\"for\":1}", "for");
    command(cases, "unknown field of a test", "/api/v1/webhooks/shop/test", "{\"url\":1}", "url");
    command(cases, "replay of nothing", "/api/v1/webhooks/shop/replay", "{}", "ids");
    command(
        cases, "replay without end", "/api/v1/webhooks/shop/replay", "{\"from\":\"x\"}", "from");
    command(
        cases,
        "replay from before all time",
        "/api/v1/webhooks/shop/replay",
        "{\"from\":\"-0001-01-01T00:00:00Z\",\"to\":\"2026-01-01T00:00:00Z\"}",
        "from");
    add(
        cases,
        "log of no level",
        "GET",
        "/api/v1/session/log?level=loud",
        "",
        422,
        "invalid-request",
        "level");
    add(
        cases,
        "log without end",
        "GET",
        "/api/v1/session/log?limit=201",
        "",
        422,
        "invalid-request",
        "limit");
    missing(cases, "no such message played", "POST", "/api/v1/messages/none/played");
    missing(cases, "test of no webhook", "POST", "/api/v1/webhooks/none/test");
    add(
        cases,
        "ticket refused",
        "GET",
        "/api/v1/events?ticket=kzt_x",
        "",
        401,
        "ticket-refused",
        "");
    add(
        cases,
        "two tickets",
        "GET",
        "/api/v1/events?ticket=kzt_x&ticket=kzt_y",
        "",
        401,
        "ticket-refused",
        "");
    add(
        cases,
        "key in an address beside one in a header",
        "GET",
        "/api/v1/events?apiKey=key-that-may-read-000002",
        "",
        422,
        "invalid-request",
        "apiKey");
    command(cases, "phone number missing", "/api/v1/session/pairing-code", "{}", "phoneNumber");
    command(
        cases,
        "phone number unreadable",
        "/api/v1/session/pairing-code",
        "{\"phoneNumber\":\"me\"}",
        "phoneNumber");
    command(cases, "credential missing", "/api/v1/session/passkey", "{}", "credential");
    command(
        cases,
        "credential of another kind",
        "/api/v1/session/passkey",
        "{\"credential\":{\"id\":\"a\",\"rawId\":\"YQ\",\"type\":\"password\"}}",
        "credential.response");
    command(
        cases,
        "credential that is not base64url",
        "/api/v1/session/passkey",
        "{\"credential\":{\"id\":\"a\",\"rawId\":\"*\",\"type\":\"public-key\",\"response\":{}}}",
        "credential.rawId");
    command(
        cases,
        "unknown field of a confirmation",
        "/api/v1/session/passkey/confirm",
        "{\"code\":\"1234\"}",
        "code");
    command(
        cases, "unknown field of log-out", "/api/v1/session/logout", "{\"force\":true}", "force");
    missing(cases, "no such message", "GET", "/api/v1/messages/none");
    missing(cases, "reaction to no message", "DELETE", "/api/v1/messages/none/reaction");
    missing(cases, "deletion of no message", "DELETE", "/api/v1/messages/none");
    missing(cases, "no such chat", "GET", "/api/v1/chats/4915112345678");
    missing(cases, "no such path", "GET", "/api/v1/mesages");
    add(cases, "no such method", "PUT", "/api/v1/messages", "{}", 405, "method-not-allowed", "");
    add(cases, "no WebSocket", "GET", "/api/v1/events/ws", "", 400, "websocket-required", "");
  }

  private static void changes(List<Case> cases) {
    reaction(cases, "reaction of nothing", "", "{}", "emoji");
    reaction(cases, "reaction that is empty", "", "{\"emoji\":\"\"}", "emoji");
    reaction(cases, "reaction of a word", "", "{\"emoji\":\"ok\"}", "emoji");
    reaction(cases, "reaction of two", "", "{\"emoji\":\"👍👍\"}", "emoji");
    reaction(cases, "reaction of wrong type", "", "{\"emoji\":1}", "emoji");
    reaction(cases, "reaction too long", "", "{\"emoji\":\"" + "👍".repeat(33) + "\"}", "emoji");
    reaction(cases, "reaction with a text", "", "{\"emoji\":\"👍\",\"text\":\"x\"}", "text");
    reaction(cases, "reaction waits for a reader", "?wait=read", "{\"emoji\":\"👍\"}", "wait");
    reaction(cases, "reaction waits for ever", "?timeout=P1D", "{\"emoji\":\"👍\"}", "timeout");
    add(
        cases,
        "deletion for whom",
        "DELETE",
        "/api/v1/messages/none?for=you",
        "",
        422,
        "invalid-request",
        "for");
  }

  private static void contacts(List<Case> cases) {
    String check = "/api/v1/contacts/check";
    command(cases, "check of nothing", check, "{}", "phoneNumbers");
    command(cases, "check of no list", check, "{\"phoneNumbers\":\"x\"}", "phoneNumbers");
    command(cases, "check of no number", check, "{\"phoneNumbers\":[\"me\"]}", "phoneNumbers[0]");
    command(
        cases,
        "check of a group",
        check,
        "{\"phoneNumbers\":[\"+4915112345678\",\"12345678@g.us\"]}",
        "phoneNumbers[1]");
    command(
        cases,
        "check of too many",
        check,
        "{\"phoneNumbers\":[" + "\"+4915112345678\",".repeat(100) + "\"+4915112345678\"]}",
        "phoneNumbers");
    command(
        cases, "check with more", check, "{\"phoneNumbers\":[\"+4915112345678\"],\"x\":1}", "x");
    get(cases, "names of a group", "/api/v1/lids/12345678@g.us", "id");
    get(cases, "names of nobody", "/api/v1/lids/x", "id");
    put(cases, "presence of nothing", "/api/v1/presence", "{}", "state");
    put(cases, "presence unknown", "/api/v1/presence", "{\"state\":\"away\"}", "state");
    missing(cases, "no such chat for history", "POST", "/api/v1/chats/4915112345678/history");
    String typing = "/api/v1/chats/4915112345678/typing";
    put(cases, "typing unknown", typing, "{\"state\":\"singing\"}", "state");
    put(cases, "typing with more", typing, "{\"state\":\"paused\",\"x\":1}", "x");
    put(
        cases,
        "typing to all",
        "/api/v1/chats/status@broadcast/typing",
        "{\"state\":\"paused\"}",
        "chatId");
    put(cases, "watching with more", "/api/v1/contacts/4915112345678/presence", "{\"x\":1}", "x");
    get(cases, "contacts blocked maybe", "/api/v1/contacts?blocked=maybe", "blocked");
    get(cases, "contacts by nothing", "/api/v1/contacts?q=", "q");
    get(cases, "contacts behind nowhere", "/api/v1/contacts?cursor=x", "cursor");
    get(cases, "contact of no number", "/api/v1/contacts/x", "id");
    put(cases, "contact without a name", "/api/v1/contacts/4915112345678", "{}", "name");
    put(cases, "contact of a group", "/api/v1/contacts/12345678@g.us", "{\"name\":\"x\"}", "id");
    put(cases, "block with more", "/api/v1/contacts/4915112345678/block", "{\"x\":1}", "x");
    get(cases, "picture of a size", "/api/v1/contacts/4915112345678/picture?size=9", "size");
    get(cases, "calls of a state", "/api/v1/calls?state=lost", "state");
    get(cases, "calls behind nowhere", "/api/v1/calls?cursor=x", "cursor");
    command(cases, "refusal with more", "/api/v1/calls/C1/reject", "{\"x\":1}", "x");
    put(cases, "picture of nothing", "/api/v1/profile/picture", "{}", "data");
    put(cases, "picture of text", "/api/v1/profile/picture", "{\"data\":\"aGVsbG8=\"}", "data");
    put(cases, "picture of no base64", "/api/v1/profile/picture", "{\"data\":\"***\"}", "data");
    patch(cases, "profile of nothing", "/api/v1/profile", "{}", "about");
    patch(
        cases, "name too long", "/api/v1/profile", "{\"name\":\"" + "x".repeat(26) + "\"}", "name");
    String privacy = "/api/v1/profile/privacy";
    patch(cases, "privacy of nothing", privacy, "{}", "lastSeen");
    patch(cases, "privacy unknown", privacy, "{\"shoeSize\":\"nobody\"}", "shoeSize");
    patch(cases, "privacy to whom", privacy, "{\"online\":\"nobody\"}", "online");
    get(cases, "presence of nobody", "/api/v1/contacts/x/presence", "id");
  }

  private static void patch(List<Case> cases, String name, String path, String body, String field) {
    add(cases, name, "PATCH", path, body, 422, "invalid-request", field);
  }

  private static void put(List<Case> cases, String name, String path, String body, String field) {
    add(cases, name, "PUT", path, body, 422, "invalid-request", field);
  }

  private static String status(String more) {
    return "{\"type\":\"text\",\"text\":\"x\"" + more + "}";
  }

  private static void groups(List<Case> cases) {
    String groups = "/api/v1/groups";
    String group = groups + "/12345678@g.us";
    command(cases, "group without subject", groups, "{}", "subject");
    command(cases, "group of blank subject", groups, "{\"subject\":\" \"}", "subject");
    command(
        cases,
        "group of long subject",
        groups,
        "{\"subject\":\"" + "é".repeat(101) + "\"}",
        "subject");
    command(
        cases,
        "group of nobody",
        groups,
        "{\"subject\":\"x\",\"participants\":[\"me\"]}",
        "participants[0]");
    command(cases, "group with more", groups, "{\"subject\":\"x\",\"x\":1}", "x");
    get(cases, "groups from elsewhere", groups + "?cursor=x", "cursor");
    get(cases, "group that is a person", groups + "/4915112345678", "id");
    change(cases, "change of nothing", group, "{}", "subject");
    change(
        cases,
        "change of long description",
        group,
        "{\"description\":\"" + "x".repeat(2049) + "\"}",
        "description");
    change(cases, "change of no flag", group, "{\"locked\":\"yes\"}", "locked");
    change(cases, "change of another mode", group, "{\"memberAddMode\":\"all\"}", "memberAddMode");
    change(cases, "change of no duration", group, "{\"ephemeral\":\"7\"}", "ephemeral");
    command(cases, "addition of nobody", group + "/participants", "{}", "participants");
    add(
        cases,
        "removal of nobody",
        "DELETE",
        group + "/participants",
        "",
        422,
        "invalid-request",
        "participants");
    add(
        cases,
        "removal of a group",
        "DELETE",
        group + "/participants?participants=1234567@g.us",
        "",
        422,
        "invalid-request",
        "participants");
    get(cases, "short code", groups + "/invites/x", "code");
    put(cases, "group picture of text", group + "/picture", "{\"data\":\"aGVsbG8=\"}", "data");
    get(cases, "groups of a person", "/api/v1/communities/4915112345678/groups", "id");
    get(cases, "picture of a person as a group", groups + "/4915112345678/picture", "id");
    get(cases, "group picture of a size", group + "/picture?size=huge", "size");
    command(cases, "status for nobody", "/api/v1/status", status(""), "recipients");
    command(
        cases,
        "status for a word",
        "/api/v1/status",
        status(",\"recipients\":\"all\""),
        "recipients");
    command(
        cases,
        "status for a group",
        "/api/v1/status",
        status(",\"recipients\":[\"12345678@g.us\"]"),
        "recipients[0]");
    command(
        cases,
        "status in a chat",
        "/api/v1/status",
        status(",\"recipients\":[\"+4915112345678\"],\"to\":\"+4915112345678\""),
        "to");
    command(
        cases,
        "status that is a poll",
        "/api/v1/status",
        "{\"type\":\"poll\",\"recipients\":[\"+4915112345678\"]}",
        "type");
    command(
        cases,
        "status without text",
        "/api/v1/status",
        "{\"type\":\"text\",\"recipients\":[\"+4915112345678\"]}",
        "text");
    get(cases, "statuses in a direction", "/api/v1/status?direction=up", "direction");
    get(cases, "channel that is a group", "/api/v1/channels/12345678@g.us", "id");
    get(cases, "channel of a short code", "/api/v1/channels/invites/x", "code");
    get(
        cases,
        "channel messages without end",
        "/api/v1/channels/12345678@newsletter/messages?limit=101",
        "limit");
    get(
        cases,
        "channel messages before a word",
        "/api/v1/channels/12345678@newsletter/messages?before=x",
        "before");
    command(cases, "community without subject", "/api/v1/communities", "{}", "subject");
    command(
        cases,
        "group of no community",
        "/api/v1/groups",
        "{\"subject\":\"x\",\"community\":\"+4915112345678\"}",
        "community");
    command(cases, "channel without name", "/api/v1/channels", "{}", "name");
    command(cases, "channel of a blank name", "/api/v1/channels", "{\"name\":\" \"}", "name");
    command(
        cases,
        "channel of a long name",
        "/api/v1/channels",
        "{\"name\":\"" + "x".repeat(101) + "\"}",
        "name");
    String channel = "/api/v1/channels/12345678@newsletter";
    add(cases, "change of nothing", "PATCH", channel, "{}", 422, "invalid-request", "name");
    add(
        cases,
        "channel of a long description",
        "PATCH",
        channel,
        "{\"description\":\"" + "x".repeat(2049) + "\"}",
        422,
        "invalid-request",
        "description");
    get(cases, "business of a group", "/api/v1/contacts/12345678@g.us/business", "id");
    command(cases, "decision about nobody", group + "/join-requests", "{}", "approve");
    command(
        cases,
        "two decisions about one",
        group + "/join-requests",
        "{\"approve\":[\"+4915112345678\"],\"reject\":[\"4915112345678\"]}",
        "reject");
  }

  private static void change(
      List<Case> cases, String name, String path, String body, String field) {
    add(cases, name, "PATCH", path, body, 422, "invalid-request", field);
  }

  private static void reaction(
      List<Case> cases, String name, String query, String body, String field) {
    String path = "/api/v1/messages/none/reaction" + query;
    add(cases, name, "PUT", path, body, 422, "invalid-request", field);
  }

  private static void places(List<Case> cases) {
    for (String path : List.of("/api/v1/messages", "/api/v1/status")) {
      add(cases, "before nothing", "GET", path + "?before=x", "", 422, "invalid-request", "before");
      add(cases, "after nothing", "GET", path + "?after=", "", 422, "invalid-request", "after");
    }
    add(
        cases,
        "chats before",
        "GET",
        "/api/v1/chats?before=x",
        "",
        422,
        "invalid-request",
        "before");
    add(cases, "chats by no text", "GET", "/api/v1/chats?q=%20", "", 422, "invalid-request", "q");
  }

  private static void sockets(List<Case> cases) {
    add(
        cases,
        "qr of no form",
        "GET",
        "/api/v1/session/qr?format=gif",
        "",
        422,
        "invalid-request",
        "format");
    add(cases, "plain socket", "GET", "/api/v1/events/ws", "", 400, "websocket-required", "");
  }

  private static void trial(List<Case> cases, String path, String name, String body, String field) {
    add(cases, name, "POST", "/api/v1/webhooks/" + path, body, 422, "invalid-request", field);
  }

  private static void webhooks(List<Case> cases) {
    webhook(cases, "webhook without address", "{}", "url");
    webhook(cases, "webhook to a file", "{\"url\":\"file:///etc/passwd\"}", "url");
    webhook(cases, "webhook without host", "{\"url\":\"https:///hooks\"}", "url");
    webhook(cases, "webhook with a user", "{\"url\":\"https://a:b@shop.example/\"}", "url");
    webhook(cases, "webhook of wrong type", "{\"url\":1}", "url");
    webhook(cases, "webhook too long", url("x".repeat(2048), ""), "url");
    webhook(
        cases, "webhook of other events", url("", "\"events\":[\"message.lost\"]"), "events[0]");
    webhook(cases, "webhook events no list", url("", "\"events\":\"all\""), "events");
    webhook(
        cases, "webhook header of ours", url("", "\"headers\":{\"Host\":\"x\"}"), "headers.Host");
    webhook(
        cases, "webhook header of lines", url("", "\"headers\":{\"A\":\"x\\ny\"}"), "headers.A");
    webhook(cases, "webhook header null", url("", "\"headers\":{\"A\":null}"), "headers.A");
    webhook(
        cases, "three signing keys", url("", "\"signingKeys\":[\"a\",\"b\",\"c\"]"), "signingKeys");
    webhook(
        cases, "signing key no base64", url("", "\"signingKeys\":[\"whsec_?\"]"), "signingKeys[0]");
    webhook(cases, "timeout too short", url("", "\"timeout\":\"PT0.5S\""), "timeout");
    webhook(cases, "timeout too long", url("", "\"timeout\":\"PT31S\""), "timeout");
    webhook(cases, "timeout no duration", url("", "\"timeout\":5"), "timeout");
    webhook(cases, "retry no object", url("", "\"retry\":4"), "retry");
    webhook(cases, "retry too long", url("", "\"retry\":{\"forHours\":169}"), "retry.forHours");
    webhook(cases, "retry unknown", url("", "\"retry\":{\"times\":3}"), "retry.times");
    webhook(cases, "no attempt", url("", "\"maxAttempts\":0"), "maxAttempts");
    trial(cases, "shop/test", "test of no event", "{\"event\":\"message.lost\"}", "event");
    trial(cases, "shop/test", "test elsewhere in a file", "{\"url\":\"file:///a\"}", "url");
    trial(cases, "shop/test", "test with more", "{\"data\":{}}", "data");
    trial(cases, "deliver", "delivery to nowhere", "{\"event\":\"a\",\"data\":{}}", "url");
    String to = "{\"url\":\"https://a.example/\"";
    trial(cases, "deliver", "delivery of no event", to + ",\"data\":{}}", "event");
    trial(cases, "deliver", "delivery of Event", to + ",\"event\":\"A B\",\"data\":{}}", "event");
    trial(cases, "deliver", "delivery of nothing", to + ",\"event\":\"a\"}", "data");
    trial(cases, "deliver", "delivery of a text", to + ",\"event\":\"a\",\"data\":\"x\"}", "data");
    add(
        cases,
        "discarding what waits",
        "DELETE",
        "/api/v1/webhooks/shop/deliveries?state=waiting",
        "",
        422,
        "invalid-request",
        "state");
    add(
        cases,
        "discarding whatever",
        "DELETE",
        "/api/v1/webhooks/shop/deliveries",
        "",
        422,
        "invalid-request",
        "state");
    webhook(cases, "webhook with a name", url("", "\"name\":\"orders\""), "name");
    webhook(cases, "webhook switched off", url("", "\"enabled\":false"), "enabled");
    for (String name : List.of("Orders", "-orders", "or%20ders", "a".repeat(64))) {
      add(
          cases,
          "webhook named " + name,
          "PUT",
          "/api/v1/webhooks/" + name,
          url("", ""),
          422,
          "invalid-request",
          "name");
    }
    declared(cases, "change of a declared webhook", "PUT", url("", ""));
    declared(cases, "removal of a declared webhook", "DELETE", "");
    missing(cases, "removal of no webhook", "DELETE", "/api/v1/webhooks/none");
    add(
        cases,
        "webhook no JSON",
        "PUT",
        "/api/v1/webhooks/orders",
        "url",
        400,
        "malformed-request",
        "");
  }

  private static String url(String path, String more) {
    return "{\"url\":\"https://shop.example/"
        + path
        + "\""
        + (more.isEmpty() ? "" : "," + more)
        + "}";
  }

  private static void webhook(List<Case> cases, String name, String body, String field) {
    add(cases, name, "PUT", "/api/v1/webhooks/orders", body, 422, "invalid-request", field);
  }

  private static void declared(List<Case> cases, String name, String method, String body) {
    add(cases, name, method, "/api/v1/webhooks/shop", body, 409, "webhook-declared", "");
  }

  private static void missing(List<Case> cases, String name, String method, String path) {
    String body = method.equals("POST") ? "{}" : "";
    add(cases, name, method, path, body, 404, "not-found", "");
  }

  /** A valid message with wrong parameters. */
  private static void sending(List<Case> cases, String name, String query, String field) {
    String path = "/api/v1/messages" + query;
    add(cases, name, "POST", path, "{" + VALID + "}", 422, "invalid-request", field);
  }

  private static void command(
      List<Case> cases, String name, String path, String body, String field) {
    add(cases, name, "POST", path, body, 422, "invalid-request", field);
  }

  private static String to(String to) {
    return "{\"to\":\"" + to + "\",\"type\":\"text\",\"text\":\"x\"}";
  }

  private static String text(String text) {
    return "{" + VALID_TO + ",\"type\":\"text\",\"text\":\"" + text + "\"}";
  }

  private static void message(List<Case> cases, String name, String body, String field) {
    add(cases, name, "POST", "/api/v1/messages", body, 422, "invalid-request", field);
  }

  private static void malformed(List<Case> cases, String name, String body) {
    add(cases, name, "POST", "/api/v1/messages", body, 400, "malformed-request", "");
  }

  private static void get(List<Case> cases, String name, String path, String field) {
    add(cases, name, "GET", path, "", 422, "invalid-request", field);
  }

  private static void add(
      List<Case> cases,
      String name,
      String method,
      String path,
      String body,
      int status,
      String code,
      String field) {
    cases.add(new Case(name, method, path, body, status, code, field));
  }
}
