// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.drift;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.harness.Cluster;
import dev.eci.harness.Command.Result;
import dev.eci.system.cluster.RequiresKindCluster;
import java.time.Duration;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A user deletes or edits objects that the policy needs: the operator restores them at once. */
@RequiresKindCluster
@Order(40)
class DriftTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "validatingwebhookconfiguration/eci-pods",
        "mutatingwebhookconfiguration/eci-pods",
        "validatingwebhookconfiguration/eci-policies",
        "validatingadmissionpolicy/eci-fallback",
        "validatingadmissionpolicybinding/eci-fallback",
        "ecifallbackparameters/eci-fallback",
        "runtimeclass/eci"
      })
  void restoresDeletedObject(String object, Cluster cluster) {
    String before = uid(cluster, object);
    cluster.kubectl("delete", object).orThrow();
    Cluster.await(
        object + " is back",
        Duration.ofSeconds(30),
        () -> cluster.kubectl("get", object, "-o", "jsonpath={.metadata.uid}"),
        result -> result.isSuccess() && !result.out().isBlank() && !result.out().equals(before));
  }

  @Test
  void restoresWeakenedWebhook(Cluster cluster) {
    cluster
        .kubectl(
            "patch",
            "validatingwebhookconfiguration",
            "eci-pods",
            "--type=json",
            "-p",
            "[{\"op\":\"replace\",\"path\":\"/webhooks/0/failurePolicy\",\"value\":\"Ignore\"}]")
        .orThrow();
    JsonNode repaired =
        Cluster.await(
            "failurePolicy is Fail again",
            Duration.ofSeconds(30),
            () -> cluster.get("validatingwebhookconfiguration", "eci-pods"),
            c -> c.at("/webhooks/0/failurePolicy").asText().equals("Fail"));
    assertThat(repaired.at("/webhooks/0/timeoutSeconds").asInt()).isLessThanOrEqualTo(3);
  }

  private static String uid(Cluster cluster, String object) {
    Result result = cluster.kubectl("get", object, "-o", "jsonpath={.metadata.uid}");
    return result.orThrow();
  }
}
