package dev.kubezap.pod.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskBlocklist;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.contact.BlockContact;
import dev.kubezap.whatsapp.contact.BusinessProfile;
import dev.kubezap.whatsapp.contact.FindContact;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.contact.ListContacts;
import dev.kubezap.whatsapp.contact.NameContact;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.model.Chat;
import dev.kubezap.whatsapp.model.Contact;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

class ContactRoutesTest {
  private static final Jid ADA = Jid.phoneNumber("4915112345678");
  private static final Jid ADA_LID = Jid.lid("100200300");
  private static final AccountNames NAMES =
      new AccountNames(Optional.of(ADA), Optional.of(ADA_LID));
  private static final Contact CONTACT =
      Contact.of(ADA, Optional.of(ADA_LID), FakeClient.NOW)
          .withPushName("Ada")
          .withBusinessName("Ada's Shop")
          .withAbout(Optional.of("at work"))
          .withPicture(Optional.of("17"))
          .withBlocked(true);
  private static final String JSON =
      "{\"id\":\"4915112345678@s.whatsapp.net\",\"lid\":\"100200300@lid\",\"phoneNumber\":\"+4915112345678\","
          + "\"pushName\":\"Ada\",\"businessName\":\"Ada's Shop\",\"about\":\"at work\",\"pictureId\":\"17\",\"blocked\":true,\"isContact\":false,\"isBusiness\":true,"
          + "\"updatedAt\":\"2026-11-21T09:30:00Z\"}";
  private static final String OF_ADA = "/api/v1/contacts/%2B4915112345678";

  @AutoClose private final ApiFixture api = new ApiFixture();

  @Test
  void listsPageByPage() throws Exception {
    api.client.services =
        _ ->
            new ServiceAnswer.Given<>(
                new ListContacts.Found(List.of(CONTACT), Optional.of(ADA.toString())));
    ApiFixture.Answer first = api.get("/api/v1/contacts?limit=1&blocked=true&q=ad");
    assertThat(first.json().path("items").get(0).toString()).isEqualTo(JSON);
    api.archive.chats.add(new Chat(ADA, Optional.of(ADA_LID), Optional.empty(), FakeClient.NOW, 0));
    assertThat(
            api.get("/api/v1/contacts").json().path("items").get(0).path("lastMessageAt").asText())
        .isEqualTo("2026-11-21T09:30:00Z");
    api.client.requests.clear();
    api.archive.chats.clear();
    first = api.get("/api/v1/contacts?limit=1&blocked=true&q=ad");
    String cursor = first.json().path("nextCursor").asText();
    assertThat(api.get("/api/v1/contacts?cursor=" + cursor).status()).isEqualTo(200);

    assertThat(api.client.requests)
        .containsExactly(
            new ListContacts.Page("", 1, Optional.of(true), Optional.of("ad")),
            new ListContacts.Page(ADA.toString(), 50, Optional.empty(), Optional.empty()));
    assertThat(api.get("/api/v1/contacts?cursor=nonsense").status()).isEqualTo(422);
  }

  @Test
  void showsAndNamesOne() throws Exception {
    api.client.services = _ -> new ServiceAnswer.Given<>(CONTACT);
    assertThat(api.get(OF_ADA).json().toString()).isEqualTo(JSON);
    assertThat(api.put(OF_ADA, "{\"name\":\"Ada L.\"}").status()).isEqualTo(200);
    assertThat(api.delete(OF_ADA).status()).isEqualTo(204);
    assertThat(api.client.requests)
        .containsExactly(
            new FindContact.Of(ADA),
            new NameContact.As(ADA, Optional.of("Ada L.")),
            new NameContact.As(ADA, Optional.empty()));

    api.client.services = _ -> new ServiceAnswer.Impossible<>("not-found", "There is none.");
    assertThat(api.get(OF_ADA).status()).isEqualTo(404);
  }

