package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ChangeRequest;
import dev.kubezap.whatsapp.ChangeResult;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.Done;
import dev.kubezap.whatsapp.SendRequest;
import dev.kubezap.whatsapp.SendResult;
import dev.kubezap.whatsapp.ServiceAnswer;
import dev.kubezap.whatsapp.account.AcknowledgeForgotten;
import dev.kubezap.whatsapp.account.AnswerServer;
import dev.kubezap.whatsapp.account.CleanDirty;
import dev.kubezap.whatsapp.account.LidMigration;
import dev.kubezap.whatsapp.account.NoteClientExpiry;
import dev.kubezap.whatsapp.account.RememberRouting;
import dev.kubezap.whatsapp.appstate.ApplyAction;
import dev.kubezap.whatsapp.appstate.ChangeAppState;
import dev.kubezap.whatsapp.appstate.ChangeLabel;
import dev.kubezap.whatsapp.appstate.ChooseCollection;
import dev.kubezap.whatsapp.appstate.DownloadBlob;
import dev.kubezap.whatsapp.appstate.FetchCollection;
import dev.kubezap.whatsapp.appstate.ListActions;
import dev.kubezap.whatsapp.appstate.ListLabels;
import dev.kubezap.whatsapp.appstate.NoteAppState;
import dev.kubezap.whatsapp.appstate.ReviewKept;
import dev.kubezap.whatsapp.appstate.SendPatch;
import dev.kubezap.whatsapp.appstate.StoreBlob;
import dev.kubezap.whatsapp.appstate.StoreSnapshot;
import dev.kubezap.whatsapp.appstate.TakeKeys;
import dev.kubezap.whatsapp.appstate.WriteAppState;
import dev.kubezap.whatsapp.connection.Backoff;
import dev.kubezap.whatsapp.contact.NoteSender;
import dev.kubezap.whatsapp.device.DevicesChanged;
import dev.kubezap.whatsapp.device.LearnPairs;
import dev.kubezap.whatsapp.fetch.DueFiles;
import dev.kubezap.whatsapp.fetch.SettleFile;
import dev.kubezap.whatsapp.group.FetchGroups;
import dev.kubezap.whatsapp.groupchange.ResumeGroupChanges;
import dev.kubezap.whatsapp.history.AskOlder;
import dev.kubezap.whatsapp.history.FailHistory;
import dev.kubezap.whatsapp.history.HistoryPart;
import dev.kubezap.whatsapp.history.HistoryTrouble;
import dev.kubezap.whatsapp.history.NoteHistory;
import dev.kubezap.whatsapp.history.ReadHistory;
import dev.kubezap.whatsapp.history.StoreHistory;
import dev.kubezap.whatsapp.importing.ImportLink;
import dev.kubezap.whatsapp.login.ConnectNow;
import dev.kubezap.whatsapp.login.FetchProperties;
import dev.kubezap.whatsapp.login.LogIn;
import dev.kubezap.whatsapp.login.LogOut;
import dev.kubezap.whatsapp.login.OfflineQueue;
import dev.kubezap.whatsapp.login.RefreshVersion;
import dev.kubezap.whatsapp.login.VersionFetched;
import dev.kubezap.whatsapp.media.AskMediaHosts;
import dev.kubezap.whatsapp.media.AskPhoneForFile;
import dev.kubezap.whatsapp.media.FilePlaceTold;
import dev.kubezap.whatsapp.media.FindFilePlace;
import dev.kubezap.whatsapp.message.AcceptChange;
import dev.kubezap.whatsapp.message.AcceptSend;
import dev.kubezap.whatsapp.message.AskForMissing;
import dev.kubezap.whatsapp.message.AskPhoneForKeys;
import dev.kubezap.whatsapp.message.BeginKeyed;
import dev.kubezap.whatsapp.message.CancelQueued;
import dev.kubezap.whatsapp.message.CheckRepeated;
import dev.kubezap.whatsapp.message.DueSends;
import dev.kubezap.whatsapp.message.HandleUnhandled;
import dev.kubezap.whatsapp.message.MarkRead;
import dev.kubezap.whatsapp.message.OwnPreKeys;
import dev.kubezap.whatsapp.message.PeerNews;
import dev.kubezap.whatsapp.message.PlaceholderResend;
import dev.kubezap.whatsapp.message.PrepareSend;
import dev.kubezap.whatsapp.message.PurgeMessages;
import dev.kubezap.whatsapp.message.ReadReceiptTaken;
import dev.kubezap.whatsapp.message.ReceiptStep;
import dev.kubezap.whatsapp.message.ReceiveMessage;
import dev.kubezap.whatsapp.message.RepairSend;
import dev.kubezap.whatsapp.message.ResumeMissing;
import dev.kubezap.whatsapp.message.ResumeReadReceipts;
import dev.kubezap.whatsapp.message.ResumeRepairs;
import dev.kubezap.whatsapp.message.ResumeUnhandled;
import dev.kubezap.whatsapp.message.RetryRequest;
import dev.kubezap.whatsapp.message.ServerAck;
import dev.kubezap.whatsapp.message.SetChatTimer;
import dev.kubezap.whatsapp.message.SettleKeyed;
import dev.kubezap.whatsapp.node.Node;
import dev.kubezap.whatsapp.notice.NoteFailedWebhook;
import dev.kubezap.whatsapp.pairing.CancelPasskey;
import dev.kubezap.whatsapp.pairing.CompletePairing;
import dev.kubezap.whatsapp.pairing.ConfirmCode;
import dev.kubezap.whatsapp.pairing.ConfirmPasskey;
import dev.kubezap.whatsapp.pairing.ContinuePasskey;
import dev.kubezap.whatsapp.pairing.DemandPasskey;
import dev.kubezap.whatsapp.pairing.ExpireCode;
import dev.kubezap.whatsapp.pairing.OfferPairing;
import dev.kubezap.whatsapp.pairing.PairingSettings;
import dev.kubezap.whatsapp.pairing.ProvePasskey;
import dev.kubezap.whatsapp.pairing.ReadPasskey;
import dev.kubezap.whatsapp.pairing.RenewSecret;
import dev.kubezap.whatsapp.pairing.RequestCode;
import dev.kubezap.whatsapp.pairing.RotateQr;
import dev.kubezap.whatsapp.prekey.RefillPreKeys;
import dev.kubezap.whatsapp.prekey.RotateSignedPreKey;
import dev.kubezap.whatsapp.prekey.SinglePreKeys;
import dev.kubezap.whatsapp.presence.ResumeWatching;
import dev.kubezap.whatsapp.restore.AcceptAfterRestoration;
import dev.kubezap.whatsapp.restore.ApplyRestoration;
import dev.kubezap.whatsapp.restore.CheckDigest;
import dev.kubezap.whatsapp.syncd.ApplyNext;
import dev.kubezap.whatsapp.syncd.FetchNext;
import dev.kubezap.whatsapp.token.IdentityChanged;
import dev.kubezap.whatsapp.token.IssueToken;
import dev.kubezap.whatsapp.token.PruneTokens;
import dev.kubezap.whatsapp.token.StoreToken;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Every kind of stanza and of other work, with the step that does it. A new kind is one line here.
 */
