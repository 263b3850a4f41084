package dev.eci.signature;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Somebody whose signature counts. */
public sealed interface Signer {
  /**
   * Who holds the private key of one of these.
   *
   * @param keys ECDSA, RSA or Ed25519; the key says the algorithm, never the signature
   */
  record Keys(List<PublicKey> keys) implements Signer {
    public Keys {
      keys = List.copyOf(keys);
    }
  }

  /**
   * Who proved to be that identity when it signed.
   *
   * @param issuer of the identity (OIDC)
   * @param subject the certificate's one subject alternative name: an e-mail address or a URI
   * @param root whose words about it are believed
   */
  record Keyless(StringMatcher issuer, StringMatcher subject, TrustedRoot root) implements Signer {}

  /**
   * Reads keys.
   *
   * @param pem one or more blocks {@code PUBLIC KEY}
   */
  static Signer keys(String pem) {
    return new Keys(Pem.publicKeys(pem));
  }

  /**
   * What tells it from all others: who is changed in any way is somebody else, for whom nothing was
   * verified yet.
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
    // lengths, so that no text can look like two
    String all = parts.map(part -> part.length() + ":" + part).collect(Collectors.joining());
    return Sha256.hex(all.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  private static String of(PublicKey key) {
    return Sha256.hex(key.getEncoded());
  }
}
