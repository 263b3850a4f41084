// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.policy.pod.PodMutation;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a scan finds in a pod that its users have to know, and no admission request can say. */
enum PodFinding {
  /** Admission let the pod run unprotected ({@code userNamespaces: Preferred}). */
  UNPROTECTED("eci", PodEventReasons.RUNS_UNPROTECTED, "Admit") {
    // any user may set the label, so a pod in a private user namespace is not reported
    @Override
    Optional<String> note(JsonNode pod) {
      JsonNode metadata = pod.path("metadata");
      return Optional.of(metadata.path("annotations").path(PodMutation.NOTICE).asText())
          .filter(_ ->
              metadata.path("labels").path(PodMutation.UNPROTECTED).asText().equals("true")
                  && pod.path("spec").path("hostUsers").asBoolean(true)
                  && !pod.path("spec").has("runtimeClassName"));
    }
  },

  /**
   * The image's USER is above 65535, and the pod names no such ID. containerd fails before it calls
   * eci-runtime, so only the pod's status says it, in containerd's words.
   */
  ID_NOT_MAPPED("eci-id", PodEventReasons.ID_NOT_MAPPED, "Start") {
    @Override
    Optional<String> note(JsonNode pod) {
      if (pod.path("spec").path("hostUsers").asBoolean(true)) {
        return Optional.empty();
      }
      for (String list : new String[] {"initContainerStatuses", "containerStatuses"}) {
        for (JsonNode container : pod.path("status").path(list)) {
          for (String state : new String[] {"state", "lastState"}) {
            for (JsonNode detail : container.path(state)) {
              Matcher failure = NOT_MAPPED.matcher(detail.path("message").asText(""));
              if (failure.find()) {
                return Optional.of(
                    IdMappingMessages.imageUserNotMapped(
                        container.path("name").asText(), Long.parseLong(failure.group(1))));
              }
            }
          }
        }
      }
      return Optional.empty();
    }
  };

  /** By containerd 2's internal/userns. */
  private static final Pattern NOT_MAPPED =
      Pattern.compile("container ID ([0-9]{5,10}) cannot be mapped to a host ID");

  final String mark;
  final String reason;
  final String action;

  /**
   * Creates it.
   *
   * @param mark begins the name of its Events
   * @param action see {@link dev.eci.operator.event.EventRecord}
   */
  PodFinding(String mark, String reason, String action) {
    this.mark = mark;
    this.reason = reason;
    this.action = action;
  }

  /**
   * What to say about a pod; empty if there is nothing.
   *
   * @param pod in the API's JSON
   */
  abstract Optional<String> note(JsonNode pod);
}
