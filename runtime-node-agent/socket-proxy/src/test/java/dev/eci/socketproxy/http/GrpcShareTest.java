// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.docker.ApiDecision;
import dev.eci.policy.docker.ApiRequest;
import dev.eci.policy.docker.Caller;
import dev.eci.policy.docker.Evaluation;
import dev.eci.policy.docker.route.Operation;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.socketproxy.grpc.Grpc;
import io.netty.channel.Channel;
import io.netty.util.internal.PlatformDependent;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages of gRPC calls are in their caller's share: what {@link FairShareTest} is for HTTP/1. */
@Timeout(60)
class GrpcShareTest {
  private static final int MIB = 1 << 20;
  private static final String SOLVE = "/moby.buildkit.v1.Control/Solve";
  private static final String STATUS = "/moby.buildkit.v1.Control/Status";
  private static final String EVALUATED = "7 evaluated";

  private volatile String container = "";

  /** A Solve is evaluated to its end; the other calls are relayed. */
  private static Evaluation evaluate(ApiRequest request) {
    return request.target().equals(SOLVE)
        ? new Evaluation.NeedsBody(
            16 * MIB,
            _ ->
                new Evaluation.Decided(
                    new ApiDecision.Deny(403, "evaluated", Optional.empty(), List.of())))
        : new Evaluation.Decided(
            new ApiDecision.Forward(
                Operation.UNKNOWN,
                request.target(),
                new ApiDecision.Body.OriginalBody(),
                List.of()));
  }

  private CompletionStage<Caller> identify(CallerIdentifier.Connection connection) {
    return CompletableFuture.completedFuture(
        container.isEmpty()
            ? new Caller.Host(0, 0, 1)
            : new Caller.InContainer(
                container, container, new ImageIdentity.Named("x"), Optional.empty()));
  }

  private ProxyFixture proxy(ReceiveTimeout.Limits limits) throws IOException {
    return new ProxyFixture(
        FakeUpstream.Line::readAll,
        GrpcShareTest::evaluate,
        this::identify,
        limits,
        (engine, services) -> new Grpc(engine, services, new CallMemories(limits)));
  }

  private static ReceiveTimeout.Limits limits(int millisPause, int millisMemory) {
    return new ReceiveTimeout.Limits(
        Duration.ofMillis(millisPause),
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        Duration.ofMillis(millisMemory));
  }

  @Test
  void leavesRoomForLargeMessagesOfOthers() throws Exception {
    try (ProxyFixture fixture = proxy(limits(60_000, 60_000));
        GrpcClient client = new GrpcClient(fixture.socket())) {
      long before = PlatformDependent.usedDirectMemory();
      container = "c1";
      List<CompletableFuture<String>> unfinished = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        Channel connection = client.connectHttp2();
        for (int j = 0; j < 4; j++) {
          unfinished.add(client.call(connection, SOLVE, 15 * MIB, 14 * MIB));
        }
      }
      ProxyFixture.pause(2000);
      assertThat(PlatformDependent.usedDirectMemory() - before)
          .as("bytes that one caller holds")
          .isLessThan(24L * MIB);
      container = "";
      for (int i = 0; i < 3; i++) {
        assertThat(client.call(client.connectHttp2(), SOLVE, 16 * MIB, 16 * MIB + 5).get())
            .isEqualTo(EVALUATED);
      }
      container = "c2";
      assertThat(client.call(client.connectHttp2(), SOLVE, 4 * MIB, 4 * MIB + 5).get())
          .isEqualTo(EVALUATED);
      assertThat(unfinished).noneMatch(CompletableFuture::isDone);
    }
  }

  /** Each of them alone takes most of what its caller may have. */
  @Test
  void burstOfOneCallerCompletes() throws Exception {
    try (ProxyFixture fixture = proxy(limits(30_000, 30_000));
        GrpcClient client = new GrpcClient(fixture.socket())) {
      Channel connection = client.connectHttp2();
      List<CompletableFuture<String>> responses = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        responses.add(client.call(connection, SOLVE, 12 * MIB, 12 * MIB + 5));
      }
      for (CompletableFuture<String> response : responses) {
        assertThat(response.get()).isEqualTo(EVALUATED);
      }
    }
  }

  @Test
  void endsWaitsAndPauses() throws Exception {
    try (ProxyFixture fixture = proxy(limits(2000, 300));
        GrpcClient client = new GrpcClient(fixture.socket())) {
      Channel connection = client.connectHttp2();
      CompletableFuture<String> paused = client.call(connection, SOLVE, 15 * MIB, 100);
      ProxyFixture.pause(200);
      assertThat(client.call(connection, SOLVE, 15 * MIB, 15 * MIB + 5).get())
          .startsWith("8 ")
          .contains("try again in a few seconds");
      assertThat(paused.get()).startsWith("4 ").contains("not received in time");
      assertThat(client.call(connection, SOLVE, 15 * MIB, 15 * MIB + 5).get()).isEqualTo(EVALUATED);
    }
  }

  @Test
  void limitsOpenCallsOfOneCaller() throws Exception {
    try (ProxyFixture fixture = proxy(limits(30_000, 30_000));
        GrpcClient client = new GrpcClient(fixture.socket())) {
      container = "c1";
      List<CompletableFuture<String>> open = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        Channel connection = client.connectHttp2();
        for (int j = 0; j < 60; j++) {
          open.add(client.call(connection, STATUS, 10, 15));
        }
      }
      ProxyFixture.awaitTrue(() -> open.stream().filter(CompletableFuture::isDone).count() == 24);
      container = "c2";
      assertThat(client.call(client.connectHttp2(), SOLVE, 10, 15).get()).isEqualTo(EVALUATED);
    }
  }

  @Test
  void rejectsMessagesWhoseLengthIsNotTheirs() throws Exception {
    try (ProxyFixture fixture = proxy(limits(30_000, 30_000));
        GrpcClient client = new GrpcClient(fixture.socket())) {
      Channel connection = client.connectHttp2();
      assertThat(client.call(connection, SOLVE, 16 * MIB + 1, 100).get())
          .startsWith("8 ")
          .contains("too large");
      assertThat(client.call(connection, SOLVE, 0, 5).get()).isEqualTo(EVALUATED);
    }
  }
}
