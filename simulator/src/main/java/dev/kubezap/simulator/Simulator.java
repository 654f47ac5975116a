package dev.kubezap.simulator;

import dev.kubezap.simulator.node.Jid;
import dev.kubezap.simulator.node.Node;
import dev.kubezap.simulator.noise.NoiseIdentity;
import dev.kubezap.simulator.pairing.PairingException;
import dev.kubezap.simulator.pairing.QrCode;
import dev.kubezap.simulator.pairing.SignedKeyIndexLists;
import dev.kubezap.simulator.phone.Phone;
import dev.kubezap.simulator.phone.PhoneMessage;
import dev.kubezap.simulator.phone.ServerPort;
import dev.kubezap.simulator.server.Connection;
import dev.kubezap.simulator.server.ServerContext;
import dev.kubezap.simulator.server.WhatsAppServer;
import dev.kubezap.simulator.signal.SignalStore;
import dev.kubezap.simulator.strict.Violations;
import dev.kubezap.simulator.world.Account;
import dev.kubezap.simulator.world.Addressing;
import dev.kubezap.simulator.world.Device;
import dev.kubezap.simulator.world.KeyBundle;
import dev.kubezap.simulator.world.SignedPreKey;
import dev.kubezap.simulator.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A running WhatsApp server with phones. All methods may be called from any thread. */
public final class Simulator implements AutoCloseable {
  private static final int TIMEOUT_SECONDS = 60;

  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock = InstantSource.system();
  private final World world = new World();
  private final Violations violations = new Violations(clock);
  private final Map<Account, Phone> phones = new ConcurrentHashMap<>();
  private final NoiseIdentity identity = NoiseIdentity.generate(random);
  private final ScheduledExecutorService timers =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("simulator-timers").factory());
  private final SimulatorConfig config;
  private final ServerContext context;
  private final WhatsAppServer server;

  private Simulator(SimulatorConfig config) throws IOException {
    this.config = config;
    context =
        new ServerContext(
            world,
            config.settings(),
            violations,
            random,
            clock,
            timers,
            new SignedKeyIndexLists(account -> phone(account).identity(), clock, random));
    ServerSocket listener = new ServerSocket();
    listener.bind(new InetSocketAddress(InetAddress.getByName(config.host()), config.port()), 1024);
    server = new WhatsAppServer(context, identity, this::firstLogin, listener);
  }

  /** Starts a simulator. */
  public static Simulator start(SimulatorConfig config) throws IOException {
    Simulator simulator = new Simulator(config);
    simulator.server.start();
    return simulator;
  }

  /** URL for clients. */
  public String webSocketUrl() {
    return (config.tls() ? "wss" : "ws") + "://" + config.host() + ":" + server.port() + "/ws/chat";
  }

  /** Public key of the noise certificates' root, 64 hexadecimal digits. */
  public String noiseRoot() {
    return identity.root().publicKey().toHex();
  }

  /**
   * Adds an account with a phone.
   *
   * @param phoneNumber with or without +
   * @param echo whether the phone answers texts
   */
  public Account addAccount(
      String phoneNumber, String pushName, boolean echo, Addressing addressing) {
    String number = phoneNumber.replaceAll("[^0-9]", "");
    if (number.length() < 7 || number.length() > 15) {
      throw new IllegalArgumentException("A phone number has 7 to 15 digits: " + phoneNumber);
    }
    SignalStore store = SignalStore.generate(random);
    KeyBundle keys =
        new KeyBundle(
            store.registrationId(),
            store.identity().publicKey(),
            new SignedPreKey(
                store.signedPreKeyId(),
                store.signedPreKey().publicKey(),
                store.signedPreKeySignature()));
    Phone phone =
        world.locked(
            () -> {
              Account account =
                  new Account(number, newLid(), pushName, addressing, random.nextInt(1 << 30));
              world.add(account);
              return connect(account.addPhone(keys), store, echo);
            });
    await(phone.uploadPreKeys());
    return phone.account();
  }

  private String newLid() {
    String lid;
    do {
      lid = Long.toString(100_000_000_000_000L + random.nextLong(899_999_999_999_999L));
    } while (world.account(Jid.lid(lid, 0)).isPresent());
    return lid;
  }

  private Phone connect(Device device, SignalStore store, boolean echo) {
    Phone phone = new Phone(device, store, new Port(), echo, random, clock);
    phones.put(device.account(), phone);
    device.mailbox().connectLive(phone);
    return phone;
  }

  private final class Port implements ServerPort {
    @Override
    public void submit(Device phone, Node stanza) {
      world.locking(() -> server.stanzas().handle(phone, stanza));
    }

    @Override
    public Node query(Device phone, Node iq) {
      return world.locked(() -> server.stanzas().query(phone, iq));
    }

    @Override
    public Optional<Account> account(Jid jid) {
      return world.locked(() -> world.account(jid));
    }
  }

  private void firstLogin(Device companion) {
    if (config.settings().historyOnLink()) {
      phone(companion.account()).welcome(companion, world.accounts());
    }
  }

  private Phone phone(Account account) {
    Phone phone = phones.get(account);
    if (phone == null) {
      throw new IllegalStateException("No phone of " + account);
    }
    return phone;
  }

  /** The phone of a number; throws when there is none. */
  public Phone phone(String phoneNumber) {
    String number = phoneNumber.replaceAll("[^0-9]", "");
    return phone(
        world
            .locked(() -> world.byNumber(number))
            .orElseThrow(() -> new IllegalArgumentException("There is no account " + phoneNumber)));
  }

  /** The phone of a number scans a QR code; answers the linked companion. */
  public Device scan(String phoneNumber, String qr) {
    Phone phone = phone(phoneNumber);
    QrCode code = QrCode.parse(qr);
    return await(
        world.locked(
            () ->
                context
                    .pairing()
                    .offer(
                        context.pairing().scan(code),
                        phone.account(),
                        phone.identity(),
                        code.advSecret())));
  }

  /** The user of a number types a pairing code into the phone; answers the linked companion. */
  public Device enterCode(String phoneNumber, String code) {
    Phone phone = phone(phoneNumber);
    CompletableFuture<Device> linked =
        world.locked(() -> context.linkCodes().enter(phone.account(), phone.identity(), code));
    return await(linked);
  }

  /** The phone of a number sends a text to another number; answers the message's id. */
  public String send(String from, String to, String text, boolean lidForm) {
    return await(phone(from).send(phone(to).account(), text, lidForm, false));
  }

  /** What the phone of a number has sent and received. */
  public List<PhoneMessage> messages(String phoneNumber) {
    return phone(phoneNumber).log().list();
  }

  /** Open connections. */
  public List<Connection> connections() {
    return server.connections();
  }

  /** What clients did against the protocol. */
  public Violations violations() {
    return violations;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PairingException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("No answer within " + TIMEOUT_SECONDS + " seconds", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted", e);
    }
  }

  @Override
  public void close() {
    server.close();
    phones.values().forEach(Phone::close);
    timers.shutdownNow();
  }
}
