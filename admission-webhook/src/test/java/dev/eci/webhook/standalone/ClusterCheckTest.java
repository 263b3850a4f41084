// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.testing.ApiServer;
import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code eci-webhook check --policy FILE} with the cluster of the current kubeconfig. */
@RequiresApiServer
class ClusterCheckTest {
  private static final String OBJECTS =
      """
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: apps}}}
      ---
      {apiVersion: v1, kind: Namespace, metadata: {name: other}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: host}, spec: {hostPID: true, containers: [{name: c, image: a}]}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {namespace: shop, name: web}, spec: {containers: [{name: c, image: a}]}}
      ---
      {apiVersion: v1, kind: Pod, metadata: {namespace: other, name: free}, spec: {hostPID: true, containers: [{name: c, image: a}]}}
      """;

  @TempDir Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /** The value for other tests of this JVM. */
  private final @Nullable String before = System.getProperty("kubeconfig");

  @AfterEach
  void restore() {
    if (before == null) {
      System.clearProperty("kubeconfig");
    } else {
      System.setProperty("kubeconfig", before);
    }
  }

  /** Uses the labels of the namespaces in the cluster, and writes nothing. */
  @Test
  void reportsEveryRunningPod() throws IOException {
    ApiServer server = ApiServer.start();
    KubernetesClient client = server.client();
    client.load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8))).create();
    String version = client.pods().inAnyNamespace().list().getMetadata().getResourceVersion();
    use(server.kubeConfig());

    int code = check();

    assertThat(out.toString())
        .contains("denied   pod shop/host: RES-1 (EciPolicy \"new\") spec.hostPID: ")
        .contains("mutated  pod shop/web: hostUsers=false, runtimeClassName=eci")
        .contains("1 denied, 0 admitted with warnings, 1 mutated")
        .doesNotContain("other/free");
    assertThat(code).isEqualTo(1);
    // a kind that was just defined cannot be listed at once
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(client.resources(EciPolicy.class).list().getItems()).isEmpty());
    assertThat(client.pods().inNamespace("shop").list().getItems())
        .allSatisfy(pod ->
            assertThat(Long.parseLong(pod.getMetadata().getResourceVersion()))
                .isLessThanOrEqualTo(Long.parseLong(version)));
  }

  /** An empty output would look like a cluster without violations. */
  @Test
  void reportsUnreachableCluster() throws IOException {
    use(
        """
        {apiVersion: v1, kind: Config, current-context: x, contexts: [{name: x, context: {cluster: x, user: x}}],
         clusters: [{name: x, cluster: {server: "https://127.0.0.1:1"}}], users: [{name: x, user: {token: t}}]}
        """);
    assertThat(check()).isEqualTo(2);
    assertThat(out.toString()).doesNotContain("admitted with warnings");
    assertThat(err.toString()).isNotBlank();
  }

  private int check() throws IOException {
    Path policy =
        Files.writeString(
            directory.resolve("policy.yaml"),
            "---\n{apiVersion: eci.dev/v1alpha1, kind: EciPolicy, metadata: {name: new}, spec: {namespaceSelector: {matchLabels: {team: apps}}}}\n");
    Runnable never =
        () -> {
          throw new AssertionError("nothing is to be served");
        };
    return new CommandLine(new StandaloneCommand(never))
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute("check", "--policy", policy.toString());
  }

  private void use(String kubeConfig) throws IOException {
    Path file = Files.writeString(directory.resolve("kubeconfig"), kubeConfig);
    System.setProperty("kubeconfig", file.toString());
  }
}
