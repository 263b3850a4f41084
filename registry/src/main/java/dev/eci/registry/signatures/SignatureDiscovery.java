// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry.signatures;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.image.ImageReference;
import dev.eci.registry.Manifest;
import dev.eci.registry.RegistryClient;
import dev.eci.signature.SignatureBundle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The signatures of an image in its repository: under the tag {@code sha256-….sig} (cosign up to
 * 2), and among the image's referrers (OCI 1.1; the bundles of cosign 3). Every user with push
 * rights can add artifacts there, so only a limited number is read.
 */
final class SignatureDiscovery {
  private static final int SIGNATURES_MAX = 50;
  private static final int PAYLOAD_MAX = 64 << 10;
  private static final int BUNDLE_MAX = 1 << 20;
  private static final String SIMPLE = "application/vnd.dev.cosign.simplesigning.v1+json";
  private static final String BUNDLE = "application/vnd.dev.sigstore.bundle.v0.3+json";

  private final RegistryClient client;

  SignatureDiscovery(RegistryClient client) {
    this.client = client;
  }

  /**
   * All signatures that are found.
   *
   * @param digest of the image
   */
  List<SignatureBundle> discover(ImageReference image, String digest) throws IOException {
    List<SignatureBundle> found = new ArrayList<>();
    Optional<Manifest> tagged = client.manifest(tag(image, digest.replace(':', '-') + ".sig"));
    if (tagged.isPresent()) {
      add(image, tagged.get().json(), found);
    }
    Optional<Manifest> referrers = client.referrers(image, digest);
    if (referrers.isPresent()) {
      for (JsonNode referrer : first(referrers.get().json().path("manifests"))) {
        Optional<Manifest> manifest = manifest(image, referrer.path("digest").asText());
        if (manifest.isPresent()) {
          add(image, manifest.get().json(), found);
        }
      }
    }
    return found;
  }

  /** Reads referrers of every artifact type: cosign 2 sets none in the referrers tag. */
  private static List<JsonNode> first(JsonNode manifests) {
    return manifests.valueStream().limit(SIGNATURES_MAX).toList();
  }

  private Optional<Manifest> manifest(ImageReference image, String digest) throws IOException {
    Optional<ImageReference> at = ImageReference.tryParse(image.name() + "@" + digest);
    return at.isPresent() ? client.manifest(at.get()) : Optional.empty();
  }

  private void add(ImageReference image, JsonNode manifest, List<SignatureBundle> found)
      throws IOException {
    for (JsonNode layer : manifest.path("layers")) {
      String type = layer.path("mediaType").asText();
      boolean bundle = type.equals(BUNDLE);
      if (found.size() >= SIGNATURES_MAX || !(bundle || type.equals(SIMPLE))) {
        continue;
      }
      String digest = layer.path("digest").asText();
      if (ImageReference.tryParse(image.name() + "@" + digest).isEmpty()) {
        continue;
      }
      client
          .blob(image, digest, bundle ? BUNDLE_MAX : PAYLOAD_MAX)
          .map(bytes -> bundle ? new SignatureBundle.Bundle(bytes) : simple(bytes, layer))
          .ifPresent(found::add);
    }
  }

  private static SignatureBundle simple(byte[] payload, JsonNode layer) {
    JsonNode notes = layer.path("annotations");
    return new SignatureBundle.Simple(
        payload,
        notes.path("dev.cosignproject.cosign/signature").asText(),
        text(notes, "dev.sigstore.cosign/certificate"),
        text(notes, "dev.sigstore.cosign/chain"),
        text(notes, "dev.sigstore.cosign/bundle"));
  }

  private static Optional<String> text(JsonNode notes, String name) {
    return Optional.ofNullable(notes.path(name).textValue()).filter(text -> !text.isBlank());
  }

  private static ImageReference tag(ImageReference image, String tag) {
    return new ImageReference(image.domain(), image.path(), Optional.of(tag), Optional.empty());
  }
}
