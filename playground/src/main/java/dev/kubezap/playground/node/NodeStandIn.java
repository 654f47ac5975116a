package dev.kubezap.playground.node;

import dev.kubezap.playground.node.pod.EventRecorder;
import dev.kubezap.playground.node.pod.NodeContext;
import dev.kubezap.playground.node.pod.PodPhase;
import dev.kubezap.playground.node.pod.PodRejections;
import dev.kubezap.playground.node.pod.PodWorkers;
import dev.kubezap.playground.node.spec.LocalImages;
import dev.kubezap.playground.node.volume.ClusterSources;
import dev.kubezap.playground.node.volume.FolderProvisioner;
import dev.kubezap.playground.node.volume.ServiceAccountTokens;
import dev.kubezap.playground.process.Ports;
import dev.kubezap.playground.process.ProcessRecords;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one node of the playground: scheduler, volume provisioner and kubelet as far as sessions need
 * them. It runs the containers of its pods as processes of this machine.
 */
public final class NodeStandIn {

  /** How many pods it can have at once: each has an address of its own. */
  public static final int MOST_PODS = PodAddresses.MOST;

  private static final System.Logger LOG = System.getLogger(NodeStandIn.class.getName());
  private static final String NAME = "playground";
  private static final String HOST_IP = "127.0.0.1";
  private static final Duration RENEWAL = Duration.ofSeconds(10);
  private static final Duration SWEEP = Duration.ofSeconds(2);

