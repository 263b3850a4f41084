package dev.eci.operator.status;

import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.crds.read.PolicyReader.Result.Valid;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.Resolved;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.Tagged;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Whether it is known which content counts for each listed image (SOCK-2). */
final class ImagesResolvedCondition {
  private static final int NAMED = 3;

  private ImagesResolvedCondition() {}

  static Verdict verdict(Facts facts, Instant now) {
    return switch (facts.policy()) {
      case Invalid ignored ->
          Verdict.unknown("InvalidSpec", "the policy cannot be read; see condition Ready");
      case Valid valid ->
          verdict(valid.policy().socketImages().list().patterns(), facts.images(), now);
    };
  }

  private static Verdict verdict(List<ImagePattern> listed, ResolvedImages known, Instant now) {
    if (listed.isEmpty()) {
      return Verdict.yes("NoImages", "no image is listed");
    }
    List<String> tags =
        listed.stream().filter(Tagged.class::isInstance).map(ImagePattern::toString).toList();
    List<String> asked =
        tags.stream().filter(tag -> !of(tag, known).equals(Resolved.NEVER)).toList();
    List<String> without =
        asked.stream().filter(tag -> !holdsAnything(of(tag, known), now)).toList();
    if (!without.isEmpty()) {
      return Verdict.no(
          "NotResolved",
          "no content counts for %d of %d entries, so their images may not mount the socket: %s"
              .formatted(without.size(), listed.size(), shown(without, known)));
    }
    if (asked.size() < tags.size()) {
      return Verdict.unknown("Asking", "registries are being asked");
    }
    List<String> failing =
        tags.stream().filter(tag -> !of(tag, known).problem().isEmpty()).toList();
    return failing.isEmpty()
        ? Verdict.yes("Resolved", "the content of every entry is known")
        : Verdict.yes("RegistryAway", "what was last known still counts: " + shown(failing, known));
  }

  private static boolean holdsAnything(Resolved resolved, Instant now) {
    return !resolved.stale(now) && resolved.current().isPresent();
  }

  private static Resolved of(String tag, ResolvedImages known) {
    return known.byReference().getOrDefault(tag, Resolved.NEVER);
  }

  private static String shown(List<String> tags, ResolvedImages known) {
    String more = tags.size() > NAMED ? " and %d more".formatted(tags.size() - NAMED) : "";
    return tags.stream()
            .limit(NAMED)
            .map(tag -> tag + " (" + why(of(tag, known)) + ")")
            .collect(Collectors.joining(", "))
        + more;
  }

  private static String why(Resolved resolved) {
    if (!resolved.problem().isEmpty()) {
      return resolved.problem();
    }
    return resolved.versions().isEmpty()
        ? "its registry has no such tag"
        : "last confirmed " + resolved.checked().orElseThrow();
  }
}
