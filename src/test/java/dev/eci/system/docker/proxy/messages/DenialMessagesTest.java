// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.harness.Command.Result;
import dev.eci.harness.docker.Daemon;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import dev.eci.system.docker.proxy.PluginConfig;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RES-3 and SOCK-4 on the docker client's terminal, for every way to request the socket. */
@RequiresDockerHost
@Order(162)
class DenialMessagesTest {
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: texts}
      spec:
        dockerSocketMount:
          imageList: {images: ["docker:cli"]}
          commandList: {type: deny, commands: [push]}
      """;
  private static final String SOCKET = "/srv/eci-test/texts.sock";
  private static final String INSIDE = "/srv/eci-test/inside.sock";
  private static final String DENIED =
      "enhanced container isolation: docker socket mount denied for container with image"
          + " \"docker.io/evil/tool\"; image is not in the allowed list; if you wish to allow it,"
          + " configure the docker socket image list in EciPolicy \"texts\".";
  private static Daemon allowsHostCallersAllCommands;
  private static Daemon inside;

  // a container of no real one has no content that a list could know
  private static final String ANY = POLICY.replace("\"docker:cli\"", "\"*\"");

  @BeforeAll
  static void proxies(DockerHost host) {
    host.exec("mkdir", "-p", "/srv/eci-test").orThrow();
    host.exec("ln", "-sfn", "/var/run/docker.sock", "/srv/eci-test/link").orThrow();
    host.exec("ln", "-sfn", "/run", "/srv/eci-test/directory").orThrow();
    allowsHostCallersAllCommands = host.proxy("texts", POLICY, SOCKET, host.engineSocket());
    inside = host.proxy("inside", ANY, INSIDE, host.engineSocket(), "--as-container", "docker:cli");
  }

  @AfterAll
  static void stop() {
    if (allowsHostCallersAllCommands != null) {
      allowsHostCallersAllCommands.stop();
    }
    if (inside != null) {
      inside.stop();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v /var/run/docker.sock:/var/run/docker.sock",
        "-v /run/docker.sock:/x:ro",
        "-v /srv/eci-test/link:/x",
        "-v /srv/eci-test/directory/docker.sock:/x",
        "-v /var/run/../run//docker.sock:/x",
        // with the client's own end point, which is the proxied socket
        "--use-api-socket",
        "--mount type=bind,source=/var/run/docker.sock,target=/x",
        "--mount type=bind,source=/srv/eci-test/link,target=/x,readonly",
        "--mount type=volume,target=/x,volume-driver=local,volume-opt=type=none,volume-opt=o=bind,volume-opt=device=/run/docker.sock"
      })
  @DisplayName("RES-3: docker run that requests the socket, with Docker Desktop's message")
  void deniesSocketMountOnRun(String option, DockerHost host) {
    Result result = script(host, SOCKET, "docker run --rm " + option + " evil/tool:1 -c true");
    assertThat(result.exit()).isEqualTo(125);
    assertThat(result.err().lines().findFirst().orElse(""))
        .isEqualTo("docker: Error response from daemon: " + DENIED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-v /run:/x",
        "-v /var/run:/x",
        "-v /var:/x",
        "-v /:/x",
        "-v /srv/eci-test/directory:/x",
        "-v /srv/eci-test:/x"
      })
  @DisplayName("RES-2: a directory above the socket, and other roads to it")
  void deniesDirectoryAboveSocket(String option, DockerHost host) {
    Result result = script(host, SOCKET, "docker run --rm " + option + " evil/tool:1 -c true");
    assertThat(result.exit()).isEqualTo(125);
    assertThat(result.err())
        .startsWith("docker: Error response from daemon: enhanced container isolation: mount of")
        .contains("is denied");
  }

  @Test
  @DisplayName("RES-3: a volume that is the socket")
  void deniesVolumeOfSocket(DockerHost host) {
    Result result =
        script(
            host,
            SOCKET,
            "docker volume create -o type=none -o o=bind -o device=/run/docker.sock sly; docker volume inspect sly");
    assertThat(result.err()).contains("enhanced container isolation: ").contains("no such volume");
  }

  @Test
  @DisplayName("RES-3: a container that got the socket around the proxy is recognized as one")
  void deniesContainerThatBypassedProxy(DockerHost host) {
    Result asked =
        script(
            host,
            host.engineSocket(),
            "docker run --rm -v %s:/s.sock %s -c 'get -unix /s.sock http://docker/_ping'"
                .formatted(SOCKET, DockerHost.IMAGE));
    assertThat(asked.text())
        .contains("docker socket mount denied for container with image")
        .contains(DockerHost.IMAGE.replaceFirst(":.*", ""))
        .doesNotContain("OK");
  }

  @Test
  @DisplayName("RES-3: docker compose")
  void deniesSocketMountOfCompose(DockerHost host) {
    Result result =
        script(
            host,
            SOCKET,
            """
            cd /srv/eci-test
            echo 'services: {one: {image: "evil/tool:1", volumes: ["/var/run/docker.sock:/s"]}}' > compose.yaml
            docker compose up -d
            """);
    assertThat(result.isSuccess()).isFalse();
    assertThat(result.err()).contains(DENIED);
  }

  @Test
  @DisplayName("RES-3: services of a swarm; an allowed image gets as far as the engine")
  void deniesSocketMountOfSwarmService(DockerHost host) {
    String create =
        "docker service create --no-resolve-image --mount type=bind,source=/var/run/docker.sock,target=/s ";
    assertThat(script(host, SOCKET, create + "evil/tool:1").err()).contains(DENIED);
    assertThat(script(host, SOCKET, "docker service create --no-resolve-image evil/tool:1").err())
        .contains("This node is not a swarm manager");
  }

  @Test
  @DisplayName("SOCK-4: docker push, by the client and by a request on the socket")
  void deniesPushByClientAndByRequest(DockerHost host) {
    Result push = script(host, INSIDE, "docker tag evil/tool:1 myimage; docker push myimage");
    assertThat(push.exit()).isEqualTo(1);
    assertThat(push.err()).contains("enhanced container isolation: docker command \"/v1.");
    assertThat(push.err())
        .contains("myimage/push?tag=latest\" is blocked; if you wish to allow it,");
    Result request =
        host.exec(
            "curl",
            "-s",
            "-w",
            " %{http_code}",
            "--unix-socket",
            INSIDE,
            "-X",
            "POST",
            "http://d/v1.43/images/myimage/push?tag=latest");
    assertThat(request.out())
        .isEqualTo(
            "{\"message\":\"enhanced container isolation: docker command"
                + " \\\"/v1.43/images/myimage/push?tag=latest\\\" is blocked; if you wish to allow it,"
                + " configure the docker socket command list in EciPolicy \\\"texts\\\".\"}\n 403");
  }

  @Test
  @DisplayName("SOCK-4: callers of the node are under no command list")
  void allowsHostCallersAllCommands(DockerHost host) {
    assertThat(
            script(host, SOCKET, "docker tag evil/tool:1 127.0.0.1:1/x; docker push 127.0.0.1:1/x")
                .text())
        .contains("connection refused");
  }

  private static Result script(DockerHost host, String socket, String script) {
    return host.script(
        "export DOCKER_CONFIG=%s DOCKER_HOST=unix://%s\n%s"
            .formatted(PluginConfig.write(host), socket, script));
  }
}
