// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.operator.event.EventRecord;
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
 * Emits one Event for each {@link PodFinding} of a pod. The webhook does not emit them, because no
 * admission request waits for the network. The Event's name contains the pod's UID, so a restarted
 * operator does not emit it twice.
 */
final class ScannedPodEvents {
  private static final Logger LOG = Logger.getLogger(ScannedPodEvents.class);

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final Set<String> reported = new HashSet<>();
  private final Set<String> seen = new HashSet<>();

  ScannedPodEvents(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
  }

  /** Adds one pod of a scan, in the API's JSON. */
  void add(JsonNode pod) {
    for (PodFinding finding : PodFinding.values()) {
      finding.note(pod).ifPresent(note -> report(finding, pod, note));
    }
  }

  private void report(PodFinding finding, JsonNode pod, String note) {
    String mark = finding.mark + "-" + pod.at("/metadata/uid").asText();
    seen.add(mark);
    if (!reported.contains(mark) && reportOnce(finding, pod, note, mark)) {
      reported.add(mark);
    }
  }

  /** Called after the last pod of a scan: forgets pods that no longer exist. */
  void finishScan() {
    reported.retainAll(seen);
    seen.clear();
  }

  private boolean reportOnce(PodFinding finding, JsonNode pod, String note, String mark) {
    ObjectReference regarding =
        new ObjectReferenceBuilder()
            .withApiVersion("v1")
            .withKind("Pod")
            .withNamespace(pod.at("/metadata/namespace").asText())
            .withName(pod.at("/metadata/name").asText())
            .withUid(pod.at("/metadata/uid").asText())
            .build();
    EventRecord eventRecord =
        new EventRecord(regarding, false, finding.reason, finding.action, note);
    try {
      client.resource(eventRecord.event(mark, instance, clock.instant())).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        LOG.warnf("failed to create Event: %s", e.getMessage());
        return false;
      }
    }
    return true;
  }
}
