// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many pods at once, as in a node drain or the rollout of a large Deployment. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class BurstTest extends ApiServerTestBase {
  private static final String NAMESPACE = "burst";
  private static final int PODS = 120;

  /** Fewer than the HTTP/2 streams that the API server allows a client. */
  private static final int AT_ONCE = 60;

  /** Together far more than the default window of an HTTP/2 connection, 64 KiB. */
  private static final String LONG = "x".repeat(8000);

  @Override
  void prepare() {
    protect(NAMESPACE, "");
  }

  @Test
  void everyPodOfABurstIsAdmittedAndChanged() throws Exception {
    assertThat(burst("calm", false)).hasSize(PODS).containsOnly("hostUsers=false");
  }

  @Test
  void everyHarmfulPodOfABurstIsDeniedForItsReason() throws Exception {
    assertThat(burst("harmful", true)).hasSize(PODS).containsOnly("RES-1");
  }

  private List<String> burst(String name, boolean hostPid) throws Exception {
    try (var users = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<String>> all =
          IntStream.range(0, PODS)
              .<Callable<String>>mapToObj(i -> () -> outcome(pod(name + "-" + i, hostPid)))
              .toList();
      return users.invokeAll(all).stream().map(Future::resultNow).toList();
    }
  }

  private String outcome(Pod pod) {
    try {
      Pod made = client().resource(pod).dryRun().create();
      return "hostUsers=" + made.getSpec().getHostUsers();
    } catch (KubernetesClientException e) {
      String message = e.getMessage() + " " + e.getCause();
      return message.contains("RES-1 (EciPolicy \"burst\") spec.hostPID") ? "RES-1" : message;
    }
  }

  private static Pod pod(String name, boolean hostPid) {
    Pod pod = MinimalPod.of(NAMESPACE, name, hostPid);
    pod.getMetadata().setAnnotations(Map.of("long", LONG));
    return pod;
  }
}