final class Routes {

  /** What our own phone tells this device, by the type of its protocol message. */
  private static final Map<Integer, PeerNews> NEWS =
      Map.of(NoteHistory.TYPE, new NoteHistory(), TakeKeys.TYPE, new TakeKeys());

  private Routes() {}

  /**
   * @param gate asked before each connection
   */
  static Router of(PairingSettings pairing, Backoff backoff, ConnectGate gate) {
    OwnPreKeys preKeys = new SinglePreKeys();
    Router.Builder routes = new Router.Builder();
    // Before the account's other notifications.
    ContactRoutes.contacts(routes);
    messages(routes, preKeys);
    pairing(routes, pairing);
    session(routes, pairing, backoff, gate);
    ContactRoutes.groups(routes, UUID.randomUUID().toString());
    ContactRoutes.channels(routes);
    history(routes);
    appState(routes);
    // Last: what none of the above wants.
    return routes.stanza("iq", AnswerServer::wants, new AnswerServer()).build();
  }

  private static void messages(Router.Builder routes, OwnPreKeys preKeys) {
    routes
        .stanza("message", tagged("message"), NoteSender.after(new ReceiveMessage(preKeys, NEWS)))
        .stanza("retry", receipt("retry"), new RetryRequest())
        .stanza("receipt", tagged("receipt"), new ReceiptStep())
        .stanza("ack", tagged("ack").and(stanza -> stanza.has("class", "message")), new ServerAck())
        .stanza("ack-read", ReadReceiptTaken::wants, new ReadReceiptTaken())
        .stanza("notification-prekeys", RefillPreKeys::wants, new RefillPreKeys())
        .notification("devices", new DevicesChanged())
        .notification("account_sync", new DevicesChanged())
        .notification("encrypt", new IdentityChanged())
        .notification("privacy_token", new StoreToken())
        .notification("mediaretry", new FilePlaceTold())
        .input(IssueToken.To.class, new IssueToken())
        .input(PruneTokens.Due.class, new PruneTokens())
        .input(
            SendRequest.class,
            new AcceptAfterRestoration<>(new AcceptSend(), SendResult.NotYet::new))
        .input(
            ChangeRequest.class,
            new AcceptAfterRestoration<>(new AcceptChange(), ChangeResult.NotYet::new))
        .input(
            SetChatTimer.Of.class,
            new AcceptAfterRestoration<>(
                new SetChatTimer(), _ -> new ServiceAnswer.Unanswered<Done>()))
        .input(CheckRepeated.Asked.class, new CheckRepeated())
        .input(BeginKeyed.Of.class, new BeginKeyed())
        .input(SettleKeyed.By.class, new SettleKeyed())
        .input(AskMediaHosts.Wanted.class, new AskMediaHosts())
        .input(AskPhoneForFile.Wanted.class, new AskPhoneForFile())
        .input(FindFilePlace.Of.class, new FindFilePlace())
        .input(DueFiles.Wanted.class, new DueFiles())
        .input(SettleFile.As.class, new SettleFile())
        .input(NoteFailedWebhook.Of.class, new NoteFailedWebhook())
        .input(CancelQueued.Asked.class, new CancelQueued())
        .input(PrepareSend.Prepare.class, new PrepareSend())
        .input(RepairSend.Repair.class, new RepairSend())
        .input(ResumeRepairs.From.class, new ResumeRepairs())
        .input(AskForMissing.Due.class, new AskForMissing(preKeys))
        .input(ResumeMissing.From.class, new ResumeMissing())
        .input(PlaceholderResend.Told.class, new PlaceholderResend())
        .input(HandleUnhandled.Due.class, new HandleUnhandled(NEWS))
        .input(ResumeUnhandled.From.class, new ResumeUnhandled())
        .input(LearnPairs.Next.class, new LearnPairs())
        .input(LidMigration.Told.class, new LidMigration())
        .input(MarkRead.Read.class, new MarkRead())
        .input(ResumeReadReceipts.From.class, new ResumeReadReceipts())
        .input(CheckStatus.Of.class, new CheckStatus())
        .input(PurgeMessages.Of.class, new PurgeMessages())
        .input(QuarantineCommand.Request.class, new QuarantineCommand())
        .input(ResumeSending.Now.class, new ResumeSending())
        .input(DueSends.Now.class, new DueSends())
        .input(ChangeBehaviour.As.class, new ChangeBehaviour());
  }

