// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.compat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.eci.harness.docker.Daemon;
import dev.eci.harness.docker.DockerHost;
import dev.eci.system.docker.RequiresDockerHost;
import dev.eci.system.docker.proxy.PluginConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/**
 * ISO-3: users work as before. Each script of resources/docker/everyday.txt, and the same script on
 * the bare socket.
 *
 * <p>With the system property {@code eci.unproxied} both sides get the bare socket, which shows
 * what the comparison itself is worth; {@code eci.everyday} takes some of the scripts, by name.
 */
@RequiresDockerHost
@Order(160)
class DockerCliCompatibilityTest {
  private static final String POLICY =
      """
      apiVersion: eci.dev/v1alpha1
      kind: EciPolicy
      metadata: {name: everything}
      spec: {dockerSocketMount: {imageList: {images: ["*"]}}}
      """;
  private static final String PROXIED = "/run/eci-test/everyday.sock";
  // scripts mostly wait for the engine; each runs on both sides at a time
  private static final int AT_ONCE = 3;

  private static Daemon proxy;
  private static ComparedSocket bare;
  private static ComparedSocket proxied;

  @BeforeAll
  static void proxy(DockerHost host) {
    String config = PluginConfig.write(host);
    bare = new ComparedSocket(host, "a", host.engineSocket(), config);
    if (Boolean.getBoolean("eci.unproxied")) {
      proxied = new ComparedSocket(host, "b", host.engineSocket(), config);
    } else {
      proxy = host.proxy("everyday", POLICY, PROXIED, host.engineSocket());
      proxied = new ComparedSocket(host, "b", PROXIED, config);
    }
  }

  @AfterAll
  static void stop() {
    if (proxy != null) {
      proxy.stop();
    }
  }

  @TestFactory
  @DisplayName("ISO-3: through the proxy as on the engine's own socket")
  Stream<DynamicTest> behavesAsOnEngineSocket() {
    List<String> only = Arrays.asList(System.getProperty("eci.everyday", "").split(",", -1));
    List<Script> scripts =
        Script.all().stream()
            .filter(script ->
                only.contains(script.name()) || (only.contains("") && script.later().isEmpty()))
            .toList();
    assertThat(scripts).isNotEmpty();
    Map<String, Future<ScriptComparison>> outcomes = new LinkedHashMap<>();
    try (ExecutorService second = Executors.newCachedThreadPool();
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
      for (Script script : scripts) {
        outcomes.put(
            script.name(), pool.submit(() -> ScriptComparison.of(script, bare, proxied, second)));
      }
    }
    return scripts.stream()
        .map(script ->
            dynamicTest(
                script.name(),
                () -> behavesAsOnEngineSocket(script, outcomes.get(script.name()).get())));
  }

  /**
   * The engine has its own races, more of them during many builds and removals. Whatever differs is
   * compared again when nothing else runs, one side after the other.
   */
  private static void behavesAsOnEngineSocket(Script script, ScriptComparison scriptComparison) {
    ScriptComparison again =
        scriptComparison.isShown()
            ? scriptComparison
            : new ScriptComparison(bare.run(script), proxied.run(script));
    again.assertSame();
  }
}
