package dev.kubezap.pod.lifecycle;

import dev.kubezap.pod.api.AsyncApiRoute;
import dev.kubezap.pod.api.BulkRoutes;
import dev.kubezap.pod.api.CallRoutes;
import dev.kubezap.pod.api.ChangeRoutes;
import dev.kubezap.pod.api.ChannelRoutes;
import dev.kubezap.pod.api.ChatRoutes;
import dev.kubezap.pod.api.CloudEventRoutes;
import dev.kubezap.pod.api.CommunityRoutes;
import dev.kubezap.pod.api.ContactRoutes;
import dev.kubezap.pod.api.EventRoutes;
import dev.kubezap.pod.api.EventStreams;
import dev.kubezap.pod.api.ForwardRoutes;
import dev.kubezap.pod.api.GroupPeopleRoutes;
import dev.kubezap.pod.api.GroupPictureRoutes;
import dev.kubezap.pod.api.GroupRoutes;
import dev.kubezap.pod.api.HistoryRoutes;
import dev.kubezap.pod.api.ImportRoutes;
import dev.kubezap.pod.api.KeyedRoutes;
import dev.kubezap.pod.api.LabelRoutes;
import dev.kubezap.pod.api.LogRoutes;
import dev.kubezap.pod.api.MessageRoutes;
import dev.kubezap.pod.api.NumberRoutes;
import dev.kubezap.pod.api.OpenApiRoute;
import dev.kubezap.pod.api.PasskeyRoutes;
import dev.kubezap.pod.api.PresenceRoutes;
import dev.kubezap.pod.api.ProfileRoutes;
import dev.kubezap.pod.api.PurgeRoutes;
import dev.kubezap.pod.api.QrRoutes;
import dev.kubezap.pod.api.QuarantineRoutes;
import dev.kubezap.pod.api.QueueRoutes;
import dev.kubezap.pod.api.ReceiverRoutes;
import dev.kubezap.pod.api.SendRoutes;
import dev.kubezap.pod.api.SessionRoutes;
import dev.kubezap.pod.api.SocketRoutes;
import dev.kubezap.pod.api.StatsRoutes;
import dev.kubezap.pod.api.WebhookRoutes;
import dev.kubezap.pod.api.WebhookTestRoutes;
import dev.kubezap.pod.config.ConfigFolder;
import dev.kubezap.pod.config.PodSettings;
import dev.kubezap.pod.health.Health;
import dev.kubezap.pod.health.ManagementRoutes;
import dev.kubezap.pod.http.Authenticator;
import dev.kubezap.pod.http.Dispatcher;
import dev.kubezap.pod.http.FrameCalls;
import dev.kubezap.pod.http.HttpLimits;
import dev.kubezap.pod.http.QueryCredentials;
import dev.kubezap.pod.http.RateLimits;
import dev.kubezap.pod.http.Route;
import dev.kubezap.pod.http.RouteCalls;
import dev.kubezap.pod.http.RouteTable;
import dev.kubezap.pod.http.Tickets;
import dev.kubezap.pod.http.TokenAuthority;
import dev.kubezap.pod.http.WorkGate;
import dev.kubezap.pod.kubernetes.ServiceAccountTokens;
import dev.kubezap.pod.kubernetes.StatusWriter;
import dev.kubezap.pod.log.KeptLog;
import dev.kubezap.pod.log.ProcessLog;
import dev.kubezap.pod.mcp.McpRoutes;
import dev.kubezap.pod.media.MediaDownloads;
import dev.kubezap.pod.media.MediaParts;
import dev.kubezap.pod.media.MediaStore;
import dev.kubezap.pod.media.PublicAddresses;
import dev.kubezap.pod.metrics.SessionMetrics;
import dev.kubezap.pod.outbox.CloudEventJson;
import dev.kubezap.pod.outbox.EventSignal;
import dev.kubezap.pod.ownership.LeaseTerms;
import dev.kubezap.pod.server.HttpHandler;
import dev.kubezap.pod.store.RecordCipher;
import dev.kubezap.pod.trace.TracedRequests;
import dev.kubezap.pod.trace.Traces;
import dev.kubezap.pod.webhook.AddressPolicy;
import dev.kubezap.pod.webhook.Delivering;
import dev.kubezap.pod.webhook.Posting;
import dev.kubezap.pod.webhook.RetryPolicy;
import dev.kubezap.pod.webhook.Webhooks;
import dev.kubezap.whatsapp.SendTrace;
import dev.kubezap.whatsapp.crypto.RandomBytes;
import dev.kubezap.whatsapp.engine.WhatsAppClients;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Everything that the pod is made of, put together once. */
record PodParts(
    HttpHandler api,
    ManagementRoutes managementRoutes,
    PodLifecycle lifecycle,
    Optional<Traces> traces) {

  /** Puts the parts together; nothing runs yet. */
  static PodParts of(PodSettings settings, StartTimeline timeline) {
    DataFolder folder = DataFolder.lock(settings.dataFolder());
    KeptLog kept = new KeptLog(settings.dataFolder());
    ProcessLog.keep(kept, Map.of("session", settings.session().name()));
    SecureRandom random = new SecureRandom();
    Secrets secrets = Secrets.of(settings, random);
    ConfigFolder configuration = new ConfigFolder(settings.configFolder());
    Clock clock = Clock.systemUTC();
    CurrentSession session = new CurrentSession(settings.client().clientVersion());
    Optional<Traces> traces = TracesStart.of(settings, clock);
    SessionMetrics metrics =
        new SessionMetrics(clock, traces.<Consumer<SendTrace>>map(t -> t::step).orElse(_ -> {}));
    Health health = new Health();
    WorkGate gate = new WorkGate();
    EventSignal signal = new EventSignal();
    DatabaseReads reads = new DatabaseReads();
    CloudEventJson envelopes =
        new CloudEventJson(settings.session().namespace(), settings.session().name());
    EventStreams streams = new EventStreams(reads, envelopes);
    StatusReporter status =
        new StatusReporter(
            session,
            secrets.holder(),
            settings
                .kubernetes()
                .map(kubernetes -> new StatusWriter(kubernetes, settings.session(), clock)));
    WebhookFactory deliveries =
        (connection, sessionId, events) ->
            new Webhooks(
                connection,
                sessionId,
                events,
                signal,
                new Posting(
                    new AddressPolicy(settings.loopbackWebhooks()), new LazyTls(), envelopes),
                new Delivering(
                    RetryPolicy.DEFAULT,
                    metrics,
                    new GivenUpEvents(session::client),
                    clock,
                    () -> ThreadLocalRandom.current().nextDouble(),
                    traces));
    SessionWebhooks webhooks =
        new SessionWebhooks(
            new DeclaredWebhooks(settings.webhook(), status), configuration, deliveries);
    RecordCipher cipher = new RecordCipher(secrets.dataKeys(), random);
    MediaStore files = MediaStores.of(settings, cipher, status, clock);
    MediaParts media =
        MediaParts.of(
            files,
            WhatsAppClients.mediaTransfer(settings.client()),
            new PublicAddresses(settings.media().loopbackUrls()),
            RandomBytes.secure(random),
            clock);
    Tickets tickets = new Tickets(random, System::nanoTime);
    List<Route> routes = new ArrayList<>();
    routes.addAll(new SessionRoutes(session).routes());
    routes.addAll(new PasskeyRoutes(session).routes());
    routes.addAll(new ImportRoutes(session).routes());
    routes.addAll(
        new StatsRoutes(
                session, reads, () -> metrics.totals(reads.outboxLag()), reads::storedTotals)
            .routes());
    routes.addAll(new QrRoutes(session, clock).routes());
    routes.addAll(new LogRoutes(kept).routes());
    SendRoutes sending = new SendRoutes(session, reads, media.outgoing());
    routes.addAll(sending.routes());
    routes.addAll(new ReceiverRoutes(sending, clock).routes());
    routes.addAll(new CloudEventRoutes(sending).routes());
    routes.addAll(new BulkRoutes(session, reads, media.outgoing()).routes());
    routes.addAll(new MessageRoutes(session, reads, media.incoming()).routes());
    routes.addAll(new ChatRoutes(session, reads).routes());
    routes.addAll(new HistoryRoutes(session, reads).routes());
    routes.addAll(new QueueRoutes(session, reads).routes());
    routes.addAll(new ChangeRoutes(session, reads).routes());
    routes.addAll(new ForwardRoutes(session, reads).routes());
    routes.addAll(new PurgeRoutes(session, reads).routes());
    routes.addAll(new QuarantineRoutes(session, reads).routes());
    routes.addAll(new NumberRoutes(session).routes());
    routes.addAll(new GroupRoutes(session).routes());
    routes.addAll(new GroupPeopleRoutes(session).routes());
    routes.addAll(new GroupPictureRoutes(session, media.outgoing()).routes());
    routes.addAll(new CommunityRoutes(session).routes());
    routes.addAll(new ChannelRoutes(session, media.outgoing()).routes());
    routes.addAll(new PresenceRoutes(session).routes());
    routes.addAll(new LabelRoutes(session, reads).routes());
    routes.addAll(new ContactRoutes(session, reads).routes());
    routes.addAll(new ProfileRoutes(session, media.outgoing()).routes());
    routes.addAll(new CallRoutes(session).routes());
    routes.addAll(new EventRoutes(reads, envelopes, streams, tickets, clock).routes());
    routes.addAll(new WebhookRoutes(webhooks).routes());
    routes.addAll(new WebhookTestRoutes(webhooks).routes());
    routes.addAll(new OpenApiRoute().routes());
    routes.addAll(new AsyncApiRoute().routes());
    routes.replaceAll(new KeyedRoutes(session)::keyed);
    Authenticator authenticator =
        new Authenticator(
            new KnownKeys(secrets, configuration), tokens(settings, configuration, clock));
    RequestFailures failures = new RequestFailures();
    routes.addAll(new McpRoutes(routes, new RouteCalls(authenticator, failures)).routes());
    RateLimits rates = new RateLimits(System::nanoTime);
    FrameCalls frames =
        new FrameCalls(
            new RouteTable(routes),
            authenticator,
            rates,
            gate,
            failures,
            metrics::request,
            tickets);
    routes.addAll(
        new SocketRoutes(
                settings.session().namespace() + "/" + settings.session().name(),
                session,
                streams,
                frames,
                clock)
            .routes());
    RouteTable table = new RouteTable(routes);
    Dispatcher dispatcher =
        new Dispatcher(
            table,
            authenticator,
            HttpLimits.DEFAULT,
            failures,
            gate,
            metrics::request,
            new QueryCredentials(tickets, settings.http().keyInQuery()),
            rates);
    ManagementRoutes management =
        new ManagementRoutes(
            health,
            () -> metrics.text(session.snapshot(), session.client().isPresent(), reads::outboxLag),
            SessionMetrics.mediaType());
    ClientFactory clients =
        (store, identities, connecting, listener) ->
            WhatsAppClients.create(
                settings.client(),
                store,
                identities,
                connecting,
                clock,
                RandomBytes.secure(random),
                listener,
                metrics);
    configuration.onChange(
        content -> session.client().ifPresent(client -> client.behave(content.behaviour())));
    SessionParts parts =
        new SessionParts(
            new SessionParts.Claim(secrets.holder(), LeaseTerms.of(settings.lease())),
            Storage.of(settings, cipher, signal, metrics),
            reads,
            webhooks,
            clients,
            () -> configuration.content().behaviour(),
            new MediaDownloads(
                media.incoming(),
                session::client,
                () -> configuration.content().behaviour().downloads().mostBytes()),
            new SessionReports(session, status, health),
            timeline);
    SessionStart start = new SessionStart(settings, random, parts);
    return new PodParts(
        traces.<HttpHandler>map(on -> new TracedRequests(dispatcher, table, on)).orElse(dispatcher),
        management,
        new PodLifecycle(
            settings,
            secrets,
            folder,
            files,
            configuration,
            start,
            new StandingOrders(session, reads, configuration::content, clock),
            streams,
            status,
            health,
            gate),
        traces);
  }

  /** Nobody's tokens outside of a cluster. */
  private static TokenAuthority tokens(
      PodSettings settings, ConfigFolder configuration, Clock clock) {
    return settings
        .kubernetes()
        .<TokenAuthority>map(
            kubernetes ->
                new ServiceAccountKeys(
                    new ServiceAccountTokens(kubernetes, clock, System::nanoTime), configuration))
        .orElse(TokenAuthority.NONE);
  }
}
