// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.testing.RequiresApiServer;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** How a real API server stores the policies and nodes that it accepts. */
@RequiresApiServer
class StoredPolicyTest {
  private final KubernetesClient client;

  StoredPolicyTest(KubernetesClient client) {
    this.client = client;
  }

  @Test
  void defaultsAreFilledIn() {
    GenericKubernetesResource stored =
        PolicyManifest.written(
                client,
                "defaults",
                """
                runtime: {}, exemptions: [{namespaces: [a], reason: r}],
                dockerSocketMount: {imageList: {}, commandList: {overrides: [{namespaces: [a]}]}}
                """)
            .create();

    assertThat(stored.<Boolean>get("spec", "enabled")).isTrue();
    assertThat(stored.<String>get("spec", "mode")).isEqualTo("Enforce");
    assertThat(stored.<String>get("spec", "runtime", "className")).isEqualTo("eci");
    assertThat(stored.<String>get("spec", "runtime", "userNamespaces")).isEqualTo("Required");
    assertThat(stored.<String>get("spec", "runtime", "engine")).isEqualTo("runc");
    assertThat(stored.<String>get("spec", "dockerSocketMount", "commandList", "type"))
        .isEqualTo("deny");
    assertThat(
            stored.<String>get("spec", "dockerSocketMount", "commandList", "overrides", 0, "type"))
        .isEqualTo("deny");
  }

  @Test
  void defaultsDesiredStateToInstalled() {
    EciNode node = new EciNode();
    node.setMetadata(new ObjectMetaBuilder().withName("node-1").build());
    node.setSpec(new EciNodeSpec(null));

    assertThat(client.resource(node).create().getSpec().desiredState())
        .isEqualTo(EciNodeSpec.DesiredState.Installed);
  }

  /** The trusted root of public Sigstore has 7 KB. */
  @Test
  void admitsTrustedRootOf64KiB() {
    String policy =
        "imageTrust: {scope: All, authorities: [{name: a, keyless: {issuer: i, subject: s, trustedRoot: %s}}]}";
    String most = "x".repeat(65_536);

    assertThat(
            PolicyManifest.written(client, "rooted", policy.formatted(most))
                .create()
                .<String>get("spec", "imageTrust", "authorities", 0, "keyless", "trustedRoot"))
        .isEqualTo(most);
    assertThat(PolicyManifest.denial(client, policy.formatted(most + "x")))
        .contains("trustedRoot: Too long: may not be more than 65536");
  }

  @Test
  void storesFullPolicyUnchanged() {
    var stream = StoredPolicyTest.class.getResourceAsStream("/full-policy.yaml");
    EciPolicy written = Serialization.unmarshal(stream, EciPolicy.class);

    EciPolicy stored = client.resource(written).fieldManager("kubectl").serverSideApply();
    EciPolicy again = client.resource(written).fieldManager("kubectl").serverSideApply();

    assertThat(stored.getSpec()).isEqualTo(written.getSpec());
    assertThat(again.getMetadata().getResourceVersion())
        .isEqualTo(stored.getMetadata().getResourceVersion());
  }
}
