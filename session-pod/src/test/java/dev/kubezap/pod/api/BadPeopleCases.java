package dev.kubezap.pod.api;

import dev.kubezap.pod.api.BadInputCases.Case;
import java.util.ArrayList;
import java.util.List;

/** Wrong requests to every path of contacts, groups, the profile, calls and the queue. */
final class BadPeopleCases {
  private static final String CONTACT = "/api/v1/contacts/4915112345678";
  private static final String NOBODY = "/api/v1/contacts/x";
  private static final String GROUP = "/api/v1/groups/12345678@g.us";
  private static final String NO_GROUP = "/api/v1/groups/4915112345678";
  private static final String LONG = "x".repeat(600);

  private final List<Case> cases = new ArrayList<>();

  private BadPeopleCases() {}

  static List<Case> all() {
    BadPeopleCases all = new BadPeopleCases();
    all.contacts();
    all.groups();
    all.profile();
    all.callsAndQueue();
    all.labels();
    return all.cases;
  }

  private void wrong(String method, String path, String body, String field) {
    String name = method + " " + path + " " + (body.length() > 60 ? body.length() : body);
    cases.add(new Case(name, method, path, body, 422, "invalid-request", field));
  }

  private void malformed(String method, String path) {
    String name = method + " " + path + " broken off";
    cases.add(new Case(name, method, path, "{", 400, "malformed-request", ""));
  }

  private void contacts() {
    wrong("GET", "/api/v1/contacts?limit=0", "", "limit");
    wrong("GET", "/api/v1/contacts?limit=201", "", "limit");
    wrong("GET", "/api/v1/contacts?name=Ada", "", "name");
    wrong("GET", CONTACT + "?x=1", "", "x");
    wrong("DELETE", NOBODY, "", "id");
    wrong("PUT", NOBODY, "{\"name\":\"Ada\"}", "id");
    wrong("PUT", CONTACT, "{\"name\":\"\"}", "name");
    wrong("PUT", CONTACT, "{\"name\":5}", "name");
    wrong("PUT", CONTACT, "{\"name\":null}", "name");
    wrong("PUT", CONTACT, "{\"name\":\"" + LONG + "\"}", "name");
    wrong("PUT", CONTACT, "{\"name\":\"Ada\",\"phoneNumber\":\"1\"}", "phoneNumber");
    malformed("PUT", CONTACT);
    wrong("GET", NOBODY + "/about", "", "id");
    wrong("GET", CONTACT + "/about?x=1", "", "x");
    wrong("GET", NOBODY + "/picture", "", "id");
    wrong("PUT", NOBODY + "/block", "{}", "id");
    wrong("PUT", "/api/v1/contacts/12345678@g.us/block", "{}", "id");
    malformed("PUT", CONTACT + "/block");
    wrong("DELETE", NOBODY + "/block", "", "id");
    wrong("PUT", NOBODY + "/presence", "{}", "id");
    wrong("DELETE", NOBODY + "/presence", "", "id");
    wrong("GET", "/api/v1/blocklist?limit=5", "", "limit");
    wrong("GET", "/api/v1/lids/4915112345678?x=1", "", "x");
    wrong("PUT", "/api/v1/presence", "{\"state\":1}", "state");
    malformed("PUT", "/api/v1/presence");
    malformed("POST", "/api/v1/contacts/check");
  }

