package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.call.ListCalls;
import dev.kubezap.whatsapp.call.PruneCalls;
import dev.kubezap.whatsapp.call.ReceiveCall;
import dev.kubezap.whatsapp.call.RejectCall;
import dev.kubezap.whatsapp.channel.ChangeChannel;
import dev.kubezap.whatsapp.channel.CreateChannel;
import dev.kubezap.whatsapp.channel.DeleteChannel;
import dev.kubezap.whatsapp.channel.DescribeChannel;
import dev.kubezap.whatsapp.channel.FollowChannel;
import dev.kubezap.whatsapp.channel.ListChannels;
import dev.kubezap.whatsapp.channel.MuteChannel;
import dev.kubezap.whatsapp.channel.ReadChannel;
import dev.kubezap.whatsapp.channel.SetChannelPicture;
import dev.kubezap.whatsapp.contact.AskAbout;
import dev.kubezap.whatsapp.contact.AskBlocklist;
import dev.kubezap.whatsapp.contact.AskBusiness;
import dev.kubezap.whatsapp.contact.AskPicture;
import dev.kubezap.whatsapp.contact.BlockContact;
import dev.kubezap.whatsapp.contact.BlocklistChanged;
import dev.kubezap.whatsapp.contact.CheckNumbers;
import dev.kubezap.whatsapp.contact.FindContact;
import dev.kubezap.whatsapp.contact.FindNames;
import dev.kubezap.whatsapp.contact.ListContacts;
import dev.kubezap.whatsapp.contact.NameContact;
import dev.kubezap.whatsapp.contact.NoteProfile;
import dev.kubezap.whatsapp.contact.NoteSender;
import dev.kubezap.whatsapp.group.ChangeGroup;
import dev.kubezap.whatsapp.group.ChangeParticipants;
import dev.kubezap.whatsapp.group.CreateCommunity;
import dev.kubezap.whatsapp.group.CreateGroup;
import dev.kubezap.whatsapp.group.DeactivateCommunity;
import dev.kubezap.whatsapp.group.DescribeGroup;
import dev.kubezap.whatsapp.group.FetchGroups;
import dev.kubezap.whatsapp.group.GroupChanged;
import dev.kubezap.whatsapp.group.InviteCode;
import dev.kubezap.whatsapp.group.InvitedGroup;
import dev.kubezap.whatsapp.group.JoinGroup;
import dev.kubezap.whatsapp.group.JoinRequests;
import dev.kubezap.whatsapp.group.LeaveGroup;
import dev.kubezap.whatsapp.group.LinkSubGroup;
import dev.kubezap.whatsapp.group.ListCommunityPeople;
import dev.kubezap.whatsapp.group.ListGroups;
import dev.kubezap.whatsapp.group.ListSubGroups;
import dev.kubezap.whatsapp.group.RefreshGroup;
import dev.kubezap.whatsapp.groupchange.AcceptGroupChange;
import dev.kubezap.whatsapp.groupchange.GroupChangeRequest;
import dev.kubezap.whatsapp.groupchange.RepeatGroupChange;
import dev.kubezap.whatsapp.groupchange.ResumeGroupChanges;
import dev.kubezap.whatsapp.presence.NotePresence;
import dev.kubezap.whatsapp.presence.ReadPresence;
import dev.kubezap.whatsapp.presence.ResumeWatching;
import dev.kubezap.whatsapp.presence.ShowPresence;
import dev.kubezap.whatsapp.presence.ShowTyping;
import dev.kubezap.whatsapp.presence.WatchPresence;
import dev.kubezap.whatsapp.profile.AskPrivacy;
import dev.kubezap.whatsapp.profile.SetAbout;
import dev.kubezap.whatsapp.profile.SetName;
import dev.kubezap.whatsapp.profile.SetPicture;

/**
 * The stanzas and requests that are about people, groups and channels, with the step that does
 * each; a part of {@link Routes}.
 */
final class ContactRoutes {

  private ContactRoutes() {}

