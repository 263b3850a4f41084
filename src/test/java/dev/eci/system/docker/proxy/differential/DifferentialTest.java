// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.harness.docker.Daemon;
import dev.eci.harness.docker.DockerHost;
import dev.eci.harness.docker.RecordingRelay;
import dev.eci.system.docker.RequiresDockerHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * CVE-2024-41110, CVE-2026-34040, CVE-2026-6406 and their kind: a generated corpus, first on the
 * bare engine, where much of it works, then through the proxy, with everything recorded that
 * reaches the engine.
 */
@RequiresDockerHost
@Order(161)
class DifferentialTest {
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: strict}
      spec:
        dockerSocketMount:
          imageList: {images: ["*"]}
          commandList: {type: deny, commands: [tag]}
      """;
  private static final String PROXIED = "/run/eci-test/strict.sock";
  private static final String RECORDED = "/run/eci-test/recorded.sock";
  private static final Pattern FORBIDDEN =
      Pattern.compile("/forbidden|\"(Network|Pid|Ipc|UTS|Userns)Mode\":\"host\"");
  private static final int AT_ONCE = 12;
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final List<Attack> CORPUS =
      Stream.of(Framings.all(), Targets.all(), Bodies.all()).flatMap(List::stream).toList();

  private static RecordingRelay recordingRelay;
  private static Daemon proxy;

  @BeforeAll
  static void proxy(DockerHost host) {
    host.exec("ln", "-sfn", "/etc", "/srv/link-to-etc").orThrow();
    recordingRelay = RecordingRelay.start(host, RECORDED, host.engineSocket());
    proxy = host.proxy("strict", POLICY, PROXIED, RECORDED, "--as-container", "docker:cli");
  }

  @AfterAll
  static void stop(DockerHost host) {
    if (proxy != null) {
      proxy.stop();
    }
    recordingRelay.close();
    tidy(host);
  }

  @Test
  @DisplayName("the corpus bites: on the bare socket much of it is carried out")
  void corpusWorksOnBareSocket(DockerHost host) {
    host.docker("tag", DockerHost.IMAGE, Attack.IMAGE).orThrow();
    assertThat(send(host.outside(host.engineSocket()))).hasSameSizeAs(CORPUS);
    List<String> done = effects(host);
    tidy(host);
    assertThat(done).hasSizeGreaterThan(CORPUS.size() / 5);
  }

  @Test
  @DisplayName("SOCK-4, SOCK-5: nothing of the corpus is carried out through the proxy")
  void proxyBlocksWholeCorpus(DockerHost host) {
    host.docker("tag", DockerHost.IMAGE, Attack.IMAGE).orThrow();
    int before = recordingRelay.recorded().size();
    List<String> answers = send(host.outside(PROXIED));
    List<String> done = effects(host);
    tidy(host);
    assertThat(done).isEmpty();
    assertThat(
            notCanonical(
                recordingRelay.recorded().subList(before, recordingRelay.recorded().size())))
        .isEmpty();
    assertThat(answers).hasSize(CORPUS.size());
  }

  @Test
  @DisplayName("what is allowed is forwarded, in the engine's own form")
  void forwardsHarmlessRequestsInCanonicalForm(DockerHost host) throws IOException {
    List<Attack> harmless =
        List.of(
            Attack.create("length", Attack.HARMLESS),
            Attack.create("white space", " " + Attack.HARMLESS + "\n"),
            Attack.of(
                "chunked",
                Attack.line("POST", Attack.createTarget())
                    + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
                    + Integer.toHexString(Attack.HARMLESS.length() - 1)
                    + ";ext=1\r\n"
                    + Attack.HARMLESS.substring(1)
                    + "\r\n0\r\n\r\n"));
    int number = 9000;
    for (Attack one : harmless) {
      assertThat(Wire.send(host.outside(PROXIED), one.numbered(number++)))
          .as(one.name())
          .startsWith("HTTP/1.1 201");
    }
    tidy(host);
  }

  /** Several at a time. */
  private static List<String> send(Path socket) {
    List<Future<String>> answers = new ArrayList<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      for (int i = 0; i < CORPUS.size(); i++) {
        byte[] bytes = CORPUS.get(i).numbered(i);
        answers.add(pool.submit(() -> Wire.send(socket, bytes)));
      }
    }
    return answers.stream().map(Future::resultNow).toList();
  }

  /** What is on the engine that should not be, as the attacks are named. */
  private static List<String> effects(DockerHost host) {
    List<String> done = new ArrayList<>();
    host.docker("images", "--format", "{{.Tag}}", "forbidden")
        .orThrow()
        .lines()
        .map(DifferentialTest::attack)
        .forEach(done::add);
    for (String name : created(host)) {
      String config =
          host.docker("inspect", "--format", "{{json .HostConfig}}{{json .Mounts}}", name)
              .orThrow();
      if (FORBIDDEN.matcher(config).find()) {
        done.add(attack(name) + ": " + config);
      }
    }
    return done;
  }

  private static List<String> created(DockerHost host) {
    return host.docker("ps", "-a", "--filter", "name=forbidden", "--format", "{{.Names}}")
        .orThrow()
        .lines()
        .toList();
  }

  private static String attack(String numbered) {
    return CORPUS.get(Integer.parseInt(numbered.replaceAll("\\D", ""))).name();
  }

  private static void tidy(DockerHost host) {
    host.script(
        """
        docker rm -fv $(docker ps -aq --filter name=forbidden)
        docker rmi $(docker images --format '{{.Repository}}:{{.Tag}}' forbidden)
        """);
  }

  /** What is wrong with the requests that reached the engine. */
  private static List<String> notCanonical(List<RecordingRelay.Recorded> connections) {
    List<String> wrong = new ArrayList<>();
    for (RecordingRelay.Recorded connection : connections) {
      boolean tunnelled =
          new String(connection.responses(), StandardCharsets.ISO_8859_1).contains("HTTP/1.1 101 ");
      try {
        if (IdleHttp2Connection.matches(connection.requests())) {
          IdleHttp2Connection.check(connection.requests());
          continue;
        }
        for (StrictRequests.Request request : StrictRequests.of(connection.requests(), tunnelled)) {
          assertCanonical(request);
        }
      } catch (IllegalArgumentException | IOException e) {
        wrong.add(String.valueOf(e.getMessage()));
      }
    }
    return wrong;
  }

  private static void assertCanonical(StrictRequests.Request request) throws IOException {
    String whole = request.target() + " " + request.body();
    if (whole.contains("repo=forbidden") || whole.contains("/forbidden\"")) {
      throw new IllegalArgumentException("passed: " + whole);
    }
    if (request.target().contains("/containers/create")) {
      unique(STRICT.readTree(request.body().getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  /** No two keys of an object that Go would take for one. */
  private static void unique(JsonNode node) {
    Set<String> keys = new HashSet<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String folded =
          field.getKey().replace('\u017f', 's').replace('\u212a', 'k').toLowerCase(Locale.ROOT);
      if (!keys.add(folded)) {
        throw new IllegalArgumentException("twice: " + field.getKey());
      }
    }
    node.forEach(DifferentialTest::unique);
  }
}
