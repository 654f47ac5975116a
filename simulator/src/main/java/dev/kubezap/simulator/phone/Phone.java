package dev.kubezap.simulator.phone;

import dev.kubezap.simulator.appstate.SyncSecret;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.crypto.KeyPair;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.proto.Message;
import dev.kubezap.simulator.signal.GroupSignatures;
import dev.kubezap.simulator.signal.SenderKeys;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.DeviceLink;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;

/**
 * A phone: always online, with one thread that owns its keys. What the server delivers and what its
 * user does are both tasks of that thread.
 */
public final class Phone implements DeviceLink, AutoCloseable {
  private static final Logger LOG = System.getLogger(Phone.class.getName());
  private static final int PREKEYS = 50;
  private static final String ECHO_PREFIX = "echo: ";

  private final Device device;
  private final SignalStore store;
  private final ServerPort server;
  private final Encryptor encryptor;
  private final Outbox outbox;
  private final Inbox inbox;
  private final MessageLog log = new MessageLog();
  private final InstantSource clock;
  private final ExecutorService thread;
  private final FileRetries files;
  private final List<String> historyIds = new CopyOnWriteArrayList<>();
  private final PeerRequests requests;

  /** Used by its thread. */
  private Optional<HistoryTeller> history = Optional.empty();

  private volatile boolean echo;

  /**
   * A phone that is not connected yet.
   *
   * @param thread runs its tasks, one after another
   * @param signatures checks those of group messages
   */
  public Phone(
      Device device,
      SignalStore store,
      ServerPort server,
      boolean echo,
      SecureRandom random,
      InstantSource clock,
      ExecutorService thread,
      FileRetries files,
      GroupSignatures signatures) {
    this.device = device;
    this.store = store;
    this.server = server;
    this.echo = echo;
    this.clock = clock;
    encryptor = new Encryptor(device, store, server, random);
    SenderKeys keys = new SenderKeys(random, signatures);
    outbox = new Outbox(device, store, encryptor, server, log, random, clock, keys);
    requests = new PeerRequests(outbox, device.account(), clock, historyIds::add);
    inbox = new Inbox(device, store, encryptor, server, log, clock, requests, keys);
    this.thread = thread;
    this.files = files;
  }

  /** Whose phone it is. */
  public Account account() {
    return device.account();
  }

  /** The identity key that signs companions. */
  public KeyPair identity() {
    return store.identity();
  }

  /** What it has sent and received. */
  public MessageLog log() {
    return log;
  }

  /** Whether it answers texts by their echo. */
  public boolean echo() {
    return echo;
  }

  /** Switches the echo. */
  public void setEcho(boolean on) {
    echo = on;
  }

  /** Uploads one-time keys if few are left. */
  public Future<?> uploadPreKeys() {
    return thread.submit(this::upload);
  }

  private void upload() {
    Node list = Node.of("list");
    for (Map.Entry<Integer, Bytes> key : store.newPreKeys(PREKEYS).entrySet()) {
      list =
          list.plus(
              Node.of(
                  "key",
                  Node.of("id", Bytes.number(key.getKey(), 3)),
                  Node.of("value", key.getValue())));
    }
    Node signed =
        Node.of(
            "skey",
            Node.of("id", Bytes.number(store.signedPreKeyId(), 3)),
            Node.of("value", store.signedPreKey().publicKey()),
            Node.of("signature", store.signedPreKeySignature()));
    Node iq =
        encryptor
            .request("set", "encrypt", list)
            .plus(
                Node.of("registration", Bytes.number(store.registrationId(), 4)),
                Node.of("type", Bytes.of((byte) 5)),
                Node.of("identity", store.identity().publicKey()),
                signed);
    server.query(device, iq);
  }

  /** Sends a message and answers its id. */
  public Future<String> send(Account to, PhoneContent content, boolean lidForm, Spoiling spoiling) {
    return thread.submit(() -> outbox.send(to, content, lidForm, spoiling));
  }

