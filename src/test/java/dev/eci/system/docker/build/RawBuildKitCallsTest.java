// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.docker.Daemon;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What no client sends: definitions of steps without a frontend that makes them, and HTTP/2 from
 * the first byte on. curl is the client; the engine's own socket is the comparison.
 */
@RequiresDockerHost
@Order(151)
class RawBuildKitCallsTest {
  private static final String RECORDING_SOCKET = "/run/eci-test/noted.sock";
  private static final String METRICS = "127.0.0.1:9466";
  private static final String WARN_AND_AUDIT =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: warns}
      spec: {mode: Warn}
      ---
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: audits}
      spec: {mode: Audit}
      """;
  private static final String DENIED = "enhanced container isolation: a build step that needs ";

  @ParameterizedTest
  @CsvSource({"1, 0, network.host", "0, 1, security.insecure"})
  @DisplayName(
      "ISO-10: a step outside of its sandbox, by its definition: BuildKit's own check, and the proxy's before it")
  void rejectsStepOutsideSandbox(int network, int security, String needed, DockerHost host)
      throws IOException {
    Solve solve = new Solve(network, security, "");
    assertThat(solved(host, DockerHost.ENGINE_SOCKET, solve)).contains(needed + " is not allowed");
    assertThat(solved(host, DockerHost.SOCKET, solve))
        .contains(DENIED + "\"" + needed + "\" is denied")
        .doesNotContain("is not allowed");
  }

  @Test
  @DisplayName("ISO-10: with the entitlement BuildKit takes such a step, and the proxy denies it")
  void rejectsEntitledStep(DockerHost host) throws IOException {
    Solve solve = new Solve(1, 0, "network.host");
    assertThat(solved(host, DockerHost.ENGINE_SOCKET, solve)).doesNotContain("is not allowed");
    assertThat(solved(host, DockerHost.SOCKET, solve))
        .contains("enhanced container isolation: ")
        .contains("network.host");
  }

  @Test
  @DisplayName("A step in its sandbox comes as far as without the proxy")
  void allowsSandboxedStep(DockerHost host) throws IOException {
    for (String socket : new String[] {DockerHost.ENGINE_SOCKET, DockerHost.SOCKET}) {
      assertThat(solved(host, socket, new Solve(0, 0, "")))
          .as(socket)
          .contains("process \"/bin/true\" did not complete successfully");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', /_ping",
    "'', /v1.44/containers/json",
    "'-X POST -d {} -H content-type:application/json', /v1.44/containers/create",
  })
  @DisplayName(
      "HTTP/2 by prior knowledge: the engine would answer requests of its API there, the filter says to use HTTP/1.1")
  void rejectsPlainRequestsOverHttp2(String options, String path, DockerHost host) {
    assertThat(curl(host, DockerHost.ENGINE_SOCKET, options, path))
        .startsWith("HTTP/2 ")
        .doesNotStartWith("HTTP/2 505");
    assertThat(curl(host, DockerHost.SOCKET, options, path))
        .startsWith("HTTP/2 505")
        .contains("enhanced container isolation: over HTTP/2 only gRPC is supported");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1.44/containers/create, invalid gRPC method name",
    "/containers/create, enhanced container isolation",
    "/moby.buildkit.v1.frontend.LLBBridg%65/Solve, invalid gRPC method name",
    "/some.extension.v1.Service/Call, enhanced container isolation",
  })
  @DisplayName("A gRPC request that is none of BuildKit's calls is denied")
  void rejectsUnknownGrpcCalls(String path, String said, DockerHost host) {
    assertThat(
            curl(host, DockerHost.SOCKET, "-X POST -d {} -H content-type:application/grpc", path))
        .contains(said)
        .contains("grpc-status: ")
        .doesNotContain("grpc-status: 0");
  }

  @ParameterizedTest
  @CsvSource({
    // NewContainerRequest{ContainerID: "c", Network: HOST}
    "NewContainer, 0a01631801, network.host",
    // ExecMessage{ProcessID: "p", Init{ContainerID: "c", Security: INSECURE}}
    "ExecProcess, 0a017012050a01632801, security.insecure",
    "NewContainer, 0a01631800, ''",
    "ExecProcess, 0a017012050a01632800, ''",
  })
  @DisplayName(
      "ISO-10, CVE-2024-23653: a container that a frontend asks for, and a process in it, outside of the sandbox")
  void rejectsUnsandboxedContainersOfFrontends(
      String call, String message, String needed, DockerHost host) throws IOException {
    byte[] sent = HexFormat.of().parseHex("00%08x".formatted(message.length() / 2) + message);
    String path = "/moby.buildkit.v1.frontend.LLBBridge/" + call;
    String unfiltered = called(host, DockerHost.ENGINE_SOCKET, sent, path);
    // it requests a build that is in progress
    assertThat(unfiltered).contains("no buildid found in context");
    String filtered = called(host, DockerHost.SOCKET, sent, path);
    if (needed.isEmpty()) {
      assertThat(filtered).contains("no buildid found in context");
    } else {
      assertThat(filtered)
          .contains(DENIED + "\"" + needed + "\" is denied")
          .doesNotContain("no buildid");
    }
  }

  @Test
  @DisplayName("ISO-10: what Warn and Audit would deny passes, with a line and a count for each")
  void recordsFindingsOfWarnAndAuditAndForwards(DockerHost host) throws IOException {
    Daemon proxy =
        host.proxy(
            "noted",
            WARN_AND_AUDIT,
            RECORDING_SOCKET,
            host.engineSocket(),
            "--metrics-addr=" + METRICS);
    try {
      // ExecProcess: two processes outside of their sandbox in one call, and one within
      byte[] sent =
          HexFormat.of()
              .parseHex(
                  "000000000a0a017012050a01632801"
                      + "000000000a0a017112050a01632800"
                      + "000000000a0a017212050a01632801");
      String path = "/moby.buildkit.v1.frontend.LLBBridge/";
      assertThat(called(host, RECORDING_SOCKET, sent, path + "ExecProcess"))
          .contains("no buildid found in context");
      assertThat(
              called(
                  host,
                  RECORDING_SOCKET,
                  HexFormat.of().parseHex("00000000050a01631801"),
                  path + "NewContainer"))
          .contains("no buildid found in context");
      assertThat(solved(host, RECORDING_SOCKET, new Solve(0, 1, ""))).contains("is not allowed");
    } finally {
      String counted = host.script("curl -sS http://" + METRICS + "/metrics").text();
      proxy.stop();
      for (String mode : new String[] {"warn", "audit"}) {
        assertThat(counted)
            .containsPattern(
                "eci_proxy_violations_total\\{(?=[^}]*mode=\"%1$s\")(?=[^}]*outcome=\"%1$s\")[^}]*rule=\"ISO-10\"[^}]*} 4"
                    .formatted(mode));
        for (String call : new String[] {"ExecProcess", "NewContainer", "Solve"}) {
          assertThat(proxy.log().lines())
              .anyMatch(line ->
                  line.contains("\"policy\":\"" + mode + "s\"")
                      && line.contains("violates a rule and was forwarded")
                      && line.contains("\"ISO-10\"")
                      && line.contains(call));
        }
      }
    }
  }

  private static String solved(DockerHost host, String socket, Solve solve) throws IOException {
    return called(host, socket, solve.framed(), Solve.PATH);
  }

  private static String called(DockerHost host, String socket, byte[] sent, String path)
      throws IOException {
    Files.write(host.outside("/run/eci-test-call"), sent);
    return curl(
        host,
        socket,
        "--data-binary @/run/eci-test-call -H content-type:application/grpc -H te:trailers",
        path);
  }

  /** Answer's head, body and trailers. */
  private static String curl(DockerHost host, String socket, String options, String path) {
    return host.script(
            "curl -sS -m 30 --http2-prior-knowledge --path-as-is --unix-socket %s -D - %s http://d%s | tr -d '\\0' | grep -v -i '^grpc-status-details-bin:'"
                .formatted(socket, options, path))
        .text();
  }
}
