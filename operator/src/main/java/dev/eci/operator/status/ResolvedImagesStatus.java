// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import dev.eci.crds.conversion.PolicyReader.Result.Invalid;
import dev.eci.crds.conversion.PolicyReader.Result.Valid;
import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ImageVersion;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ResolvedImage;
import dev.eci.policy.image.DockerSocketImages;
import dev.eci.policy.image.ImagePattern;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import dev.eci.policy.image.TagPattern;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * status.images: the listed images, normalised, and their digests. Thousands of agents watch it. So
 * it is rewritten without news only every six hours, and it contains only as many platforms as keep
 * the object small.
 */
final class ResolvedImagesStatus {
  static final int PLATFORMS_MAX = 2000;
  private static final Duration ANYWAY = Duration.ofHours(6);
  private static final int PROBLEM_MAX = 300;

  /** The limit for images that are resolved on demand, by entries for all tags. */
  static final int ON_DEMAND_MAX = 100;

  private ResolvedImagesStatus() {}

  static List<ResolvedImage> of(StatusInputs statusInputs, @Nullable EciPolicyStatus previous) {
    return switch (statusInputs.policy()) {
      case Invalid ignored -> List.of();
      case Valid valid -> of(valid, statusInputs, previousImages(previous));
    };
  }

  private static List<ResolvedImage> of(
      Valid valid, StatusInputs statusInputs, Map<String, ResolvedImage> before) {
    List<ResolvedImage> images = new ArrayList<>();
    int platforms = 0;
    for (Map.Entry<String, ResolvedReference> entry :
        entries(valid, statusInputs.images(), before).entrySet()) {
      ResolvedImage next = image(entry.getKey(), entry.getValue(), PLATFORMS_MAX - platforms);
      ResolvedImage was = before.get(next.image());
      ResolvedImage reported = was != null && isUnchanged(was, next) ? was : next;
      platforms += platforms(reported);
      images.add(reported);
    }
    return images;
  }

  /** In the order of the list, then the images that were requested of its entries for all tags. */
  private static Map<String, ResolvedReference> entries(
      Valid valid, ResolvedImages known, Map<String, ResolvedImage> before) {
    DockerSocketImages listed = valid.policy().dockerSocket().images();
    Map<String, ResolvedReference> entries = new LinkedHashMap<>();
    for (ImagePattern entry : listed.list().patterns()) {
      ResolvedReference resolvedReference =
          entry instanceof TagPattern
              ? known.byReference().getOrDefault(entry.toString(), ResolvedReference.NEVER)
              : ResolvedReference.NEVER;
      entries.put(entry.toString(), resolvedReference);
    }
    // new images do not displace present ones that have a digest
    known.byReference().entrySet().stream()
        .filter(e -> !entries.containsKey(e.getKey()))
        .filter(e -> ImageReference.tryParse(e.getKey()).flatMap(listed::onDemand).isPresent())
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, ResolvedReference> e) -> e.getValue().versions().isEmpty())
                .thenComparing(e -> !before.containsKey(e.getKey()))
                .thenComparing(Map.Entry::getKey))
        .limit(ON_DEMAND_MAX)
        .forEach(e -> entries.put(e.getKey(), e.getValue()));
    return entries;
  }

  private static ResolvedImage image(
      String entry, ResolvedReference resolvedReference, int platforms) {
    List<ImageVersion> versions = new ArrayList<>();
    int left = platforms;
    for (ResolvedDigest resolvedDigest : resolvedReference.versions()) {
      List<String> parts =
          resolvedDigest.parts().size() <= left
              ? resolvedDigest.parts().stream().sorted().toList()
              : List.of();
      left -= parts.size();
      versions.add(
          new ImageVersion(
              resolvedDigest.digest(),
              parts.isEmpty() ? null : parts,
              written(resolvedDigest.seen())));
    }
    String problem = resolvedReference.problem();
    return new ResolvedImage(
        entry,
        versions.isEmpty() ? null : versions,
        resolvedReference.checked().map(ResolvedImagesStatus::written).orElse(null),
        problem.isEmpty() ? null : problem.substring(0, Math.min(PROBLEM_MAX, problem.length())));
  }

  private static boolean isUnchanged(ResolvedImage was, ResolvedImage next) {
    if (was.checked() == null || next.checked() == null) {
      return was.equals(next);
    }
    return digests(was).equals(digests(next))
        && String.valueOf(was.problem()).equals(String.valueOf(next.problem()))
        && Instant.parse(next.checked()).isBefore(Instant.parse(was.checked()).plus(ANYWAY));
  }

  private static List<String> digests(ResolvedImage image) {
    return image.versions() == null
        ? List.of()
        : image.versions().stream().map(ImageVersion::digest).toList();
  }

  private static int platforms(ResolvedImage image) {
    return image.versions() == null
        ? 0
        : image.versions().stream()
            .mapToInt(version -> version.platforms() == null ? 0 : version.platforms().size())
            .sum();
  }

  private static Map<String, ResolvedImage> previousImages(@Nullable EciPolicyStatus previous) {
    return previous == null || previous.images() == null
        ? Map.of()
        : previous.images().stream()
            .collect(
                Collectors.toMap(ResolvedImage::image, Function.identity(), (one, other) -> one));
  }

  private static String written(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
