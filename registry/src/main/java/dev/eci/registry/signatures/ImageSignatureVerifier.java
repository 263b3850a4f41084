package dev.eci.registry.signatures;

import dev.eci.policy.image.ImageReference;
import dev.eci.policy.imagetrust.Verification;
import dev.eci.registry.Manifest;
import dev.eci.registry.RegistryClient;
import dev.eci.registry.RegistryException;
import dev.eci.signature.SignatureBundle;
import dev.eci.signature.Signer;
import dev.eci.signature.Verifier;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at one image: what it stands for, and who of those who count has signed that. */
public final class ImageSignatureVerifier {
  private static final int REASON_MAX = 200;

  private final RegistryClient client;
  private final SignatureDiscovery signatures;
  private final InstantSource clock;

  public ImageSignatureVerifier(RegistryClient client, InstantSource clock) {
    this.client = client;
    this.signatures = new SignatureDiscovery(client);
    this.clock = clock;
  }

  /**
   * Blocks.
   *
   * @param signers by fingerprint
   * @param before what is known and need not be asked for again, if the image still stands for the
   *     same and the same are looked for: registries count who reads, not who asks what a name
   *     stands for
   * @throws IOException if the registry does not answer, or not so that it can be believed
   */
  public Verification verify(
      ImageReference image, Map<String, Signer> signers, Optional<Verification> before)
      throws IOException {
    String digest =
        digest(image)
            .orElseThrow(() ->
                new RegistryException(
                    "the registry of %s has nothing under that name".formatted(image.name())));
    return new Verification(
        image,
        Optional.of(digest),
        Optional.of(clock.instant()),
        isUpToDate(before, digest, signers)
            ? before.orElseThrow().results()
            : verifySigners(image, digest, signers),
        "");
  }

  private static boolean isUpToDate(
      Optional<Verification> before, String digest, Map<String, Signer> signers) {
    return before
        .filter(known -> known.digest().equals(Optional.of(digest)))
        .filter(known -> known.results().keySet().equals(signers.keySet()))
        .isPresent();
  }

  private Map<String, String> verifySigners(
      ImageReference image, String digest, Map<String, Signer> signers) throws IOException {
    List<SignatureBundle> found = signatures.discover(image, digest);
    Map<String, String> judged = new HashMap<>();
    signers.forEach((fingerprint, signer) ->
        judged.put(fingerprint, cut(Verifier.check(signer, found, digest).orElse(""))));
    return judged;
  }

  private Optional<String> digest(ImageReference image) throws IOException {
    Optional<String> said = client.digest(image);
    if (said.isPresent() && image.digest().isPresent()) {
      return image.digest();
    }
    Optional<String> digest =
        said.isPresent() && said.get().isEmpty()
            ? client.manifest(image).map(Manifest::digest)
            : said;
    if (digest.isPresent()
        && ImageReference.tryParse(image.name() + "@" + digest.get()).isEmpty()) {
      throw new RegistryException(
          "the registry of %s names no proper digest".formatted(image.name()));
    }
    return digest;
  }

  private static String cut(String reason) {
    return reason.length() <= REASON_MAX ? reason : reason.substring(0, REASON_MAX);
  }
}
