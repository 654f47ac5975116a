package dev.kubezap.whatsapp.engine;

import dev.kubezap.whatsapp.ClientListener;
import dev.kubezap.whatsapp.ClientMetrics;
import dev.kubezap.whatsapp.ClientSettings;
import dev.kubezap.whatsapp.ConnectGate;
import dev.kubezap.whatsapp.WhatsAppClient;
import dev.kubezap.whatsapp.connection.ConnectionSettings;
import dev.kubezap.whatsapp.connection.ConnectionTimes;
import dev.kubezap.whatsapp.connection.Connector;
import dev.kubezap.whatsapp.connection.MonotonicTime;
import dev.kubezap.whatsapp.connection.TransportConnector;
import dev.kubezap.whatsapp.crypto.PublicKey;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.noise.ClientProfile;
import dev.kubezap.whatsapp.noise.ClientVersion;
import dev.kubezap.whatsapp.store.IdentityStore;
import dev.kubezap.whatsapp.store.SessionStore;
import dev.kubezap.whatsapp.transfer.HistoryDownload;
import dev.kubezap.whatsapp.transfer.MediaTransfer;
import dev.kubezap.whatsapp.transport.ProxySettings;
import dev.kubezap.whatsapp.transport.WebClient;
import dev.kubezap.whatsapp.transport.WebPage;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes clients. */
public final class WhatsAppClients {
  private static final List<URI> VERSION_PAGES =
      List.of(
          URI.create("https://web.whatsapp.com/sw.js"), URI.create("https://web.whatsapp.com/"));

  private static final Duration VERSION_PATIENCE = Duration.ofSeconds(20);

  private WhatsAppClients() {}

  /**
   * A client that connects as the settings say, and learns newer client versions from the service's
   * web page, over the same proxy and with the same trust.
   *
   * @param gate asked before each connection
   * @param random safe for use by several threads
   * @throws IllegalArgumentException when a setting cannot be used; the message says which
   */
  public static WhatsAppClient create(
      ClientSettings settings,
      SessionStore store,
      IdentityStore identities,
      ConnectGate gate,
      InstantSource clock,
      RandomBytes random,
      ClientListener listener,
      ClientMetrics metrics) {
    return create(
        settings, store, identities, gate, clock, random, versions(settings), listener, metrics);
  }

  /**
   * Brings files to the service's hosts and gets them from there, over the same proxy and with the
   * same trust as the client. The hosts of a stand-in without TLS have none either.
   */
  public static MediaTransfer mediaTransfer(ClientSettings settings) {
    return new MediaTransfer(
        !"ws".equals(settings.endpoint().getScheme()),
        new WebClient(settings.proxy().map(ProxySettings::of), settings.caFile(), _ -> true));
  }

  /** A stand-in for the service has no version but the one that was configured. */
  private static VersionSource versions(ClientSettings settings) {
    String host = Optional.ofNullable(settings.endpoint().getHost()).orElse("");
    return host.endsWith(".whatsapp.com")
        ? new WebVersionSource(
            VERSION_PAGES.stream()
                .map(
                    page ->
                        new WebPage(
                            page,
                            settings.proxy().map(ProxySettings::of),
                            settings.caFile(),
                            VERSION_PATIENCE))
                .toList())
        : Optional::empty;
  }

  /** A client that learns newer client versions from {@code versions}. */
  public static WhatsAppClient create(
      ClientSettings settings,
      SessionStore store,
      IdentityStore identities,
      ConnectGate gate,
      InstantSource clock,
      RandomBytes random,
      VersionSource versions,
      ClientListener listener,
      ClientMetrics metrics) {
    // Refused here rather than at the first connection.
    ClientProfile.of(ClientVersion.parse(settings.clientVersion()), settings.deviceName());
    Connector connector =
        TransportConnector.overWebSocket(
            new ConnectionSettings(
                settings.endpoint(),
                new PublicKey(settings.noiseRoot()),
                settings.proxy().map(ProxySettings::of),
                settings.caFile(),
                ConnectionTimes.DEFAULT),
            random,
            clock);
    Session session =
        new Session(
            settings,
            new Session.Surroundings(
                store,
                identities,
                connector,
                gate,
                new BackgroundVersionFetcher(versions),
                new HistoryReading(
                    new HistoryDownload(mediaTransfer(settings), settings.history().folder()),
                    work -> Thread.ofVirtual().name("kubezap-history").start(work)),
                new BackgroundFileFetcher(mediaTransfer(settings)),
                clock,
                new MonotonicTime(clock),
                random,
                listener,
                metrics));
    return new SessionEngine(session, listener);
  }
}