  @Test
  void asksForAboutAndPicture() throws Exception {
    api.client.services =
        request ->
            request instanceof AskAbout.Of
                ? new ServiceAnswer.Given<>(
                    new AskAbout.About(ADA, Optional.of("at work"), Optional.of(FakeClient.NOW)))
                : new ServiceAnswer.Given<>(
                    new AskPicture.Picture(Optional.of("17"), Optional.of("https://pps/17")));
    assertThat(api.get(OF_ADA + "/about").json().toString())
        .isEqualTo(
            "{\"id\":\"4915112345678@s.whatsapp.net\",\"about\":\"at work\",\"setAt\":\"2026-11-21T09:30:00Z\"}");
    assertThat(api.get(OF_ADA + "/picture?size=preview").json().toString())
        .isEqualTo("{\"pictureId\":\"17\",\"url\":\"https://pps/17\"}");
    assertThat(api.client.requests.getLast()).isEqualTo(new AskPicture.Of(ADA, true));

    api.client.services =
        _ -> new ServiceAnswer.Given<>(new AskPicture.Picture(Optional.empty(), Optional.empty()));
    assertThat(api.get(OF_ADA + "/picture").json().path("code").asText()).isEqualTo("no-picture");
  }

  @Test
  void showsBusinesses() throws Exception {
    api.client.services =
        _ ->
            new ServiceAnswer.Given<>(
                new BusinessProfile(
                    Optional.of("Bread"),
                    Optional.empty(),
                    Optional.of("a@example.com"),
                    List.of("https://example.com"),
                    List.of("Bakery"),
                    Optional.of("Europe/Berlin"),
                    List.of(
                        new BusinessProfile.Hours(
                            "mon", "specific_hours", Optional.of(390), Optional.of(1080)),
                        new BusinessProfile.Hours(
                            "sun", "open_24h", Optional.empty(), Optional.empty()))));
    assertThat(api.get(OF_ADA + "/business").json().toString())
        .isEqualTo(
            "{\"id\":\"4915112345678@s.whatsapp.net\",\"description\":\"Bread\",\"email\":\"a@example.com\","
                + "\"websites\":[\"https://example.com\"],\"categories\":[\"Bakery\"],\"hours\":{"
                + "\"timezone\":\"Europe/Berlin\",\"days\":[{\"day\":\"mon\",\"mode\":\"specific_hours\","
                + "\"opens\":\"06:30\",\"closes\":\"18:00\"},{\"day\":\"sun\",\"mode\":\"open_24h\"}]}}");
    api.client.services = _ -> new ServiceAnswer.Impossible<>("not-a-business", "None.");
    ApiFixture.Answer none = api.get(OF_ADA + "/business");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.json().path("code").asText()).isEqualTo("not-a-business");
  }

  @Test
  void blocksByBothNames() throws Exception {
    api.client.services =
        request ->
            switch (request) {
              case FindNames.Of _ -> new ServiceAnswer.Given<>(NAMES);
              case AskBlocklist.Wanted _ ->
                  new ServiceAnswer.Given<>(new AskBlocklist.Blocked(List.of(NAMES)));
              default -> new ServiceAnswer.Given<>(new Done());
            };
    assertThat(api.put(OF_ADA + "/block", "{}").status()).isEqualTo(204);
    assertThat(api.delete("/api/v1/contacts/100200300@lid/block").status()).isEqualTo(204);
    assertThat(api.client.requests)
        .containsExactly(
            new FindNames.Of(ADA),
            new BlockContact.Of(NAMES, true),
            new BlockContact.Of(new AccountNames(Optional.empty(), Optional.of(ADA_LID)), false));
    assertThat(api.get("/api/v1/blocklist").json().toString())
        .isEqualTo(
            "{\"items\":[{\"id\":\"4915112345678@s.whatsapp.net\",\"lid\":\"100200300@lid\",\"phoneNumber\":\"+4915112345678\"}]}");
  }
}