  private static void history(Router.Builder routes) {
    routes
        .input(ReadHistory.Next.class, new ReadHistory())
        .input(ReadHistory.Told.class, new ReadHistory.Forget())
        .input(HistoryPart.class, new StoreHistory())
        .input(HistoryTrouble.class, new FailHistory())
        .input(AskOlder.Than.class, new AskOlder());
  }

  private static void appState(Router.Builder routes) {
    routes
        .notification("server_sync", NoteAppState.ofNotification())
        .input(NoteAppState.All.class, NoteAppState.ofMark())
        .input(FetchNext.class, new ChooseCollection())
        .input(FetchCollection.Of.class, new FetchCollection())
        .input(DownloadBlob.Of.class, new DownloadBlob())
        .input(StoreBlob.Came.class, new StoreBlob())
        .input(StoreSnapshot.Page.class, new StoreSnapshot())
        .input(ApplyNext.class, new ListActions())
        .input(ApplyAction.Due.class, new ApplyAction())
        .input(AskPhoneForKeys.Of.class, new AskPhoneForKeys())
        .input(ReviewKept.From.class, new ReviewKept())
        .input(ChangeAppState.Of.class, new ChangeAppState())
        .input(ListLabels.Wanted.class, new ListLabels())
        .input(ChangeLabel.Of.class, new ChangeLabel())
        .input(WriteAppState.Next.class, new WriteAppState())
        .input(SendPatch.Of.class, new SendPatch());
  }

