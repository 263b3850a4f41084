// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.conversion;

import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.ImageTrustSpec;
import dev.eci.crds.v1alpha1.ImageTrustSpec.Key;
import dev.eci.crds.v1alpha1.ImageTrustSpec.Keyless;
import dev.eci.policy.imagetrust.ImageAuthority;
import dev.eci.policy.imagetrust.ImageGlob;
import dev.eci.policy.imagetrust.ImageTrustPolicy;
import dev.eci.policy.imagetrust.ImageTrustPolicy.Scope;
import dev.eci.policy.imagetrust.VerificationResults;
import dev.eci.signature.Signer;
import dev.eci.signature.StringMatcher;
import dev.eci.signature.TrustedRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads spec.imageTrust. */
public final class TrustReader {
  private TrustReader() {}

  /** A signer, with the images whose signatures it may make. */
  public record TrustedSigner(ImageAuthority authority, Signer signer) {}

  /** The signers that the operator checks; empty if the policy requires none or is invalid. */
  public static List<TrustedSigner> signers(EciPolicySpec spec) {
    FieldErrors fieldErrors = new FieldErrors();
    List<TrustedSigner> found = signers("spec.imageTrust", spec.imageTrust(), fieldErrors);
    return fieldErrors.found().isEmpty() ? found : List.of();
  }

  static ImageTrustPolicy read(
      String field, @Nullable ImageTrustSpec written, FieldErrors fieldErrors) {
    if (written == null) {
      return ImageTrustPolicy.NONE;
    }
    List<TrustedSigner> signers = signers(field, written, fieldErrors);
    if (NullSafeLists.of(written.authorities()).isEmpty()) {
      fieldErrors.add(
          field + ".authorities",
          "is empty, so no image could be admitted; name at least one signer");
    }
    return new ImageTrustPolicy(
        written.scope() == ImageTrustSpec.Scope.SocketMounts ? Scope.SOCKET_MOUNTS : Scope.ALL,
        signers.stream().map(TrustedSigner::authority).toList(),
        VerificationResults.NONE);
  }

  private static List<TrustedSigner> signers(
      String field, @Nullable ImageTrustSpec written, FieldErrors fieldErrors) {
    List<TrustedSigner> found = new ArrayList<>();
    List<ImageTrustSpec.Authority> authorities =
        written == null ? List.of() : NullSafeLists.of(written.authorities());
    for (int i = 0; i < authorities.size(); i++) {
      ImageTrustSpec.Authority authority = authorities.get(i);
      String at = "%s.authorities[%d]".formatted(field, i);
      List<ImageGlob> images = images(at + ".images", authority.images(), fieldErrors);
      signer(at, authority, fieldErrors)
          .ifPresent(signer ->
              found.add(
                  new TrustedSigner(
                      new ImageAuthority(
                          String.valueOf(authority.name()), images, signer.fingerprint()),
                      signer)));
    }
    return found;
  }

  private static List<ImageGlob> images(
      String field, @Nullable List<String> written, FieldErrors fieldErrors) {
    if (written == null) {
      return List.of(ImageGlob.EVERY);
    }
    List<ImageGlob> globs = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String glob = written.get(i);
      fieldErrors
          .capture("%s[%d]".formatted(field, i), () -> ImageGlob.parse(glob))
          .ifPresent(globs::add);
    }
    return globs;
  }

  private static Optional<Signer> signer(
      String at, ImageTrustSpec.Authority authority, FieldErrors fieldErrors) {
    Key key = authority.key();
    Keyless keyless = authority.keyless();
    if (key != null && keyless == null) {
      return fieldErrors.capture(
          at + ".key.publicKeys", () -> Signer.keys(String.valueOf(key.publicKeys())));
    }
    if (key == null && keyless != null) {
      return keyless(at + ".keyless", keyless, fieldErrors);
    }
    fieldErrors.add(at, "give either key or keyless, and not both");
    return Optional.empty();
  }

  private static Optional<Signer> keyless(String at, Keyless written, FieldErrors fieldErrors) {
    Optional<StringMatcher> issuer =
        text(at + ".issuer", written.issuer(), written.issuerRegex(), fieldErrors);
    Optional<StringMatcher> subject =
        text(at + ".subject", written.subject(), written.subjectRegex(), fieldErrors);
    Optional<TrustedRoot> root =
        written.trustedRoot() == null
            ? TrustedRootReader.read(at, written, fieldErrors)
            : TrustedRootReader.sigstore(at, written, written.trustedRoot(), fieldErrors);
    return issuer.isPresent() && subject.isPresent() && root.isPresent()
        ? Optional.of(new Signer.Keyless(issuer.get(), subject.get(), root.get()))
        : Optional.empty();
  }

  private static Optional<StringMatcher> text(
      String field, @Nullable String exact, @Nullable String regex, FieldErrors fieldErrors) {
    if ((exact == null) == (regex == null)) {
      fieldErrors.add(field, "give either this or %sRegex, and not both".formatted(name(field)));
      return Optional.empty();
    }
    return exact != null
        ? fieldErrors.capture(field, () -> StringMatcher.exact(exact))
        : fieldErrors.capture(field + "Regex", () -> StringMatcher.matching(String.valueOf(regex)));
  }

  private static String name(String field) {
    return field.substring(field.lastIndexOf('.') + 1);
  }
}
