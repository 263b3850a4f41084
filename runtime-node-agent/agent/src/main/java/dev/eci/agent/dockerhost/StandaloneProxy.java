// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.dockerhost;

import dev.eci.agent.service.SocketProxyFactory;
import dev.eci.socketproxy.http.CallerIdentifier;
import dev.eci.socketproxy.http.SocketProxy;
import dev.eci.socketproxy.imageidentity.EngineImageIdentities;
import dev.eci.socketproxy.imageidentity.HostPolicies;
import dev.eci.socketproxy.imageidentity.ImageIdentities;
import dev.eci.socketproxy.imageidentity.RefreshingImageIdentities;
import dev.eci.support.dockerapi.EngineApi;
import dev.eci.support.host.HostRoot;
import dev.eci.support.idrange.IdRangeOwners;
import dev.eci.support.log.Log;
import dev.eci.support.metrics.Metrics;
import dev.eci.support.metrics.MetricsServer;
import dev.eci.support.policy.PolicyFileWatcher;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The Docker socket proxy of {@code eci-agent proxy}. It installs nothing and changes no socket.
 */
public final class StandaloneProxy implements AutoCloseable {
  private static final Log LOG = Log.of(StandaloneProxy.class);
  private static final Duration ENGINE_TIMEOUT = Duration.ofSeconds(10);
  private static final int INTERVAL_SECONDS = 1;

  private final PolicyFileWatcher policies;
  private final HostPolicies images;
  private final StandaloneEngineContext engine;
  private final Closeable server;
  private final Optional<MetricsServer> metrics;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> Thread.ofPlatform().daemon().name("policy").unstarted(task));

  /**
   * What the command line says.
   *
   * @param proc a procfs that shows the processes of callers
   * @param upstream the engine's socket
   * @param callerImage the image of which every caller is taken to be a container; empty to
   *     identify callers
   * @param metricsAddress where Prometheus scrapes the proxy; empty if metrics are not served
   */
  public record Settings(
      HostRoot root,
      Path proc,
      SocketProxy.Listen listen,
      Path upstream,
      Optional<String> callerImage,
      Optional<InetSocketAddress> metricsAddress) {}

  private StandaloneProxy(
      PolicyFileWatcher policies,
      HostPolicies images,
      StandaloneEngineContext engine,
      Closeable server,
      Optional<MetricsServer> metrics) {
    this.policies = policies;
    this.images = images;
    this.engine = engine;
    this.server = server;
    this.metrics = metrics;
  }

  /**
   * Serves until it is closed.
   *
   * @param images the policies with the digests of the images that they list
   */
  public static StandaloneProxy start(
      Settings settings, PolicyFileWatcher policies, HostPolicies images) throws IOException {
    EngineApi api = new EngineApi(settings.upstream(), ENGINE_TIMEOUT);
    StandaloneEngineContext engine = new StandaloneEngineContext(api, settings.listen().socket());
    engine.refresh();
    ImageIdentities identities =
        new RefreshingImageIdentities(
            EngineImageIdentities.of(() -> Optional.of(api), images::valid, InstantSource.system()),
            images);
    Metrics metrics = new Metrics();
    SocketProxyFactory proxies = new SocketProxyFactory(settings.root(), settings.proc(), metrics);
    Closeable server =
        proxies
            .create(
                identities,
                callers(settings, proxies, api, identities),
                SocketProxyFactory.authorizer(images::valid, engine::current),
                () -> List.of("self"))
            .listen(settings.listen(), settings.upstream());
    StandaloneProxy proxy =
        new StandaloneProxy(
            policies,
            images,
            engine,
            server,
            HostMetricsServer.start(settings.metricsAddress(), metrics));
    var _ =
        proxy.clock.scheduleWithFixedDelay(
            proxy::refresh, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
    return proxy;
  }

  private static CallerIdentifier callers(
      Settings settings, SocketProxyFactory proxies, EngineApi api, ImageIdentities identities) {
    return settings.callerImage().isPresent()
        ? new FixedImageCaller(settings.callerImage().get())
        : proxies.hostCallers(
            () -> List.of("self"), () -> Optional.of(api), identities, IdRangeOwners.NONE);
  }

  private void refresh() {
    try {
      var _ = policies.reloadIfChanged();
      engine.refresh();
      images.refresh();
    } catch (RuntimeException e) {
      LOG.error("failed to read policy file", e);
    }
  }

  @Override
  public void close() throws IOException {
    clock.shutdownNow();
    metrics.ifPresent(MetricsServer::close);
    server.close();
    images.close();
  }
}