  static void contacts(Router.Builder routes) {
    routes
        .input(CheckNumbers.Of.class, new CheckNumbers())
        .input(FindNames.Of.class, new FindNames())
        .stanza("notification-blocklist", BlocklistChanged::wants, new BlocklistChanged())
        .stanza("notification-group-picture", GroupChanged::wantsPicture, new GroupChanged())
        .notification("picture", new NoteProfile())
        .notification("status", new NoteProfile())
        .input(NoteSender.Wrote.class, new NoteSender())
        .input(FindContact.Of.class, new FindContact())
        .input(ListContacts.Page.class, new ListContacts())
        .input(NameContact.As.class, new NameContact())
        .input(AskAbout.Of.class, new AskAbout())
        .input(AskPicture.Of.class, new AskPicture())
        .input(AskBusiness.Of.class, new AskBusiness())
        .input(AskBlocklist.Wanted.class, new AskBlocklist())
        .input(BlockContact.Of.class, new BlockContact())
        .input(SetAbout.To.class, new SetAbout())
        .input(SetName.To.class, new SetName())
        .input(SetPicture.To.class, new SetPicture())
        .input(AskPrivacy.With.class, new AskPrivacy())
        .stanza("call", Routes.tagged("call"), new ReceiveCall())
        .input(RejectCall.Of.class, new RejectCall())
        .input(ListCalls.Page.class, new ListCalls())
        .input(PruneCalls.Due.class, new PruneCalls());
    routes
        .stanza("presence", Routes.tagged("presence"), new NotePresence())
        .stanza("chatstate", Routes.tagged("chatstate"), new NotePresence())
        .input(ShowPresence.As.class, new ShowPresence())
        .input(ShowTyping.In.class, new ShowTyping())
        .input(WatchPresence.Of.class, new WatchPresence())
        .input(ReadPresence.Of.class, new ReadPresence())
        .input(ResumeWatching.From.class, new ResumeWatching());
  }

  /**
   * @param run names this process
   */
  static void groups(Router.Builder routes, String run) {
    routes
        .input(GroupChangeRequest.class, new AcceptGroupChange(run))
        .input(RepeatGroupChange.Of.class, new RepeatGroupChange(run))
        .input(ResumeGroupChanges.From.class, new ResumeGroupChanges())
        .notification("w:gp2", new GroupChanged())
        .input(FetchGroups.Due.class, new FetchGroups())
        .input(RefreshGroup.Of.class, new RefreshGroup())
        .input(ListGroups.Of.class, new ListGroups())
        .input(ListSubGroups.Of.class, new ListSubGroups())
        .input(CreateCommunity.Of.class, new CreateCommunity())
        .input(LinkSubGroup.Of.class, new LinkSubGroup())
        .input(ListCommunityPeople.Of.class, new ListCommunityPeople())
        .input(DeactivateCommunity.Of.class, new DeactivateCommunity())
        .input(DescribeGroup.Of.class, new DescribeGroup())
        .input(CreateGroup.Of.class, new CreateGroup())
        .input(ChangeGroup.Of.class, new ChangeGroup())
        .input(ChangeParticipants.Of.class, new ChangeParticipants())
        .input(LeaveGroup.Of.class, new LeaveGroup())
        .input(InviteCode.Of.class, new InviteCode())
        .input(InvitedGroup.Of.class, new InvitedGroup())
        .input(JoinGroup.Of.class, new JoinGroup())
        .input(JoinRequests.Of.class, new JoinRequests());
  }

  static void channels(Router.Builder routes) {
    routes
        .input(ListChannels.Wanted.class, new ListChannels())
        .input(DescribeChannel.Of.class, new DescribeChannel())
        .input(FollowChannel.Of.class, new FollowChannel())
        .input(MuteChannel.Of.class, new MuteChannel())
        .input(CreateChannel.Of.class, new CreateChannel())
        .input(ChangeChannel.Of.class, new ChangeChannel())
        .input(SetChannelPicture.Of.class, new SetChannelPicture())
        .input(DeleteChannel.Of.class, new DeleteChannel())
        .input(ReadChannel.Of.class, new ReadChannel());
  }
}
