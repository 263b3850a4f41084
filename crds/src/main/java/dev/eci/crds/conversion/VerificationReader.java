// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.EciImage;
import dev.eci.crds.v1alpha1.EciImageStatus;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.Verification;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the operator's verification results of an image. An unreadable value counts as unknown. */
public final class VerificationReader {
  private VerificationReader() {}

  /** Empty if it names no image. */
  public static Optional<Verification> read(EciImage written) {
    return image(written).map(image -> read(image, written.getStatus()));
  }

  /** When a pod last requested the image. */
  public static Instant requestedAt(EciImage written) {
    return time(written.getSpec() == null ? null : written.getSpec().wanted())
        .orElse(Instant.EPOCH);
  }

  private static Optional<ImageReference> image(EciImage written) {
    return Optional.ofNullable(written.getSpec())
        .flatMap(spec -> ImageReference.tryParse(String.valueOf(spec.image())));
  }

  private static Verification read(ImageReference image, @Nullable EciImageStatus status) {
    if (status == null) {
      return new Verification(image, Optional.empty(), Optional.empty(), Map.of(), "");
    }
    Map<String, String> reasons = new HashMap<>();
    for (EciImageStatus.Signer signer : NullSafeLists.of(status.signers())) {
      String reason = signer.reason() == null ? "" : signer.reason();
      reasons.put(
          String.valueOf(signer.fingerprint()),
          signer.signed() ? "" : reason.isEmpty() ? "it is not accepted" : reason);
    }
    return new Verification(
        image,
        Optional.ofNullable(status.digest())
            .filter(d -> ImageReference.tryParse(image.name() + "@" + d).isPresent()),
        time(status.checked()),
        reasons,
        status.problem() == null ? "" : status.problem());
  }

  private static Optional<Instant> time(@Nullable String written) {
    try {
      return Optional.ofNullable(written).map(Instant::parse);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
