// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.idrange.NamedIds;
import dev.eci.policy.pod.PodIds;
import dev.eci.policy.pod.PodIds.Named;
import java.util.ArrayList;
import java.util.List;

/** Reads the user and group IDs that a pod names, in its containers of every kind as well. */
final class PodIdsReader {
  private static final String CONTEXT = "securityContext";
  private static final String EPHEMERAL = "ephemeralContainers";

  private PodIdsReader() {}

  static PodIds read(PodTemplate pod) {
    List<Named> named = new ArrayList<>();
    String field = pod.specPath() + "." + CONTEXT;
    JsonNode context = pod.spec().path(CONTEXT);
    add(context, field, List.of("runAsUser", "runAsGroup", "fsGroup"), false, named);
    JsonNode groups = context.path("supplementalGroups");
    for (int i = 0; i < groups.size(); i++) {
      named.add(
          new Named(
              groups.get(i).asLong(), "%s.supplementalGroups[%d]".formatted(field, i), false));
    }
    for (String list : List.of("initContainers", "containers", EPHEMERAL)) {
      JsonNode containers = pod.spec().path(list);
      for (int i = 0; i < containers.size(); i++) {
        add(
            containers.get(i).path(CONTEXT),
            "%s.%s[%d].%s".formatted(pod.specPath(), list, i, CONTEXT),
            List.of("runAsUser", "runAsGroup"),
            list.equals(EPHEMERAL),
            named);
      }
    }
    return new PodIds(
        named, pod.metadata().path("annotations").path(NamedIds.ANNOTATION).asText(""));
  }

  private static void add(
      JsonNode context, String field, List<String> names, boolean isEphemeral, List<Named> named) {
    for (String name : names) {
      if (context.path(name).isIntegralNumber()) {
        named.add(new Named(context.path(name).asLong(), field + "." + name, isEphemeral));
      }
    }
  }
}
