package dev.eci.agent.cli;

import dev.eci.agent.dockerhost.FixedImageCaller;
import dev.eci.agent.dockerhost.StandaloneEngineContext;
import dev.eci.agent.service.SocketProxyFactory;
import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.socketproxy.http.CallerIdentifier;
import dev.eci.socketproxy.http.PolicyAuthorizer;
import dev.eci.socketproxy.imageidentity.EngineImageIdentities;
import dev.eci.socketproxy.imageidentity.HostPolicies;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.socketproxy.imageidentity.RefreshingImageIdentities;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.idrange.IdRangeOwners;
import dev.eci.support.log.Log;
import dev.eci.support.log.Logging;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.metrics.MetricsServer;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code eci-agent proxy}: only the filter before Docker's socket, in the foreground. */
@Command(
    name = "proxy",
    description = "Filters a Docker socket by a policy, and does nothing else.",
    mixinStandardHelpOptions = true)
public final class ProxyCommand implements Callable<Integer>, CommandErrorHandler.Stopped {
  private static final Log LOG = Log.of(ProxyCommand.class);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final int INTERVAL_SECONDS = 1;

  @Option(
      names = "--policy",
      required = true,
      paramLabel = "FILE",
      description = "EciPolicy YAML, or an admin-settings.json; read anew when it changes.")
  private Path policy = Path.of("/");

  @Option(
      names = "--upstream",
      defaultValue = "/var/run/docker.sock",
      paramLabel = "SOCKET",
      description = "Where the engine listens (${DEFAULT-VALUE}).")
  private Path upstream = Path.of("/");

  @Option(
      names = "--as-container",
      paramLabel = "IMAGE",
      description =
          "Take every caller for a container of this image, which command lists are about; for trying them.")
  private @Nullable String asContainer;

  @Option(
      names = "--images",
      paramLabel = "FILE",
      description =
          "Where it is kept what registries said of listed images; beside the socket if not given.")
  private @Nullable Path imagesFile;

  @Mixin private ListenOptions listen = new ListenOptions();
  @Mixin private RegistryOptions registries = new RegistryOptions();
  @Mixin private MetricsOptions scraped = new MetricsOptions();
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter err = CommandSpec.class.cast(spec).commandLine().getErr();
    Logging.start();
    PolicyFileWatcher policies;
    try {
      policies = PolicyFileWatcher.open(policy);
    } catch (InvalidPolicyFileException e) {
      err.println("eci-agent: " + policy + " is not valid: " + e.getMessage());
      return 1;
    }
    EngineApi api = new EngineApi(upstream, ANSWER);
    StandaloneEngineContext setup = new StandaloneEngineContext(api, listen.socket());
    setup.refresh();
    HostRoot root = new HostRoot(Path.of("/"));
    HostPolicies images =
        registries.images(policies, imagesFile == null ? besides(listen.socket()) : imagesFile);
    ImageIdentities identities =
        new RefreshingImageIdentities(
            EngineImageIdentities.of(() -> Optional.of(api), images::valid, InstantSource.system()),
            images);
    Metrics metrics = new Metrics();
    AutoCloseable filter =
        new SocketProxyFactory(
                root,
                identities,
                asContainer == null
                    ? callers(root, api, identities)
                    : new FixedImageCaller(asContainer),
                new PolicyAuthorizer(images::valid, setup::now, InstantSource.system()),
                metrics)
            .listen(listen.listen(), upstream);
    Optional<MetricsServer> served = scraped.serve(metrics);
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> Thread.ofPlatform().daemon().name("policy").unstarted(task));
    var _ =
        clock.scheduleWithFixedDelay(
            () -> refresh(policies, setup, images),
            INTERVAL_SECONDS,
            INTERVAL_SECONDS,
            TimeUnit.SECONDS);
    return new ShutdownLatch(
            () -> {
              clock.shutdownNow();
              served.ifPresent(MetricsServer::close);
              filter.close();
              images.close();
            })
        .await();
  }

  private static Path besides(Path socket) {
    return socket.resolveSibling(socket.getFileName() + ".images.json");
  }

  @Override
  public String recoveryHint() {
    return "nothing is filtered, and nobody answers at %s; the engine's own socket is as it was."
        .formatted(listen.socket());
  }

  /** Whoever cannot be told, for want of rights to look at other users' processes, is nobody. */
  private static CallerIdentifier callers(HostRoot root, EngineApi api, ImageIdentities identities)
      throws IOException {
    int user = HostOptions.user();
    if (user != 0) {
      LOG.warn(
          "not run as root, so that callers which are processes of other users are nobody and get nothing",
          "user",
          user);
    }
    return SocketProxyFactory.byDescriptor(
        dev.eci.socketproxy.peeridentity.PeerCallerIdentifier.ofDocker(
            root,
            HostOptions.PROC,
            () -> List.of("self"),
            () -> Optional.of(api),
            identities,
            IdRangeOwners.NONE));
  }

  private static void refresh(
      PolicyFileWatcher policies, StandaloneEngineContext setup, HostPolicies images) {
    try {
      var _ = policies.reloadIfChanged();
      setup.refresh();
      images.refresh();
    } catch (RuntimeException e) {
      LOG.error("a look at the policy failed", e);
    }
  }
}
