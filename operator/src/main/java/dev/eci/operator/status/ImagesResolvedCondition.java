package dev.eci.operator.status;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicyReader.Result.Valid;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.policy.image.TagPattern;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Whether it is known which content counts for each listed image (SOCK-2). */
final class ImagesResolvedCondition {
  private static final int NAMED = 3;

  private ImagesResolvedCondition() {}

  static ConditionValue verdict(StatusInputs statusInputs, Instant now) {
    return switch (statusInputs.policy()) {
      case Invalid ignored ->
          ConditionValue.unknown("InvalidSpec", "the policy cannot be read; see condition Ready");
      case Valid valid ->
          verdict(
              valid.policy().dockerSocket().images().list().patterns(), statusInputs.images(), now);
    };
  }

  private static ConditionValue verdict(
      List<ImagePattern> listed, ResolvedImages known, Instant now) {
    if (listed.isEmpty()) {
      return ConditionValue.yes("NoImages", "no image is listed");
    }
    List<String> tags =
        listed.stream().filter(TagPattern.class::isInstance).map(ImagePattern::toString).toList();
    List<String> asked =
        tags.stream().filter(tag -> !of(tag, known).equals(ResolvedReference.NEVER)).toList();
    List<String> without =
        asked.stream().filter(tag -> !hasUsableDigest(of(tag, known), now)).toList();
    if (!without.isEmpty()) {
      return ConditionValue.no(
          "NotResolved",
          "no content counts for %d of %d entries, so their images may not mount the socket: %s"
              .formatted(without.size(), listed.size(), shown(without, known)));
    }
    if (asked.size() < tags.size()) {
      return ConditionValue.unknown("Asking", "registries are being asked");
    }
    List<String> failing =
        tags.stream().filter(tag -> !of(tag, known).problem().isEmpty()).toList();
    return failing.isEmpty()
        ? ConditionValue.yes("Resolved", "the content of every entry is known")
        : ConditionValue.yes(
            "RegistryAway", "what was last known still counts: " + shown(failing, known));
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
