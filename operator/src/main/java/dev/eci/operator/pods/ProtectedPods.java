// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.pods;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the pods that need the product's RuntimeClasses, handler and node label: to start again, to
 * be entered, and to pass a restarted kubelet. The API server cannot select by RuntimeClass, so
 * every pod is read: call it rarely.
 */
public final class ProtectedPods {
  private static final String PODS = "/api/v1/pods";
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final KubernetesClient client;
  private final PagedLister lister;

  public ProtectedPods(KubernetesClient client) {
    this.client = client;
    this.lister = new PagedLister(client);
  }

  /** All of the cluster, also those that are not scheduled yet. */
  public List<ProtectedPod> list() {
    Set<String> ours = runtimeClasses();
    List<ProtectedPod> found = new ArrayList<>();
    lister.each(
        PODS,
        pod -> {
          if (isLive(pod) && ours.contains(runtimeClass(pod))) {
            found.add(
                new ProtectedPod(
                    pod.at("/metadata/namespace").asText(),
                    pod.at("/metadata/name").asText(),
                    pod.at("/spec/nodeName").asText("")));
          }
        });
    return found;
  }

  /** Whether a pod names that RuntimeClass. */
  public boolean isUsed(String runtimeClass) {
    return lister.matchesAny(PODS, pod -> isLive(pod) && runtimeClass(pod).equals(runtimeClass));
  }

  /** By handler: an admin may have created one for it as well. */
  private Set<String> runtimeClasses() {
    return Stream.concat(
            Stream.of(WellKnownNames.RUNTIME_HANDLER),
            client.resources(RuntimeClass.class).list().getItems().stream()
                .filter(found -> WellKnownNames.RUNTIME_HANDLER.equals(found.getHandler()))
                .map(found -> found.getMetadata().getName()))
        .collect(Collectors.toSet());
  }

  private static boolean isLive(JsonNode pod) {
    return !ENDED.contains(pod.at("/status/phase").asText());
  }

  private static String runtimeClass(JsonNode pod) {
    return pod.at("/spec/runtimeClassName").asText("");
  }
}
