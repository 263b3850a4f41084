// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Daemon;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.RecordingRelay;
import dev.eci.system.docker.RequiresDockerHost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The proxy alone, run by a user without root's rights who may use the engine's socket. The test
 * records all that reaches the engine through it.
 */
@RequiresDockerHost
@Order(142)
class UnprivilegedProxyTest {
  private static final int PROXY_USER = 65501;
  private static final int OTHER_USER = 65502;
  private static final String HOME = "/srv/unprivileged";
  private static final String SOCKET = HOME + "/docker.sock";
  private static final String ENGINE = HOME + "/engine/docker.sock";
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: unprivileged}
      spec: {}
      """;
  private static final String RUN = "run --rm --entrypoint sh ";
  private static final String HIDDEN =
      "the caller could not be identified: the connecting process is unknown: the proxy has no permission to inspect processes of user ";

  private static RecordingRelay engine;
  private static Daemon proxy;

  @BeforeAll
  static void start(DockerHost host) {
    engine = RecordingRelay.start(host, ENGINE, host.engineSocket());
    host.script(
            """
            mkdir -p %1$s/closed %1$s/data; ln -s /etc %1$s/closed/link
            chown -R %3$d %1$s; chmod 666 %2$s; chmod 0 %1$s/closed
            """
                .formatted(HOME, ENGINE, PROXY_USER))
        .orThrow();
    proxy = host.proxyOf(PROXY_USER, "unprivileged", POLICY, SOCKET, ENGINE, "--mode", "666");
  }

  @AfterAll
  static void stop(DockerHost host) {
    if (proxy != null) {
      proxy.stop();
    }
    engine.close();
    host.script("rm -rf " + HOME).orThrow();
  }

  @ParameterizedTest
  @ValueSource(ints = {OTHER_USER, 0})
  @DisplayName("another user gets the message that the caller cannot be identified, and no access")
  void deniesOtherUsers(int user, DockerHost host) {
    String[] shares = words(RUN + "--pid=host " + DockerHost.IMAGE + " -c true");
    host.dockerOf(user, ENGINE, words("ps")).orThrow();

    int before = engine.recorded().size();
    for (String[] command : List.of(words("version"), words("ps"), shares)) {
      Result refused = host.dockerOf(user, SOCKET, command);
      assertThat(refused.isSuccess()).isFalse();
      assertThat(refused.text())
          .contains("enhanced container isolation: " + HIDDEN + user)
          .contains("run the proxy as root");
    }
    assertThat(requestsSince(before)).doesNotContain("/containers/").doesNotContain("/version");
  }

  @Test
  @DisplayName("RES-1, RES-2: its own user is held to what he creates")
  void evaluatesRequestsOfSameUser(DockerHost host) {
    assertThat(
            host.dockerOf(
                    PROXY_USER,
                    SOCKET,
                    words(RUN + "-v " + HOME + "/data:/d " + DockerHost.IMAGE + " -c pwd"))
                .orThrow())
        .isEqualTo("/");
    assertThat(
            host.dockerOf(
                    PROXY_USER, SOCKET, words(RUN + "--pid=host " + DockerHost.IMAGE + " -c true"))
                .text())
        .contains("sharing the node's pid namespace is denied");
  }

  @Test
  @DisplayName(
      "RES-2: a link in a directory that the proxy may not read, which the engine would follow")
  void deniesLinkThatCannotBeRead(DockerHost host) {
    String[] mount =
        words(RUN + "-v " + HOME + "/closed/link:/e " + DockerHost.IMAGE + " -c ls\\ /e/passwd");
    // without the agent: its runtime would deny it after the proxy
    assertThat(
            host.dockerOf(
                    PROXY_USER,
                    ENGINE,
                    words(
                        RUN
                            + "--runtime=runc -v %s/closed/link:/e %s -c ls\\ /e/passwd"
                                .formatted(HOME, DockerHost.IMAGE)))
                .orThrow())
        .isEqualTo("/e/passwd");
    int before = engine.recorded().size();
    assertThat(host.dockerOf(PROXY_USER, SOCKET, mount).text())
        .contains(
            "enhanced container isolation: symbolic links could not be resolved: the proxy has no permission to read "
                + HOME
                + "/closed/link");
    assertThat(requestsSince(before)).doesNotContain("/containers/create");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--runtime=runc", "--runtime=runc --user=65501"})
  @DisplayName("SOCK-1: a container that was given the socket gets no access, as any user")
  void deniesContainersWithSocket(String options, DockerHost host) {
    String list = "get -unix /s http://docker/v1.44/images/json";
    String run = "docker run --rm " + options + " --entrypoint sh -v ";
    String of = ":/s " + DockerHost.IMAGE + " -c '" + list + "'";
    assertThat(host.script(run + ENGINE + of).text()).contains("\"Id\":");
    assertThat(host.script(run + SOCKET + of).text())
        .contains("enhanced container isolation: ")
        .doesNotContain("\"Id\":");
  }

  private static String requestsSince(int from) {
    StringBuilder all = new StringBuilder();
    engine.recorded().stream()
        .skip(from)
        .forEach(one -> all.append(new String(one.requests(), StandardCharsets.UTF_8)));
    return all.toString();
  }

  /** Split at spaces that no backslash precedes. */
  private static String[] words(String command) {
    String[] words = command.split("(?<!\\\\) ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("\\ ", " ");
    }
    return words;
  }
}
