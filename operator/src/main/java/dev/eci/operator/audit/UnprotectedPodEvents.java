// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.operator.event.EventRecord;
import dev.eci.policy.pod.PodMutation;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Emits one Event for each pod that admission let run unprotected ({@code userNamespaces:
 * Preferred}). The webhook does not emit it, because no admission request waits for the network.
 * The Event's name contains the pod's UID, so a restarted operator does not emit it twice.
 */
final class UnprotectedPodEvents {
  private static final Logger LOG = Logger.getLogger(UnprotectedPodEvents.class);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Set<String> reported = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  UnprotectedPodEvents(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  /** Adds one pod of a scan, in the API's JSON. */
  void add(JsonNode pod) {
    if (!isMarked(pod)) {
      return;
    }
    String uid = pod.at("/metadata/uid").asText();
    seen.add(uid);
    if (!reported.contains(uid) && reportOnce(pod, uid)) {
      reported.add(uid);
    }
  }

  /** Called after the last pod of a scan: forgets pods that no longer exist. */
  void finishScan() {
    reported.retainAll(seen);
    seen.clear();
  }

  /**
   * Any user may set the label, so a pod in a private user namespace is not reported as
   * unprotected.
   */
  private static boolean isMarked(JsonNode pod) {
    return pod.path("metadata").path("labels").path(PodMutation.UNPROTECTED).asText().equals("true")
        && pod.path("spec").path("hostUsers").asBoolean(true)
        && !pod.path("spec").has("runtimeClassName");
  }

  private boolean reportOnce(JsonNode pod, String uid) {
    ObjectReference regarding =
        new ObjectReferenceBuilder()
            .withApiVersion("v1")
            .withKind("Pod")
            .withNamespace(pod.at("/metadata/namespace").asText())
            .withName(pod.at("/metadata/name").asText())
            .withUid(uid)
            .build();
    String why = pod.path("metadata").path("annotations").path(PodMutation.NOTICE).asText();
    EventRecord eventRecord =
        new EventRecord(regarding, false, PodEventReasons.RUNS_UNPROTECTED, "Admit", why);
    try {
      client.resource(eventRecord.event("eci-" + uid, instance, clock.instant())).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warnf("failed to create Event: %s", e.getMessage());
        return false;
      }
    }
    return true;
  }
}
