// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** Policies and namespaces are created, changed and deleted while the webhook runs. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class LivePoliciesTest extends ApiServerTestBase {
  @Test
  void followsPolicyFromCreationToDeletion() {
    String namespace = "live";
    Namespaces.create(client(), namespace);
    assertThat(denial(namespace)).isEmpty();

    var _ = Namespaces.policy(client(), namespace, namespace, "").create();
    Namespaces.awaitPolicy(client(), namespace);

    var warning = Namespaces.policy(client(), namespace, namespace, "mode: Warn").object();
    var _ = client().resource(warning).forceConflicts().serverSideApply();
    awaitAdmitted(namespace);

    var _ =
        client()
            .resource(Namespaces.policy(client(), namespace, namespace, "mode: Enforce").object())
            .forceConflicts()
            .serverSideApply();
    Namespaces.awaitPolicy(client(), namespace);

    var _ = client().resource(warning).delete();
    awaitAdmitted(namespace);
  }

  /** kubectl apply -f of a namespace and its pod must work, although the watch is behind. */
  @RepeatedTest(10)
  void admitsPodRightAfterItsNamespace(RepetitionInfo repetition) {
    String namespace = "fresh-" + repetition.getCurrentRepetition();
    Namespaces.create(client(), namespace);

    assertThat(ManifestYaml.pod(client(), namespace, "first", "").denial()).isEmpty();
  }

  private void awaitAdmitted(String namespace) {
    await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(20))
        .until(() -> denial(namespace).isEmpty());
  }

  private String denial(String namespace) {
    return ManifestYaml.pod(client(), namespace, "probe", "hostPID: true").denial();
  }
}
