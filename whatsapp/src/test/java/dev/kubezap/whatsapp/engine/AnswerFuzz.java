package dev.kubezap.whatsapp.engine;

import com.google.protobuf.ByteString;
import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.call.RejectCall;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskBlocklist;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.contact.BlockContact;
import dev.kubezap.whatsapp.contact.CheckNumbers;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.content.TextContent;
import dev.kubezap.whatsapp.device.AccountNames;
import dev.kubezap.whatsapp.fuzz.FuzzTarget;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.DescribeGroup;
import dev.kubezap.whatsapp.group.FetchGroups;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.InvitedGroup;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.group.JoinRequests;
import dev.kubezap.whatsapp.group.LeaveGroup;
import dev.kubezap.whatsapp.jid.Jid;
import dev.kubezap.whatsapp.media.AskMediaHosts;
import dev.kubezap.whatsapp.presence.WatchPresence;
import dev.kubezap.whatsapp.profile.AskPrivacy;
import dev.kubezap.whatsapp.profile.SetAbout;
import dev.kubezap.whatsapp.profile.SetPicture;
import dev.kubezap.whatsapp.step.Turn;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Any answers of the server to what callers have it asked: numbers, contacts, blocklist, profile,
 * privacy, groups, media hosts, and what a message must know of devices. The first byte chooses the
 * request; behind it stand the answers as in {@link StanzaFuzz}.
 */
public final class AnswerFuzz implements FuzzTarget {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Jid PEER = StanzaWorld.PEER;
  private static final Jid GROUP = StanzaWorld.GROUP;
  private static final AccountNames NAMES =
      new AccountNames(Optional.of(PEER), Optional.of(Jid.lid("6")));

  /** The order is that of the kept seeds: new ones are appended. */
  private static final List<Object> REQUESTS =
      List.of(
          new CheckNumbers.Of(List.of("1", "7")),
          new FindNames.Of(Jid.phoneNumber("7")),
          new AskAbout.Of(PEER),
          new AskPicture.Of(PEER, true),
          new AskBlocklist.Wanted(),
          new BlockContact.Of(NAMES, true),
          new SetAbout.To("at work"),
          new SetPicture.To(Optional.of(ByteString.fromHex("ffd8ffd9"))),
          new AskPrivacy.With(Map.of()),
          new AskPrivacy.With(Map.of("last", "none")),
          new AskMediaHosts.Wanted(),
          new FetchGroups.Due(false),
          new DescribeGroup.Of(GROUP),
          new CreateGroup.Of("Garden", List.of(PEER)),
          new ChangeGroup.Of(GROUP, new ChangeGroup.Subject("Yard")),
          new ChangeParticipants.Of(GROUP, ChangeParticipants.Action.ADD, List.of(PEER)),
          new InviteCode.Of(GROUP, false),
          new InvitedGroup.Of("code"),
          new JoinGroup.Of("code"),
          new JoinRequests.Of(GROUP),
          new LeaveGroup.Of(GROUP),
          new WatchPresence.Of(PEER, true),
          new RejectCall.Of("call"),
          new SendRequest(PEER, TextContent.of("text"), Map.of(), Optional.empty()),
          new SendRequest(GROUP, TextContent.of("text"), Map.of(), Optional.empty()),
          new ChangeRequest(
              "00000000-0000-7000-8000-00000000000b", new ChangeRequest.React(Optional.of("x"))));

  private final FuzzedTurns turns = new FuzzedTurns(NOW);
  private final StanzaWorld world = new StanzaWorld(NOW);

  @Override
  public void read(byte[] input) throws Exception {
    if (input.length == 0) {
      return;
    }
    turns.run(
        REQUESTS.get((input[0] & 0xFF) % REQUESTS.size()),
        world.paired(),
        Optional.of(world.identity()),
        new Turn.Link(true, true, true, true),
        FuzzedTurns.stanzas(ByteBuffer.wrap(input, 1, input.length - 1)));
  }
}
