// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicyReader.Result.Valid;
import dev.eci.crds.v1alpha1.PolicyConditionReasons;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.policy.image.TagPattern;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the digests of all listed images are known (SOCK-2). */
final class ImagesResolvedCondition {
  private static final int NAMED = 3;

  private ImagesResolvedCondition() {}

  static ConditionValue verdict(StatusInputs statusInputs, Instant now) {
    return switch (statusInputs.policy()) {
      case Invalid ignored ->
          ConditionValue.unknown(
              PolicyConditionReasons.INVALID_SPEC, "the policy is invalid; see condition Ready");
      case Valid valid ->
          verdict(
              valid.policy().dockerSocket().images().list().patterns(), statusInputs.images(), now);
    };
  }

  private static ConditionValue verdict(
      List<ImagePattern> listed, ResolvedImages known, Instant now) {
    if (listed.isEmpty()) {
      return ConditionValue.yes(PolicyConditionReasons.NO_IMAGES, "the policy lists no images");
    }
    List<String> tags =
        listed.stream().filter(TagPattern.class::isInstance).map(ImagePattern::toString).toList();
    List<String> queried =
        tags.stream().filter(tag -> !of(tag, known).equals(ResolvedReference.NEVER)).toList();
    List<String> without =
        queried.stream().filter(tag -> !hasUsableDigest(of(tag, known), now)).toList();
    if (!without.isEmpty()) {
      return ConditionValue.no(
          PolicyConditionReasons.NOT_RESOLVED,
          "%d of %d entries have no usable digest, so their images may not mount the socket: %s"
              .formatted(without.size(), listed.size(), shown(without, known)));
    }
    if (queried.size() < tags.size()) {
      return ConditionValue.unknown(PolicyConditionReasons.RESOLVING, "digests are being resolved");
    }
    List<String> failing =
        tags.stream().filter(tag -> !of(tag, known).problem().isEmpty()).toList();
    return failing.isEmpty()
        ? ConditionValue.yes(PolicyConditionReasons.RESOLVED, "the digest of every entry is known")
        : ConditionValue.yes(
            PolicyConditionReasons.REGISTRY_UNAVAILABLE,
            "the last known digests still apply: " + shown(failing, known));
  }

  private static boolean hasUsableDigest(ResolvedReference resolvedReference, Instant now) {
    return !resolvedReference.isStale(now) && resolvedReference.current().isPresent();
  }

  private static ResolvedReference of(String tag, ResolvedImages known) {
    return known.byReference().getOrDefault(tag, ResolvedReference.NEVER);
  }

  private static String shown(List<String> tags, ResolvedImages known) {
    String more = tags.size() > NAMED ? " and %d more".formatted(tags.size() - NAMED) : "";
    return tags.stream()
            .limit(NAMED)
            .map(tag -> tag + " (" + reason(of(tag, known)) + ")")
            .collect(Collectors.joining(", "))
        + more;
  }

  private static String reason(ResolvedReference resolvedReference) {
    if (!resolvedReference.problem().isEmpty()) {
      return resolvedReference.problem();
    }
    return resolvedReference.versions().isEmpty()
        ? "its registry has no such tag"
        : "last confirmed " + resolvedReference.checked().orElseThrow();
  }
}
