// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A signer that a policy trusts. */
public sealed interface Signer {
  /**
   * The owner of one of these keys.
   *
   * @param keys ECDSA, RSA or Ed25519; the key chooses the algorithm, never the signature
   */
  record Keys(List<PublicKey> keys) implements Signer {
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /**
   * An identity that the certificate of the signature attests.
   *
   * @param issuer of the identity (OIDC)
   * @param subject the certificate's one subject alternative name: an e-mail address or a URI
   * @param root the authorities and logs that are trusted to attest it
   */
  record Keyless(StringMatcher issuer, StringMatcher subject, TrustedRoot root) implements Signer {}

  /**
   * Parses keys.
   *
   * @param pem one or more blocks {@code PUBLIC KEY}
   */
  static Signer keys(String pem) {
    return new Keys(Pem.publicKeys(pem));
  }

  /**
   * Identifies the signer. Any change makes it another signer, for which nothing has been verified
   * yet.
   *
   * @return 32 hexadecimal digits
   */
  default String fingerprint() {
    Stream<String> parts =
        switch (this) {
          case Keys(var keys) -> Stream.concat(Stream.of("keys"), keys.stream().map(Signer::of));
          case Keyless(var issuer, var subject, var root) ->
              Stream.concat(
                  Stream.of("keyless", issuer.written(), subject.written()), root.written());
        };
    // lengths, so that no text can equal two concatenated ones
    String all = parts.map(part -> part.length() + ":" + part).collect(Collectors.joining());
    return Sha256.hex(all.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private static String of(PublicKey key) {
    return Sha256.hex(key.getEncoded());
  }
}