  private void groups() {
    wrong("POST", "/api/v1/groups?queue=maybe", "{\"subject\":\"Garden\"}", "queue");
    wrong("PATCH", GROUP + "?queue=1", "{\"subject\":\"Garden\"}", "queue");
    wrong("DELETE", GROUP + "?queue=", "", "queue");
    wrong("DELETE", GROUP + "/invite?queue=yes", "", "queue");
    wrong("GET", GROUP + "/invite?queue=true", "", "queue");
    wrong("GET", "/api/v1/groups?limit=0", "", "limit");
    wrong("GET", "/api/v1/groups?q=x", "", "q");
    malformed("POST", "/api/v1/groups");
    wrong("POST", "/api/v1/groups", "{\"subject\":1}", "subject");
    wrong("POST", "/api/v1/groups", "{\"subject\":\"x\",\"participants\":1}", "participants");
    wrong("GET", GROUP + "?x=1", "", "x");
    wrong("PATCH", NO_GROUP, "{\"subject\":\"x\"}", "id");
    wrong("PATCH", GROUP, "{\"name\":\"x\"}", "name");
    wrong("PATCH", GROUP, "{\"ephemeral\":\"-P1D\"}", "ephemeral");
    malformed("PATCH", GROUP);
    wrong("DELETE", NO_GROUP, "", "id");
    wrong("POST", NO_GROUP + "/participants", "{\"participants\":[\"+4915112345678\"]}", "id");
    wrong("POST", GROUP + "/participants", "{\"participants\":[]}", "participants");
    wrong("POST", GROUP + "/participants", "{\"participants\":[\"me\"]}", "participants[0]");
    malformed("POST", GROUP + "/participants");
    wrong("DELETE", NO_GROUP + "/participants?participants=4915112345678", "", "id");
    wrong("PUT", GROUP + "/admins/me", "{}", "participant");
    wrong("PUT", GROUP + "/admins/4915112345678", "{\"x\":1}", "x");
    wrong("PUT", NO_GROUP + "/admins/4915112345678", "{}", "id");
    wrong("DELETE", GROUP + "/admins/me", "", "participant");
    wrong("GET", NO_GROUP + "/invite", "", "id");
    wrong("DELETE", NO_GROUP + "/invite", "", "id");
    wrong("POST", "/api/v1/groups/invites/x", "{}", "code");
    wrong("POST", "/api/v1/groups/invites/" + "a".repeat(22), "{\"x\":1}", "x");
    wrong("GET", NO_GROUP + "/join-requests", "", "id");
    wrong("POST", GROUP + "/join-requests", "{\"approve\":\"all\"}", "approve");
    wrong("POST", GROUP + "/join-requests", "{\"reject\":[\"me\"]}", "reject[0]");
    malformed("POST", GROUP + "/join-requests");
  }

  private void profile() {
    wrong("GET", "/api/v1/profile?x=1", "", "x");
    wrong("PATCH", "/api/v1/profile", "{\"about\":1}", "about");
    wrong("PATCH", "/api/v1/profile", "{\"about\":\"" + LONG + "\"}", "about");
    wrong("PATCH", "/api/v1/profile", "{\"name\":\"\"}", "name");
    malformed("PATCH", "/api/v1/profile");
    wrong("PUT", "/api/v1/profile/picture", "{\"data\":1}", "data");
    wrong("PUT", "/api/v1/profile/picture", "{\"url\":\"https://a.example/\"}", "url");
    malformed("PUT", "/api/v1/profile/picture");
    wrong("DELETE", "/api/v1/profile/picture?x=1", "", "x");
    wrong("GET", "/api/v1/profile/privacy?x=1", "", "x");
    wrong("PATCH", "/api/v1/profile/privacy", "{\"lastSeen\":true}", "lastSeen");
    malformed("PATCH", "/api/v1/profile/privacy");
  }

  private void labels() {
    wrong("GET", "/api/v1/labels?limit=5", "", "limit");
    wrong("POST", "/api/v1/labels", "{}", "name");
    wrong("POST", "/api/v1/labels", "{\"name\":\" \"}", "name");
    wrong("POST", "/api/v1/labels", "{\"name\":\"" + LONG + "\"}", "name");
    wrong("POST", "/api/v1/labels", "{\"name\":\"x\",\"color\":20}", "color");
    wrong("POST", "/api/v1/labels", "{\"name\":\"x\",\"color\":\"red\"}", "color");
    malformed("POST", "/api/v1/labels");
    wrong("PATCH", "/api/v1/labels/1", "{}", "name");
    wrong("PATCH", "/api/v1/labels/1", "{\"id\":\"2\"}", "id");
    malformed("PATCH", "/api/v1/labels/1");
    wrong("DELETE", "/api/v1/labels/1?x=1", "", "x");
    wrong("GET", "/api/v1/chats?label=", "", "label");
    wrong("GET", "/api/v1/chats?label=two%20words", "", "label");
  }

  private void callsAndQueue() {
    wrong("GET", "/api/v1/calls?limit=0", "", "limit");
    wrong("GET", "/api/v1/calls?video=maybe", "", "video");
    wrong("GET", "/api/v1/calls?from=x", "", "from");
    malformed("POST", "/api/v1/calls/C1/reject");
    wrong("GET", "/api/v1/queue?limit=0", "", "limit");
    wrong("GET", "/api/v1/queue?cursor=", "", "cursor");
    wrong("DELETE", "/api/v1/queue?chat=x", "", "chat");
    wrong("DELETE", "/api/v1/queue/x?x=1", "", "x");
  }
}
