// SPDX-License-Identifier: Apache-2.0
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

/**
 * Verifies one image: resolves its digest, and checks which of the trusted signers have signed it.
 */
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
   * @param before an earlier result, which stays valid if the digest and the signers are the same:
   *     the registries' rate limits count reads of content, not requests for a digest
   * @throws IOException if the registry does not respond, or its response is not trustworthy
   */
  public Verification verify(
      ImageReference image, Map<String, Signer> signers, Optional<Verification> before)
      throws IOException {
    String digest =
        digest(image)
            .orElseThrow(() ->
                new RegistryException(
                    "the registry of %s has no such image".formatted(image.name())));
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
    Map<String, String> results = new HashMap<>();
    signers.forEach((fingerprint, signer) ->
        results.put(fingerprint, cut(Verifier.check(signer, found, digest).orElse(""))));
    return results;
  }

  private Optional<String> digest(ImageReference image) throws IOException {
    Optional<String> reported = client.digest(image);
    if (reported.isPresent() && image.digest().isPresent()) {
      return image.digest();
    }
    Optional<String> digest =
        reported.isPresent() && reported.get().isEmpty()
            ? client.manifest(image).map(Manifest::digest)
            : reported;
    if (digest.isPresent()
        && ImageReference.tryParse(image.name() + "@" + digest.get()).isEmpty()) {
      throw new RegistryException(
          "the registry of %s reports an invalid digest".formatted(image.name()));
    }
    return digest;
  }

  private static String cut(String reason) {
    return reason.length() <= REASON_MAX ? reason : reason.substring(0, REASON_MAX);
  }
}
