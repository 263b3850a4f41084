package dev.eci.crds.read;

import dev.eci.crds.v1alpha1.EciPolicySpec;
import dev.eci.crds.v1alpha1.ImageTrustSpec;
import dev.eci.crds.v1alpha1.ImageTrustSpec.Keyless;
import dev.eci.policy.trust.Authority;
import dev.eci.policy.trust.ImageGlob;
import dev.eci.policy.trust.ImageTrust;
import dev.eci.policy.trust.ImageTrust.Scope;
import dev.eci.policy.trust.Verifications;
import dev.eci.signature.Signer;
import dev.eci.signature.TextMatch;
import dev.eci.signature.TrustedRoot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads spec.imageTrust. */
public final class TrustReader {
  private TrustReader() {}

  /** Somebody whose signature counts for some images. */
  public record TrustedSigner(Authority authority, Signer signer) {}

  /** Whom the operator looks for; empty where the policy asks for none, or is invalid. */
  public static List<TrustedSigner> signers(EciPolicySpec spec) {
    Errors errors = new Errors();
    List<TrustedSigner> found = signers("spec.imageTrust", spec.imageTrust(), errors);
    return errors.found().isEmpty() ? found : List.of();
  }

  static ImageTrust read(String field, @Nullable ImageTrustSpec written, Errors errors) {
    if (written == null) {
      return ImageTrust.NONE;
    }
    List<TrustedSigner> signers = signers(field, written, errors);
    if (Lists.of(written.authorities()).isEmpty()) {
      errors.add(field + ".authorities", "names nobody who may sign; name at least one");
    }
    return new ImageTrust(
        written.scope() == ImageTrustSpec.Scope.SocketMounts ? Scope.SOCKET_MOUNTS : Scope.ALL,
        signers.stream().map(TrustedSigner::authority).toList(),
        Verifications.NONE);
  }

  private static List<TrustedSigner> signers(
      String field, @Nullable ImageTrustSpec written, Errors errors) {
    List<TrustedSigner> found = new ArrayList<>();
    List<ImageTrustSpec.Authority> authorities =
        written == null ? List.of() : Lists.of(written.authorities());
    for (int i = 0; i < authorities.size(); i++) {
      ImageTrustSpec.Authority authority = authorities.get(i);
      String at = "%s.authorities[%d]".formatted(field, i);
      List<ImageGlob> images = images(at + ".images", authority.images(), errors);
      signer(at, authority, errors)
          .ifPresent(signer ->
              found.add(
                  new TrustedSigner(
                      new Authority(String.valueOf(authority.name()), images, signer.fingerprint()),
                      signer)));
    }
    return found;
  }

  private static List<ImageGlob> images(
      String field, @Nullable List<String> written, Errors errors) {
    if (written == null) {
      return List.of(ImageGlob.EVERY);
    }
    List<ImageGlob> globs = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      String glob = written.get(i);
      errors.at("%s[%d]".formatted(field, i), () -> ImageGlob.parse(glob)).ifPresent(globs::add);
    }
    return globs;
  }

  private static Optional<Signer> signer(
      String at, ImageTrustSpec.Authority authority, Errors errors) {
    if ((authority.key() == null) == (authority.keyless() == null)) {
      errors.add(at, "give either key or keyless, and not both");
      return Optional.empty();
    }
    return authority.key() != null
        ? errors.at(
            at + ".key.publicKeys", () -> Signer.keys(String.valueOf(authority.key().publicKeys())))
        : keyless(at + ".keyless", authority.keyless(), errors);
  }

  private static Optional<Signer> keyless(String at, Keyless written, Errors errors) {
    Optional<TextMatch> issuer =
        text(at + ".issuer", written.issuer(), written.issuerRegex(), errors);
    Optional<TextMatch> subject =
        text(at + ".subject", written.subject(), written.subjectRegex(), errors);
    Optional<TrustedRoot> root =
        written.trustedRoot() == null
            ? TrustedRootReader.read(at, written, errors)
            : TrustedRootReader.sigstore(at, written, written.trustedRoot(), errors);
    return issuer.isPresent() && subject.isPresent() && root.isPresent()
        ? Optional.of(new Signer.Keyless(issuer.get(), subject.get(), root.get()))
        : Optional.empty();
  }

  private static Optional<TextMatch> text(
      String field, @Nullable String exact, @Nullable String regex, Errors errors) {
    if ((exact == null) == (regex == null)) {
      errors.add(field, "give either this or %sRegex, and not both".formatted(name(field)));
      return Optional.empty();
    }
    return exact != null
        ? errors.at(field, () -> TextMatch.exact(exact))
        : errors.at(field + "Regex", () -> TextMatch.matching(String.valueOf(regex)));
  }

  private static String name(String field) {
    return field.substring(field.lastIndexOf('.') + 1);
  }
}
