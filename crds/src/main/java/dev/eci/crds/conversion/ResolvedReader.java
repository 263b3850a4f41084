// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.EciPolicyStatus;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ImageVersion;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ResolvedImage;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads status.images, where the operator records the digests that registries report. An unreadable
 * entry counts as unknown.
 */
public final class ResolvedReader {
  private ResolvedReader() {}

  public static ResolvedImages read(@Nullable EciPolicyStatus status) {
    Map<String, ResolvedReference> read = new HashMap<>();
    for (ResolvedImage image : NullSafeLists.of(status == null ? null : status.images())) {
      ImageReference.tryParse(String.valueOf(image.image()))
          .ifPresent(reference -> read.put(ResolvedImages.key(reference), resolved(image)));
    }
    // entries without a registry request
    read.values().removeIf(ResolvedReference.NEVER::equals);
    return new ResolvedImages(read);
  }

  private static ResolvedReference resolved(ResolvedImage image) {
    List<ResolvedDigest> versions =
        NullSafeLists.of(image.versions()).stream().flatMap(ResolvedReader::version).toList();
    return new ResolvedReference(
        versions, time(image.checked()), image.problem() == null ? "" : image.problem());
  }

  private static Stream<ResolvedDigest> version(ImageVersion written) {
    return time(written.seen()).stream()
        .flatMap(seen ->
            ResolvedDigest.tryOf(
                String.valueOf(written.digest()),
                Set.copyOf(NullSafeLists.of(written.platforms())),
                seen)
                .stream());
  }

  private static Optional<Instant> time(@Nullable String written) {
    try {
      return Optional.ofNullable(written).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
