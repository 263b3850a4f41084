package dev.eci.webhook.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.pod.PodReader;
import dev.eci.crds.pod.PodTemplate;
import dev.eci.policy.model.EnforcementMode;
import dev.eci.policy.pod.PodAdmission;
import dev.eci.policy.pod.PodVerdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What would become of objects under some policies, counted. */
final class DryRunReport {
  private final FileClusterView cluster;
  private final Instant now;
  private final Map<String, Map<String, String>> known = new HashMap<>();
  private int denied;
  private int warned;
  private int changed;
  private int untouched;

  DryRunReport(FileClusterView cluster, Instant now) {
    this.cluster = cluster;
    this.now = now;
  }

  /** A namespace of a real cluster. */
  void setNamespaceLabels(String namespace, @Nullable Map<String, String> labels) {
    known.put(namespace, labels == null ? Map.of() : labels);
  }

  int denied() {
    return denied;
  }

  /** A line for each thing to tell; none for an object that makes no pods. */
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
    Map<String, String> labels =
        Optional.ofNullable(known.get(namespace)).orElseGet(() -> cluster.labelsOf(namespace));
    return describe(
        name,
        PodAdmission.decide(
            PodReader.read(pod.get(), namespace, labels), cluster.policies().valid(), now));
  }

  private List<String> describe(String name, PodVerdict verdict) {
    List<String> lines = new ArrayList<>();
    for (EnforcementMode enforcementMode : EnforcementMode.values()) {
      String what =
          enforcementMode == EnforcementMode.ENFORCE
              ? "denied"
              : "told (%s)".formatted(enforcementMode);
      verdict
          .violationsOf(enforcementMode)
          .forEach(v -> lines.add("%-8s %s: %s".formatted(what, name, v.format())));
    }
    if (verdict.isDenied()) {
      denied++;
    } else if (!verdict.mutation().isEmpty()) {
      changed++;
      lines.add("%-8s %s: %s".formatted("changed", name, MutationSummary.text(verdict.mutation())));
    } else if (lines.isEmpty()) {
      untouched++;
    }
    if (!verdict.isDenied() && !verdict.violations().isEmpty()) {
      warned++;
    }
    return lines;
  }

  String summary() {
    return "%d would be denied, %d admitted with a word about it, %d changed, %d left as they are"
        .formatted(denied, warned, changed, untouched);
  }
}