  private static void pairing(Router.Builder routes, PairingSettings settings) {
    routes
        .stanza("pair-device", OfferPairing::wants, new OfferPairing(settings))
        .stanza("pair-success", CompletePairing::wants, new CompletePairing(settings))
        .notification("link_code_companion_reg", new ConfirmCode(settings))
        .notification("companion_reg_refresh", new RenewSecret())
        .notification("passkey_prologue_request", new DemandPasskey())
        .notification("crsc_continuation", new ContinuePasskey(settings))
        .input(ReadPasskey.Wanted.class, new ReadPasskey())
        .input(ProvePasskey.With.class, new ProvePasskey(settings))
        .input(ConfirmPasskey.Compared.class, new ConfirmPasskey(settings))
        .input(CancelPasskey.Wanted.class, new CancelPasskey())
        .input(RotateQr.Due.class, new RotateQr())
        .input(RequestCode.Wanted.class, new RequestCode(settings))
        .input(ExpireCode.Due.class, new ExpireCode(settings))
        .input(ImportLink.Of.class, new ImportLink(settings));
  }

  private static void session(
      Router.Builder routes, PairingSettings settings, Backoff backoff, ConnectGate gate) {
    List<Object> whenOnline =
        List.of(
            ResumeRepairs.From.theFirst(),
            ResumeSending.Now.theFirst(),
            new CheckDigest.Due(),
            new LearnPairs.Next(),
            ResumeMissing.From.theFirst(),
            ResumeUnhandled.From.theFirst(),
            new ReadHistory.Next(),
            ResumeReadReceipts.From.theFirst(),
            new FetchGroups.Due(false),
            ResumeGroupChanges.From.theFirst(),
            ReviewKept.From.theFirst(),
            ApplyNext.theFirst(),
            new FetchNext(),
            ResumeWatching.From.theFirst());
    routes
        .stanza("success", tagged("success"), new LogIn())
        .stanza("offline-preview", info("offline_preview"), new OfflineQueue.Preview())
        .stanza("offline", info("offline"), new OfflineQueue.Ended<Node>(whenOnline))
        .stanza("forgotten-ack", AcknowledgeForgotten::wants, new AcknowledgeForgotten())
        .stanza(
            "dirty",
            info("dirty"),
            new CleanDirty(
                Map.of(
                    "groups",
                    new FetchGroups.Due(true),
                    "syncd_app_state",
                    new NoteAppState.All())))
        .stanza("edge-routing", info("edge_routing"), new RememberRouting())
        .stanza("client-expiration", info("client_expiration"), new NoteClientExpiry())
        .input(OfflineQueue.Pull.class, new OfflineQueue.Pulling())
        .session(
            OfflineQueue.GaveUp.class, new WhileConnected<>(new OfflineQueue.Waiting(whenOnline)))
        .input(FetchProperties.Due.class, new FetchProperties())
        .input(RotateSignedPreKey.Due.class, new RotateSignedPreKey())
        .input(ApplyRestoration.Go.class, new ApplyRestoration())
        .input(CheckDigest.Due.class, new CheckDigest())
        .session(SessionStart.Started.class, new SessionStart.AtStart())
        .session(SessionStart.Resumed.class, new SessionStart.AtRequest())
        .session(ConnectNow.class, new Connecting(settings.deviceName(), gate))
        .session(ConnectionEnded.class, new Ending(backoff))
        .input(RefreshVersion.Due.class, new RefreshVersion())
        .session(VersionFetched.class, new Updating())
        .session(LogOut.class, new LoggingOut());
  }

  static Predicate<Node> tagged(String tag) {
    return stanza -> stanza.is(tag);
  }

  private static Predicate<Node> receipt(String type) {
    return stanza -> stanza.is("receipt") && stanza.has("type", type);
  }

  private static Predicate<Node> info(String child) {
    return stanza -> stanza.is("ib") && stanza.child(child).isPresent();
  }
}