  /** Sends a message to a group and answers its id. */
  public Future<String> sendToGroup(Jid group, PhoneContent content) {
    return thread.submit(() -> outbox.sendToGroup(group, content));
  }

  /** Marks a received message as read; false when there is none. */
  public Future<Boolean> read(String peer, String id) {
    return thread.submit(() -> inbox.read(peer, id));
  }

  /** Plays a received message; false when there is none. */
  public Future<Boolean> play(String peer, String id) {
    return thread.submit(() -> inbox.play(peer, id));
  }

  /** Asks for a received message again; false when there is none. */
  public Future<Boolean> askAgain(String peer, String id) {
    return thread.submit(() -> inbox.askAgain(peer, id));
  }

  /** Sends keys and history to a companion that has logged in for the first time. */
  public void welcome(Device companion, List<Account> known) {
    run(
        () -> {
          outbox.peer(
              companion.phoneNumberJid(),
              CompanionSetup.keyShare(
                  account(), List.of(SyncSecret.of(account(), 1)), clock.instant()));
          List<Account> told = history.isPresent() ? known : List.of();
          List<Message> parts =
              new ArrayList<>(CompanionSetup.history(account(), told, clock.instant()));
          history.ifPresent(teller -> parts.addAll(teller.recent()));
          for (Message part : parts) {
            historyIds.add(outbox.peer(companion.phoneNumberJid(), part));
          }
        });
  }

  /** From now on it knows of earlier times, and tells its next companion. */
  public Future<?> remember(PhoneHistory earlier, HistoryUpload upload) {
    return thread.submit(
        () -> {
          HistoryTeller teller = new HistoryTeller(earlier, upload);
          history = Optional.of(teller);
          requests.tell(teller);
        });
  }

  /** The ids of the messages that told companions of earlier times. */
  public List<String> historyIds() {
    return List.copyOf(historyIds);
  }

  /** What is stored of its keys. */
  public Future<SignalStore.Snapshot> snapshot() {
    return thread.submit(store::snapshot);
  }

  @Override
  public void deliver(Node stanza) {
    run(() -> receive(stanza));
  }

  private void receive(Node stanza) {
    switch (stanza.tag()) {
      case "message" ->
          inbox
              .receive(stanza)
              .filter(_ -> echo)
              .ifPresent(
                  text ->
                      outbox.send(
                          text.from(),
                          PhoneContent.text(ECHO_PREFIX + text.text()),
                          text.sender().isLid(),
                          Spoiling.NONE));
      case "receipt" -> {
        if (stanza.attribute("type").equals("retry")) {
          outbox.resend(stanza.jid("from").orElse(Jid.SERVER), stanza);
        }
        server.submit(device, Inbox.ack(stanza));
        if (stanza.attribute("type").equals("server-error")) {
          uploadAgain(stanza);
        }
      }
      case "notification" -> {
        server.submit(device, Inbox.ack(stanza));
        if (stanza.attribute("type").equals("encrypt") && stanza.child("count").isPresent()) {
          upload();
        }
      }
      default -> {
        // Acknowledgements need no answer.
      }
    }
  }

  /** What is not known, or not encrypted for its file, is not answered. */
  private void uploadAgain(Node receipt) {
    String id = receipt.attribute("id");
    Jid companion = receipt.jid("from").orElse(Jid.SERVER);
    for (PhoneMessage message : log.list()) {
      if (message.id().equals(id)) {
        try {
          server.tellFile(device, companion, id, files.answer(message.content(), receipt));
        } catch (IllegalArgumentException e) {
          LOG.log(Level.INFO, "a companion asks for no file: {0}", e.getMessage());
        }
        return;
      }
    }
  }

  private void run(Runnable work) {
    try {
      thread.execute(
          () -> {
            try {
              work.run();
            } catch (RuntimeException e) {
              LOG.log(Level.ERROR, "the phone of " + device + " failed", e);
            }
          });
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "the phone of {0} is off", device);
    }
  }

  @Override
  public void end(Node... last) {
    // A phone's connection is never ended by the server.
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