  private final KubernetesClient client;
  private final NodeRegistration registration;
  private final FolderProvisioner provisioner;
  private final PodBinder binder;
  private final PodAddresses addresses;
  private final PodWorkers workers;
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final ExecutorService reactions =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("node-reactions").factory());
  private final CountDownLatch stopped = new CountDownLatch(1);
  private @Nullable SharedIndexInformer<Pod> pods;
  private @Nullable SharedIndexInformer<PersistentVolumeClaim> claims;
  private @Nullable SharedIndexInformer<PersistentVolume> volumes;

  /**
   * A node that is not registered yet.
   *
   * @param folder keeps the folders of pods and volumes
   * @param logs the folder of the containers' logs
   * @param logPort where the logs of its containers can be asked for, empty when nowhere
   * @param mostPods how many pods it takes at once, at most {@link #MOST_PODS}
   * @param environment variables that every container gets
   */
  public NodeStandIn(
      KubernetesClient client,
      InstantSource clock,
      HttpClient http,
      LocalImages images,
      ProcessRecords records,
      Ports ports,
      Path folder,
      Path logs,
      OptionalInt logPort,
      int mostPods,
      Map<String, String> environment) {
    this.client = client;
    this.registration = new NodeRegistration(client, clock, NAME, HOST_IP, logPort, mostPods);
    this.provisioner = new FolderProvisioner(client, folder.resolve("volumes"));
    this.addresses = new PodAddresses(HOST_IP, mostPods);
    var events = new EventRecorder(client, clock, "kubezap-playground");
    var rejections = new PodRejections(client, clock, events);
    this.binder = new PodBinder(client, NAME, addresses, rejections);
    var context =
        new NodeContext(
            client,
            clock,
            http,
            new ClusterSources(client),
            new ServiceAccountTokens(client, clock),
            provisioner,
            images,
            records,
            ports,
            events,
            HOST_IP,
            folder.resolve("pods"),
            logs,
            environment);
    this.workers =
        new PodWorkers(context, addresses::of, pod -> rejections.outOfPods(pod, mostPods));
  }

  /** Registers the node and takes pods from then on. */
  public void start() {
    registration.register();
    provisioner.register();
    volumes = watch(client.resources(PersistentVolume.class), new Reaction<>(this::volume));
    claims =
        watch(
            client.resources(PersistentVolumeClaim.class).inAnyNamespace(),
            new Reaction<>(this::claim));
    watch(client.resources(Secret.class).inAnyNamespace(), new Reaction<>(this::source));
    watch(client.resources(ConfigMap.class).inAnyNamespace(), new Reaction<>(this::source));
    pods =
        watch(client.resources(Pod.class).inAnyNamespace(), new Reaction<>(this::pod, this::gone));
    Thread.ofVirtual().name("node-upkeep").start(this::upkeep);
  }

  /** Ends all containers and stops; the pods stay and run again after the next start. */
  public void stop(Duration grace) throws InterruptedException {
    stopped.countDown();
    workers.shutdown(grace);
    informers.forEach(SharedIndexInformer::stop);
    reactions.shutdownNow();
  }

  private <T> SharedIndexInformer<T> watch(Informable<T> objects, Reaction<T> reaction) {
    var informer = objects.runnableInformer(0);
    informer.addEventHandler(reaction);
    // The API server may be away for a while: the node waits for it, as a kubelet does.
    informer.exceptionHandler((_, _) -> true);
    informer.run();
    informers.add(informer);
    return informer;
  }

  private void pod(Pod pod) {
    if (PodPhase.over(pod)) {
      addresses.release(pod);
    }
    if (NAME.equals(pod.getSpec().getNodeName())) {
      workers.changed(pod);
    } else {
      binder.bind(pod);
    }
  }

  private void gone(Pod pod) {
    workers.removed(pod);
    addresses.release(pod);
  }

  private void claim(PersistentVolumeClaim claim) {
    provision(claim);
    bindWaiting();
    workers.sourceChanged(claim.getMetadata().getNamespace());
  }

  private void provision(PersistentVolumeClaim claim) {
    try {
      provisioner.provision(claim);
    } catch (IOException cause) {
      throw new UncheckedIOException("no folder for claim " + claim.getMetadata().getName(), cause);
    }
  }

  private void volume(PersistentVolume volume) {
    try {
      provisioner.reclaim(volume);
    } catch (IOException cause) {
      throw new UncheckedIOException(
          "folder of volume " + volume.getMetadata().getName() + " not deleted", cause);
    }
  }

  private void source(HasMetadata source) {
    workers.sourceChanged(source.getMetadata().getNamespace());
  }

  private void bindWaiting() {
    each(pods, binder::bind);
  }

  /** Does what could not be done when it was due, because the API server was away. */
  private void sweep() {
    each(claims, this::provision);
    each(volumes, this::volume);
    each(pods, this::resume);
    bindWaiting();
  }

  private void resume(Pod pod) {
    if (NAME.equals(pod.getSpec().getNodeName())) {
      workers.resume(pod);
    }
  }

  private static <T> void each(@Nullable SharedIndexInformer<T> cache, Consumer<T> action) {
    if (cache != null) {
      cache.getStore().list().forEach(action);
    }
  }

  private void upkeep() {
    try {
      var renewAt = System.nanoTime();
      while (!stopped.await(SWEEP.toMillis(), TimeUnit.MILLISECONDS)) {
        react(this::sweep);
        if (System.nanoTime() - renewAt >= RENEWAL.toNanos()) {
          renewAt = System.nanoTime();
          react(registration::renew);
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void react(Runnable reaction) {
    if (stopped.getCount() == 0) {
      return;
    }
    reactions.execute(
        () -> {
          try {
            reaction.run();
          } catch (KubernetesClientException | UncheckedIOException cause) {
            LOG.log(Level.DEBUG, "to be repeated: {0}", cause.getMessage());
          }
        });
  }

  /** Hands what an informer sees to the one thread that reacts, so that no informer is blocked. */
  private final class Reaction<T> implements ResourceEventHandler<T> {

    private final Consumer<T> changed;
    private final Consumer<T> gone;

    Reaction(Consumer<T> changed) {
      this(changed, _ -> {});
    }

    Reaction(Consumer<T> changed, Consumer<T> gone) {
      this.changed = changed;
      this.gone = gone;
    }

    @Override
    public void onAdd(T object) {
      react(() -> changed.accept(object));
    }

    @Override
    public void onUpdate(T before, T object) {
      react(() -> changed.accept(object));
    }

    @Override
    public void onDelete(T object, boolean finalStateUnknown) {
      react(() -> gone.accept(object));
    }
  }
}
