// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import dev.eci.crds.v1alpha1.EciImageStatus;
import dev.eci.policy.imagetrust.Verification;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The status of an EciImage. Its time has the precision of an hour if nothing else changed. */
final class ImageStatus {
  private static final Duration ANYWAY = Duration.ofHours(1);
  private static final int PROBLEM_MAX = 300;

  private ImageStatus() {}

  /** {@code names}: of the signers that were checked, by fingerprint. */
  static EciImageStatus of(Verification found, Map<String, String> names) {
    List<EciImageStatus.Signer> signers =
        found.results().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(e ->
                new EciImageStatus.Signer(
                    e.getKey(),
                    names.getOrDefault(e.getKey(), ""),
                    e.getValue().isEmpty(),
                    e.getValue().isEmpty() ? null : e.getValue()))
            .toList();
    String problem = found.problem();
    return new EciImageStatus(
        found.digest().orElse(null),
        found.checked().map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString()).orElse(null),
        signers.isEmpty() ? null : signers,
        problem.isEmpty() ? null : problem.substring(0, Math.min(PROBLEM_MAX, problem.length())));
  }

  /**
   * {@code requested}: a pod that waits has to see that the image was checked after its request.
   */
  static boolean isNew(Verification found, Verification before, Instant requested) {
    Instant was = before.checked().orElse(Instant.MIN);
    return !found.results().equals(before.results())
        || !found.digest().equals(before.digest())
        || !found.problem().equals(before.problem())
        || found
            .checked()
            .map(now ->
                now.isAfter(was) && (requested.isAfter(was) || now.minus(ANYWAY).isAfter(was)))
            .orElse(false);
  }
}
