// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.testing.RequiresApiServer;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.model.Policy;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A cache is ready when it has read its first list, and follows changes after that. */
@RequiresApiServer
class WatchedCachesTest {
  private final KubernetesClient client;
  private final List<PolicySnapshot> changes = new CopyOnWriteArrayList<>();
  private final PolicyCache policies;
  private final NamespaceCache namespaces;

  WatchedCachesTest(KubernetesClient client) {
    this.client = client;
    policies = new PolicyCache(client, changes::add);
    namespaces = new NamespaceCache(client);
  }

  @AfterEach
  void stop() {
    policies.informer().stop();
    namespaces.informer().stop();
  }

  @Test
  void policiesAreReadBeforeTheCacheIsReady() {
    var _ = client.resource(policy("watched-first", "{}")).create();
    assertThat(policies.isReady()).isFalse();
    assertThat(policies.policies()).isEqualTo(PolicySnapshot.NONE);

    policies.informer().start().toCompletableFuture().join();
    // an informer has synced before its handlers have been called
    assertThat(policies.isReady()).isFalse();
    policies.readAll();

    assertThat(policies.isReady()).isTrue();
    assertThat(names()).contains("watched-first");
    var _ = client.resource(policy("watched-later", "{}")).create();
    await().untilAsserted(() -> assertThat(names()).contains("watched-first", "watched-later"));
    var _ = client.resource(policy("watched-first", "{}")).delete();
    await().untilAsserted(() -> assertThat(names()).doesNotContain("watched-first"));
    assertThat(changes.getLast()).isEqualTo(policies.policies());
    assertThat(changes).doesNotHaveDuplicates();
    var _ = client.resource(policy("watched-later", "{}")).delete();
  }

  @Test
  void namespacesHaveTheirLabels() {
    var _ =
        client
            .resource(
                new NamespaceBuilder()
                    .withNewMetadata()
                    .withName("watched")
                    .addToLabels("team", "apps")
                    .endMetadata()
                    .build())
            .create();
    assertThat(namespaces.isReady()).isFalse();

    namespaces.informer().start().toCompletableFuture().join();

    assertThat(namespaces.isReady()).isTrue();
    assertThat(namespaces.labels("watched"))
        .hasValueSatisfying(
            labels -> assertThat(labels).containsAllEntriesOf(Map.of("team", "apps")));
    assertThat(namespaces.labels("unknown")).isEmpty();
  }

  private List<String> names() {
    return policies.policies().valid().stream().map(Policy::name).toList();
  }

  private static EciPolicy policy(String name, String spec) {
    return Serialization.unmarshal(
        "apiVersion: eci.dev/v1alpha1\nkind: EciPolicy\nmetadata: {name: %s}\nspec: %s"
            .formatted(name, spec),
        EciPolicy.class);
  }
}
