// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.DockerApiAuthorizer;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.Lookup;
import dev.eci.policy.docker.LookupResult;
import dev.eci.policy.docker.LookupResults;
import dev.eci.policy.docker.ProxyContext;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.support.metrics.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** A proxy in front of a {@link FakeUpstream}, in a separate directory. */
final class ProxyFixture implements AutoCloseable {
  static final ProxyContext SETUP =
      new ProxyContext(
          "eci",
          new DockerEngineLayout(HostPath.of("/var/lib/docker"), Set.of(), List.of()),
          64 << 10);

  final Metrics metrics = new Metrics();
  final FakeUpstream engine;
  private final Path directory = Files.createTempDirectory("eci-proxy");
  private final SocketProxy proxy;
  private final List<RawClient> clients = new ArrayList<>();

  /** Forwards every well-formed request. */
  ProxyFixture(FakeUpstream.Script script) throws IOException {
    this(script, ProxyFixture::forward);
  }

  ProxyFixture(FakeUpstream.Script script, RequestAuthorizer requestAuthorizer) throws IOException {
    this(script, requestAuthorizer, new HostCallerIdentifier(), ReceiveTimeout.LIMITS);
  }

  ProxyFixture(
      FakeUpstream.Script script,
      RequestAuthorizer requestAuthorizer,
      CallerIdentifier callerIdentifier,
      ReceiveTimeout.Limits receiveLimits)
      throws IOException {
    this(
        script, requestAuthorizer, callerIdentifier, receiveLimits, (_, _) -> UpgradeHandlers.NONE);
  }

  ProxyFixture(
      FakeUpstream.Script script,
      RequestAuthorizer requestAuthorizer,
      CallerIdentifier callerIdentifier,
      ReceiveTimeout.Limits receiveLimits,
      BiFunction<Path, EvaluationServices, UpgradeHandlers> upgradeHandlers)
      throws IOException {
    engine = new FakeUpstream(engineSocket(), script);
    EvaluationServices services =
        new EvaluationServices(
            requestAuthorizer,
            lookups -> {
              Map<Lookup, LookupResult> results = new HashMap<>();
              lookups.forEach(lookup -> results.put(lookup, new LookupResult.Absent()));
              return CompletableFuture.supplyAsync(() -> new LookupResults(results));
            },
            new LoggingDecisionRecorder(metrics));
    proxy =
        SocketProxy.start(
            new SocketProxy.Listen(socket(), "rw-------", ""),
            engineSocket(),
            services,
            callerIdentifier,
            upgradeHandlers.apply(engineSocket(), services),
            receiveLimits);
  }

  static Evaluation forward(ApiRequest request) {
    return DockerApiAuthorizer.evaluate(request, SETUP, List.of(), Instant.EPOCH);
  }

  Path engineSocket() {
    return directory.resolve("engine.sock");
  }

  Path socket() {
    return directory.resolve("proxy.sock");
  }

  RawClient connect() throws IOException {
    RawClient client = new RawClient(socket());
    clients.add(client);
    return client;
  }

  /** The whole response to these bytes, sent on a new connection. */
  String response(String request) throws IOException {
    try (RawClient client = new RawClient(socket())) {
      return client.send(request).end().rest();
    }
  }

  static void awaitTrue(BooleanSupplier happened) {
    Instant end = Instant.now().plusSeconds(15);
    while (!happened.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("it did not happen");
      }
      pause(10);
    }
  }

  /** Waits until a number is above zero and no longer rises. */
  static void awaitSteady(LongSupplier number) {
    awaitTrue(() -> number.getAsLong() > 0);
    long before = -1;
    while (before != number.getAsLong()) {
      before = number.getAsLong();
      pause(400);
    }
  }

  static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  int connections() {
    return proxy.connections();
  }

  @Override
  public void close() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    proxy.close();
    engine.close();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
