package dev.eci.crds.read;

import dev.eci.crds.v1alpha1.ImageTrustSpec.Keyless;
import dev.eci.signature.Authority;
import dev.eci.signature.Log;
import dev.eci.signature.TrustedRoot;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads whom a keyless signature is believed from: four fields, or Sigstore's own file. */
final class TrustedRootReader {
  private TrustedRootReader() {}

  static Optional<TrustedRoot> read(String at, Keyless written, Errors errors) {
    if (written.roots() == null || written.logKeys() == null) {
      errors.add(at, "give roots and logKeys, or trustedRoot");
      return Optional.empty();
    }
    Optional<List<Authority>> roots =
        errors.at(at + ".roots", () -> TrustedRoot.authorities(written.roots()));
    Optional<List<Log>> logs =
        errors.at(at + ".logKeys", () -> TrustedRoot.logs(written.logKeys()));
    Optional<List<Log>> certificateLogs =
        unset(at + ".certificateLogKeys", written.certificateLogKeys(), TrustedRoot::logs, errors);
    Optional<List<Authority>> stamps =
        unset(
            at + ".timestampRoots",
            written.timestampRoots(),
            TrustedRoot::timestampAuthorities,
            errors);
    return roots.isPresent()
            && logs.isPresent()
            && certificateLogs.isPresent()
            && stamps.isPresent()
        ? Optional.of(new TrustedRoot(roots.get(), logs.get(), certificateLogs.get(), stamps.get()))
        : Optional.empty();
  }

  static Optional<TrustedRoot> sigstore(String at, Keyless written, String json, Errors errors) {
    boolean both =
        Stream.of(
                written.roots(),
                written.logKeys(),
                written.certificateLogKeys(),
                written.timestampRoots())
            .anyMatch(Objects::nonNull);
    if (both) {
      errors.add(
          at,
          "give either trustedRoot or roots, logKeys, certificateLogKeys and timestampRoots, and not both");
      return Optional.empty();
    }
    return errors.at(at + ".trustedRoot", () -> TrustedRoot.sigstore(json));
  }

  private static <T> Optional<List<T>> unset(
      String field, @Nullable String pem, Function<String, List<T>> read, Errors errors) {
    return pem == null ? Optional.of(List.of()) : errors.at(field, () -> read.apply(pem));
  }
}
