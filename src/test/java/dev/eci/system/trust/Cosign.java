// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.trust;

import dev.eci.registry.testing.Push;
import dev.eci.signature.SignatureBundle;
import dev.eci.signature.testing.KeySigner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Puts signatures where cosign puts them. That cosign's own are read, module registry tests. */
final class Cosign {
  private static final String LAYER = "application/vnd.dev.cosign.simplesigning.v1+json";

  private Cosign() {}

  static void sign(Push push, String digest, KeySigner key) throws IOException {
    byte[] payload = KeySigner.payload(digest);
    attach(
        push,
        digest,
        new SignatureBundle.Simple(
            payload,
            KeySigner.base64(key.sign(payload)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()));
  }

  static void attach(Push push, String digest, SignatureBundle.Simple signed) throws IOException {
    String payload = new String(signed.payload(), StandardCharsets.UTF_8);
    StringBuilder notes =
        new StringBuilder("\"dev.cosignproject.cosign/signature\":\"" + signed.signature() + "\"");
    addAnnotation(notes, "dev.sigstore.cosign/certificate", signed.certificate());
    addAnnotation(notes, "dev.sigstore.cosign/chain", signed.chain());
    addAnnotation(notes, "dev.sigstore.cosign/bundle", signed.bundle());
    String config = push.blob("{}");
    push.manifest(
        digest.replace(':', '-') + ".sig",
        Push.IMAGE,
        """
        {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":2},
        "layers":[{"mediaType":"%s","digest":"%s","size":%d,"annotations":{%s}}]}\
        """
            .formatted(Push.IMAGE, config, LAYER, push.blob(payload), payload.length(), notes));
  }

  /** A bundle among what refers to an image, where the registry has no API for it. */
  static void refer(Push push, String digest, String manifest, String bundle) throws IOException {
    push.blob("{}");
    push.blob(bundle);
    String referrer = push.manifest("", Push.IMAGE, manifest);
    push.manifest(
        digest.replace(':', '-'),
        Push.INDEX,
        """
        {"schemaVersion":2,"mediaType":"%s","manifests":[{"mediaType":"%s","size":%d,"digest":"%s"}]}\
        """
            .formatted(Push.INDEX, Push.IMAGE, manifest.length(), referrer));
  }

  private static void addAnnotation(StringBuilder notes, String name, Optional<String> value) {
    value.ifPresent(text ->
        notes.append(
            ",\"%s\":\"%s\""
                .formatted(
                    name, text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))));
  }
}
