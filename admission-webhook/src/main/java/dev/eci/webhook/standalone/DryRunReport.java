// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodSecurityReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.pod.PodEvaluation;
import dev.eci.policy.pod.PodMutation;
import dev.eci.policy.pod.PodSecurityFacts.Level;
import dev.eci.policy.pod.PodVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Evaluates objects under some policies, and counts the results. */
final class DryRunReport {
  private final FileClusterView cluster;
  private final Instant now;
  private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();
  private int denied;
  private int warned;
  private int mutated;
  private int unchanged;

  DryRunReport(FileClusterView cluster, Instant now) {
    this.cluster = cluster;
    this.now = now;
  }

  /** Uses these labels, from a cluster, instead of those in the files. */
  void setNamespaceLabels(String namespace, @Nullable Map<String, String> labels) {
    namespaceLabels.put(namespace, labels == null ? Map.of() : labels);
  }

  int denied() {
    return denied;
  }

  /** One line per violation or mutation; no line for an object without pods. */
  List<String> report(JsonNode object) {
    String version = object.path("apiVersion").asText("v1");
    String group = version.contains("/") ? version.substring(0, version.indexOf('/')) : "";
    Optional<PodTemplate> pod = PodTemplate.of(group + "/" + object.path("kind").asText(), object);
    if (pod.isEmpty()) {
      return List.of();
    }
    String namespace = object.at("/metadata/namespace").asText("default");
    String name =
        "%s %s/%s"
            .formatted(
                object.path("kind").asText().toLowerCase(Locale.ROOT),
                namespace,
                object.at("/metadata/name").asText(object.at("/metadata/generateName").asText()));
    Optional<String> invalid = ObjectTypes.error(pod.get());
    if (invalid.isPresent()) {
      denied++;
      return List.of(
          "%-8s %s: %s, so the API server rejects it".formatted("denied", name, invalid.get()));
    }
    Map<String, String> labels =
        Optional.ofNullable(namespaceLabels.get(namespace))
            .orElseGet(() -> cluster.labelsOf(namespace));
    boolean shouldSetHostUsers =
        !PodSecurityReader.read(pod.get(), labels, Level.PRIVILEGED).isLoosenedByUserNamespace();
    return describe(
        name,
        PodEvaluation.of(
                PodReader.read(pod.get(), namespace, labels), cluster.policies().valid(), now)
            .decide(),
        shouldSetHostUsers);
  }

  private List<String> describe(String name, PodVerdict verdict, boolean shouldSetHostUsers) {
    PodMutation mutation =
        shouldSetHostUsers ? verdict.mutation() : verdict.mutation().withoutHostUsers();
    List<String> lines = new ArrayList<>();
    for (EnforcementMode mode : EnforcementMode.values()) {
      String what =
          switch (mode) {
            case ENFORCE -> "denied";
            case WARN -> "warned";
            case AUDIT -> "audited";
          };
      verdict
          .violationsOf(mode)
          .forEach(v -> lines.add("%-8s %s: %s".formatted(what, name, v.format())));
    }
    if (verdict.isDenied()) {
      denied++;
    } else if (!mutation.isEmpty()) {
      mutated++;
      lines.add("%-8s %s: %s".formatted("mutated", name, MutationSummary.text(mutation)));
    } else if (lines.isEmpty()) {
      unchanged++;
    }
    if (!verdict.isDenied() && !verdict.violations().isEmpty()) {
      warned++;
    }
    return lines;
  }

  String summary() {
    return "%d denied, %d admitted with warnings, %d mutated, %d unchanged"
        .formatted(denied, warned, mutated, unchanged);
  }
}
