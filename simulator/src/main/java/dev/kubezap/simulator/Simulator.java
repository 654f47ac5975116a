package dev.kubezap.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kubezap.simulator.context.ServerContext;
import dev.kubezap.simulator.crypto.Bytes;
import dev.kubezap.simulator.fault.FaultPlan;
import dev.kubezap.simulator.fault.FaultRule;
import dev.kubezap.simulator.media.Blobs;
import dev.kubezap.simulator.media.MediaHost;
import dev.kubezap.simulator.media.PhoneFile;
import dev.kubezap.simulator.media.PhoneFiles;
import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.noise.NoiseIdentity;
import dev.kubezap.simulator.pairing.IdentitySigner;
import dev.kubezap.simulator.pairing.LinkCodes;
import dev.kubezap.simulator.pairing.PairingDesk;
import dev.kubezap.simulator.pairing.QrCode;
import dev.kubezap.simulator.pairing.SignedKeyIndexLists;
import dev.kubezap.simulator.phone.Phone;
import dev.kubezap.simulator.phone.PhoneContent;
import dev.kubezap.simulator.phone.PhoneHistory;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.phone.Phones;
import dev.kubezap.simulator.phone.Spoiling;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.server.Demands;
import dev.kubezap.simulator.server.Stanzas;
import dev.kubezap.simulator.server.WhatsAppServer;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.store.WorldFile;
import dev.kubezap.simulator.store.WorldKeeper;
import dev.kubezap.simulator.store.WorldSaver;
import dev.kubezap.simulator.store.WorldState;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.transport.Listening;
import dev.kubezap.simulator.transport.SelfMadeAuthority;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.World;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A running WhatsApp server with phones. All methods may be called from any thread. */
public final class Simulator implements AutoCloseable {
  private static final int SAVE_SECONDS = 1;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock = InstantSource.system();
  private final World world = new World();
  private final Violations violations = new Violations(clock);
  private final Phones phones =
      new Phones(
          new LockedPort(world, this::stanzas),
          random,
          clock,
          (message, receipt) -> files().retry(message, receipt));
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("simulator-timers").factory());
  private final SimulatorConfig config;
  private final Optional<SelfMadeAuthority> authority;
  private final NoiseIdentity identity;
  private final ServerContext context;
  private final WhatsAppServer server;
  private final Optional<WorldSaver> saving;
  private final Blobs blobs;
  private final MediaHost mediaHost;
  private final PhoneFiles files;
  private final PhoneGroups groups;

  private Simulator(SimulatorConfig config) throws IOException {
    this.config = config;
    Optional<WorldFile> file =
        config.data().isPresent() ? Optional.of(new WorldFile(config.data().get())) : none();
    Optional<WorldState> stored = file.isPresent() ? file.get().read() : none();
    identity = stored.map(WorldState::noise).orElseGet(() -> NoiseIdentity.generate(random));
    authority = config.tls() ? Optional.of(authority(config)) : none();
    ServerSocket listener = Listening.open(authority, config.host(), config.port());
    context =
        new ServerContext(
            world,
            config.settings(),
            violations,
            random,
            clock,
            timers,
            new SignedKeyIndexLists(account -> phones.of(account).identity(), clock, random),
            config.host() + ":" + listener.getLocalPort());
    blobs = Blobs.open(config.data());
    mediaHost = new MediaHost(blobs, violations, context.mediaHost(), config.tls());
    files =
        new PhoneFiles(
            blobs, random, (config.tls() ? "https://" : "http://") + context.mediaHost());
    server = new WhatsAppServer(context, identity, this::firstLogin, mediaHost, listener);
    world.locking(
        () -> server.service().appState().keepFiles(bytes -> blobs.put(bytes).directPath()));
    groups = new PhoneGroups(world, server.groups(), new LockedPort(world, this::stanzas));
    WorldKeeper keeper = new WorldKeeper(world, phones, server.accepted(), server.groups(), random);
    stored.ifPresent(state -> world.locking(() -> keeper.restore(state)));
    saving = file.map(to -> new WorldSaver(world, to, () -> keeper.snapshot(identity)));
  }

  private static <T> Optional<T> none() {
    return Optional.empty();
  }

  private SelfMadeAuthority authority(SimulatorConfig settings) {
    return settings
        .data()
        .map(f -> SelfMadeAuthority.open(f.resolve("tls.p12"), settings.host(), now(), random))
        .orElseGet(() -> SelfMadeAuthority.create(settings.host(), now(), random));
  }

  private Instant now() {
    return clock.instant();
  }

  /** Starts a simulator. */
  public static Simulator start(SimulatorConfig config) throws IOException {
    Simulator simulator = new Simulator(config);
    simulator.server.start();
    if (simulator.saving.isPresent()) {
      Future<?> _ =
          simulator.timers.scheduleWithFixedDelay(
              simulator::save, SAVE_SECONDS, SAVE_SECONDS, TimeUnit.SECONDS);
    }
    return simulator;
  }

  private PhoneFiles files() {
    return files;
  }

  private Stanzas stanzas() {
    return server.stanzas();
  }

  private void save() {
    saving.ifPresent(WorldSaver::save);
  }

  /** URL for clients. */
  public String webSocketUrl() {
    return (config.tls() ? "wss" : "ws") + "://" + config.host() + ":" + server.port() + "/ws/chat";
  }

  /** Public key of the noise certificates' root, 64 hexadecimal digits. */
  public String noiseRoot() {
    return identity.root().publicKey().toHex();
  }

  /** The certificate that clients must trust, as PEM; empty without TLS. */
  public Optional<String> caPem() {
    return authority.map(SelfMadeAuthority::pem);
  }

  /** The folder that keeps the world. */
  public Optional<Path> data() {
    return config.data();
  }

  /** Adds an account with a phone that may be addressed in both forms. */
  public Account addAccount(String phoneNumber, String pushName, boolean echo) {
    return addAccount(phoneNumber, pushName, echo, Addressing.ANY);
  }

  /**
   * Adds an account with a phone.
   *
   * @param phoneNumber with or without +
   * @param echo whether the phone answers texts by {@code echo: <text>}
   */
  public Account addAccount(
      String phoneNumber, String pushName, boolean echo, Addressing addressing) {
    String number = digits(phoneNumber);
    if (number.length() < 7 || number.length() > 15) {
      throw new IllegalArgumentException("A phone number has 7 to 15 digits: " + phoneNumber);
    }
    SignalStore store = SignalStore.generate(random);
    Phone phone =
        world.locked(
            () -> {
              Account account =
                  new Account(number, newLid(), pushName, addressing, random.nextInt(1 << 30));
              world.add(account);
              return phones.connect(account.addPhone(Phones.bundle(store)), store, echo);
            });
    Futures.await(phone.uploadPreKeys());
    return phone.account();
  }

  /**
   * Links a companion that never connects, as many accounts have them: messages must be encrypted
   * for it, too, and wait for it.
   */
  public Device linkAbsentCompanion(String number) {
    Account account = phone(number).account();
    SignalStore store = SignalStore.generate(random);
    return world.locked(
        () -> {
          Account.Slot slot = account.reserveSlot();
          Bytes signed =
              IdentitySigner.complete(
                  IdentitySigner.sign(
                      phones.of(account).identity(),
                      account.rawId(),
                      slot.keyIndex(),
                      false,
                      store.identity().publicKey(),
                      now(),
                      random),
                  store.identity(),
                  random);
          // Nobody has the private key of this, so that nobody logs in by it.
          return account.addCompanion(
              slot, store.identity().publicKey(), signed, Phones.bundle(store));
        });
  }

  private static String digits(String phoneNumber) {
    return phoneNumber.replaceAll("[^0-9]", "");
  }

  private String newLid() {
    String lid;
    do {
      lid = Long.toString(100_000_000_000_000L + random.nextLong(899_999_999_999_999L));
    } while (world.account(Jid.lid(lid, 0)).isPresent());
    return lid;
  }

  private void firstLogin(Device companion) {
    if (config.settings().historyOnLink()) {
      phones.of(companion.account()).welcome(companion, world.accounts());
    }
  }

  /** The phone of a number; throws {@link IllegalArgumentException} when there is none. */
  public Phone phone(String phoneNumber) {
    return phones.of(
        world
            .locked(() -> world.byNumber(digits(phoneNumber)))
            .orElseThrow(() -> new IllegalArgumentException("There is no account " + phoneNumber)));
  }

  /** The phone of a number scans a QR code; answers the linked companion. */
  public Device scan(String phoneNumber, String qr) {
    Phone phone = phone(phoneNumber);
    QrCode code = QrCode.parse(qr);
    PairingDesk desk = server.pairing();
    return linked(
        world.locked(
            () ->
                desk.offer(desk.scan(code), phone.account(), phone.identity(), code.advSecret())));
  }

  /**
   * The passkey of an account signs what a companion was asked for, as a browser does it in a tab
   * of web.whatsapp.com.
   *
   * @param options WebAuthn request options
   * @return the credential
   */
  public JsonNode signWithPasskey(String phoneNumber, String options) {
    Phone phone = phone(phoneNumber);
    return world.locked(() -> server.pairing().passkeys().passkey(phone.account()).sign(options));
  }

  /** The code that a phone shows beside a companion that proved a passkey, when it has one. */
  public Optional<String> passkeyCode(String phoneNumber) {
    Phone phone = phone(phoneNumber);
    return world.locked(() -> server.pairing().passkeys().code(phone.account()));
  }

  /** A link is kept at once: the companion will not come a second time for it. */
  private Device linked(Future<Device> pairing) {
    Device companion = Futures.await(pairing);
    save();
    return companion;
  }

  /** The user of a number types a pairing code into the phone; answers the linked companion. */
  public Device enterCode(String phoneNumber, String code) {
    Phone phone = phone(phoneNumber);
    LinkCodes codes = server.pairing().linkCodes();
    return linked(world.locked(() -> codes.enter(phone.account(), phone.identity(), code)));
  }

  /** The phone of a number sends a text to another number; answers the message's id. */
  public String send(String from, String to, String text, boolean lidForm) {
    return send(from, to, PhoneContent.text(text), lidForm);
  }

  /** Sends a text to a group from a phone; answers its id. */
  public String sendToGroup(String from, String group, String text) {
    return sendToGroup(from, group, PhoneContent.text(text));
  }

  /** Sends a message to a group from a phone; answers its id. */
  public String sendToGroup(String from, String group, PhoneContent content) {
    Jid jid =
        Jid.parse(group).orElseThrow(() -> new IllegalArgumentException("no address: " + group));
    return Futures.await(phone(from).sendToGroup(jid, content));
  }

  /** The phone of a number sends a message of any kind; answers its id. */
  public String send(String from, String to, PhoneContent content, boolean lidForm) {
    return send(from, to, content, lidForm, Spoiling.NONE);
  }

  /** The phone of a number uploads a file and sends it; answers the message's id. */
  public String send(String from, String to, PhoneFile file, boolean lidForm) {
    return send(from, to, upload(file), lidForm);
  }

  /** Uploads a file as a phone does; answers the message that tells of it, to be sent later. */
  public PhoneContent upload(PhoneFile file) {
    return new PhoneContent(files.upload(file), "media", file.kind().mediaType(), "");
  }

  /**
   * The file of a message that a phone has, opened as the phone does.
   *
   * @throws IllegalArgumentException when there is none, or it is not what the message says
   */
  public PhoneFile file(PhoneMessage message) {
    return files.open(message.content());
  }

  /** The media hosts forget the file of a message; false when they have none. */
  public boolean expireFile(PhoneMessage message) {
    return blobs.expire(PhoneFiles.directPath(message.content()));
  }

  /** The phone of a number knows of earlier times, and tells companions that are linked then. */
  public void remember(String phoneNumber, PhoneHistory history) {
    Futures.await(phone(phoneNumber).remember(history, files::history));
  }

  /** The media host, to disturb it. */
  public MediaHost mediaHost() {
    return mediaHost;
  }

  private String send(
      String from, String to, PhoneContent content, boolean lidForm, Spoiling spoiling) {
    return Futures.await(phone(from).send(phone(to).account(), content, lidForm, spoiling));
  }

  /** Sends a text that receivers cannot decrypt before they have asked for it again. */
  public String sendSpoiled(String from, String to, String text, boolean lidForm) {
    return send(from, to, PhoneContent.text(text), lidForm, Spoiling.AT_FIRST);
  }

  /** Sends a text that phones can decrypt and companions never. */
  public String sendUnreadable(String from, String to, String text, boolean lidForm) {
    return send(from, to, PhoneContent.text(text), lidForm, Spoiling.FOR_COMPANIONS);
  }

  /** The user of a number reads a message; false when there is none. */
  public boolean read(String phoneNumber, String peer, String id) {
    return Futures.await(phone(phoneNumber).read(chat(peer), id));
  }

  /** The user of a number listens to a message; false when there is none. */
  public boolean play(String phoneNumber, String peer, String id) {
    return Futures.await(phone(phoneNumber).play(chat(peer), id));
  }

  /** The phone of a number asks for a message again; false when there is none. */
  public boolean askAgain(String phoneNumber, String peer, String id) {
    return Futures.await(phone(phoneNumber).askAgain(chat(peer), id));
  }

  /** As phones name it: people by number, groups and the status feed by their address. */
  private static String chat(String peer) {
    boolean ofMany = peer.endsWith("@g.us") || peer.endsWith("@broadcast");
    return ofMany ? peer : digits(peer);
  }

  /** What people do with groups on their phones. */
  public PhoneGroups groups() {
    return groups;
  }

  /** Logs all companions of a number out; answers how many there were. */
  public int logOutCompanions(String phoneNumber) {
    Account account = phone(phoneNumber).account();
    return world.locked(
        () -> {
          List<Device> companions = account.companions();
          companions.forEach(context::remove);
          return companions.size();
        });
  }

  /** What the phone of a number has sent and received. */
  public List<PhoneMessage> messages(String phoneNumber) {
    return phone(phoneNumber).log().list();
  }

  /** All accounts; read with {@link World#locked}. */
  public World world() {
    return world;
  }

  /** The server, for its accepted messages. */
  public WhatsAppServer server() {
    return server;
  }

  /** Open connections. */
  public List<Connection> connections() {
    return server.connections();
  }

  /** What people do with channels. */
  public PhoneChannels channels() {
    return new PhoneChannels(world, server.service().channels());
  }

  /** What the people do beside writing. */
  public People people() {
    return new People(world, server.service(), this::phone);
  }

  /** What people do with chats and contacts on their phones. */
  public PhoneChats chats() {
    return new PhoneChats(world, server.service());
  }

  /** Makes the server send something by itself. */
  public Demands demands() {
    return new Demands(context);
  }

  /** Puts a fault into force until its scope is closed. */
  public FaultPlan.Scope fault(FaultRule rule) {
    return context.faults().add(rule);
  }

  /** Faults in force. */
  public FaultPlan faults() {
    return context.faults();
  }

  /** What clients did against the protocol. */
  public Violations violations() {
    return violations;
  }

  @Override
  public void close() {
    server.close();
    timers.shutdownNow();
    saving.ifPresent(WorldSaver::close);
    phones.close();
    blobs.close();
  }
}
