// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.ImageTrustSpec.Keyless;
import dev.eci.signature.CertificateAuthority;
import dev.eci.signature.TransparencyLog;
import dev.eci.signature.TrustedRoot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the authorities that attest keyless signatures: four fields, or Sigstore's file. */
final class TrustedRootReader {
  private TrustedRootReader() {}

  static Optional<TrustedRoot> read(String at, Keyless written, FieldErrors fieldErrors) {
    String rootsPem = written.roots();
    String logKeysPem = written.logKeys();
    if (rootsPem == null || logKeysPem == null) {
      fieldErrors.add(at, "give roots and logKeys, or trustedRoot");
      return Optional.empty();
    }
    Optional<List<CertificateAuthority>> roots =
        fieldErrors.capture(at + ".roots", () -> TrustedRoot.authorities(rootsPem));
    Optional<List<TransparencyLog>> logs =
        fieldErrors.capture(at + ".logKeys", () -> TrustedRoot.logs(logKeysPem));
    Optional<List<TransparencyLog>> certificateLogs =
        optional(
            at + ".certificateLogKeys",
            written.certificateLogKeys(),
            TrustedRoot::logs,
            fieldErrors);
    Optional<List<CertificateAuthority>> timestamps =
        optional(
            at + ".timestampRoots",
            written.timestampRoots(),
            TrustedRoot::timestampAuthorities,
            fieldErrors);
    return roots.isPresent()
            && logs.isPresent()
            && certificateLogs.isPresent()
            && timestamps.isPresent()
        ? Optional.of(
            new TrustedRoot(roots.get(), logs.get(), certificateLogs.get(), timestamps.get()))
        : Optional.empty();
  }

  static Optional<TrustedRoot> sigstore(
      String at, Keyless written, String json, FieldErrors fieldErrors) {
    boolean both =
        Stream.of(
                written.roots(),
                written.logKeys(),
                written.certificateLogKeys(),
                written.timestampRoots())
            .anyMatch(Objects::nonNull);
    if (both) {
      fieldErrors.add(
          at,
          "give either trustedRoot or roots, logKeys, certificateLogKeys and timestampRoots, and not both");
      return Optional.empty();
    }
    return fieldErrors.capture(at + ".trustedRoot", () -> TrustedRoot.sigstore(json));
  }

  private static <T> Optional<List<T>> optional(
      String field, @Nullable String pem, Function<String, List<T>> read, FieldErrors fieldErrors) {
    return pem == null ? Optional.of(List.of()) : fieldErrors.capture(field, () -> read.apply(pem));
  }
}
