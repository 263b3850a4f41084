// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.pod.PodSecurityFacts;
import dev.eci.policy.pod.PodSecurityFacts.Level;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what Pod Security Admission checks only of pods without a user namespace. */
public final class PodSecurityReader {
  private static final String CONTEXT = "securityContext";

  private PodSecurityReader() {}

  /**
   * Reads the facts.
   *
   * @param namespaceLabels of the pod's namespace
   * @param byDefault the level of a namespace without a label
   */
  public static PodSecurityFacts read(
      PodTemplate pod, Map<String, String> namespaceLabels, Level byDefault) {
    JsonNode spec = pod.spec();
    return new PodSecurityFacts(
        level(namespaceLabels.get(PodSecurityFacts.ENFORCE), byDefault),
        mayRunAsRoot(spec),
        containers(spec)
            .map(container -> container.path(CONTEXT).path("procMount").asText("Default"))
            .anyMatch(Predicate.not("Default"::equals)));
  }

  /** An invalid label counts as the strictest level, as in Pod Security Admission. */
  private static Level level(@Nullable String label, Level byDefault) {
    if (label == null) {
      return byDefault;
    }
    return Stream.of(Level.values())
        .filter(level -> level.name().toLowerCase(Locale.ROOT).equals(label))
        .findFirst()
        .orElse(Level.RESTRICTED);
  }

  private static boolean mayRunAsRoot(JsonNode spec) {
    JsonNode ofPod = spec.path(CONTEXT);
    return isRoot(ofPod)
        || isFalse(ofPod)
        || containers(spec)
            .map(container -> container.path(CONTEXT))
            .anyMatch(context ->
                isRoot(context)
                    || !context
                        .path("runAsNonRoot")
                        .asBoolean(ofPod.path("runAsNonRoot").asBoolean(false)));
  }

  private static boolean isRoot(JsonNode context) {
    return context.path("runAsUser").isNumber() && context.path("runAsUser").asLong() == 0;
  }

  private static boolean isFalse(JsonNode context) {
    return context.path("runAsNonRoot").isBoolean() && !context.path("runAsNonRoot").asBoolean();
  }

  private static Stream<JsonNode> containers(JsonNode spec) {
    return Stream.of("initContainers", "containers", "ephemeralContainers")
        .flatMap(kind -> spec.path(kind).valueStream());
  }
}
