package dev.eci.signature;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cosign 3.1.3 wrote with a log of Rekor v2 (src/test/resources/cosign3/README.md). */
class Cosign3Test {
  private static final String DIGEST =
      "sha256:c5c3090c78a69c23565353b874b43eda3ad7c4cfcb855e839f3908ac5a11a9e6";
  private static final String ISSUER = "http://127.0.0.1:19555";
  private static final String SUBJECT = "signer@example.com";

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa"})
  void itsBundleCountsByTheTrustedRootThatItWrote(String log) throws IOException {
    assertThat(check(log, log, SUBJECT, DIGEST)).isEmpty();
    assertThat(check(log, log, "other@example.com", DIGEST)).contains("its signer is " + SUBJECT);
    assertThat(check(log, log, SUBJECT, "sha256:" + "0".repeat(64)))
        .contains("it is the signature of another image");
  }

  @ParameterizedTest
  @CsvSource({"ed25519, ecdsa", "ecdsa, ed25519"})
  void aLogThatThePolicyDoesNotNameDoesNotCount(String log, String root) throws IOException {
    assertThat(check(log, root, SUBJECT, DIGEST))
        .contains("it is in a log that the policy does not name");
  }

  /** Times before and after which what the root names counts for nothing. */
  @ParameterizedTest
  @CsvSource({
    "2024-01-01T00:00:00Z, 2027-01-01T00:00:00Z, its log did not count at",
    "2026-11-26T04:26:46Z, 2027-01-01T00:00:00Z, its timestamp does not come from an authority",
  })
  void outsideOfItsWindowNothingCounts(String start, String later, String why) throws IOException {
    String json = text("ed25519-log.trusted-root.json");
    assertThat(json).contains(start);
    assertThat(check("ed25519", TrustedRoot.sigstore(json.replace(start, later)), SUBJECT, DIGEST))
        .get()
        .asString()
        .startsWith(why);
  }

  /** The real log's word, each of its two kinds: its promise, and its proof alone. */
  @Test
  void anEntryOfPublicSigstoreIsReadByItsPublishedRoot() throws IOException, NotSigned {
    TrustedRoot root = TrustedRoot.sigstore(text("public.trusted-root.json"));
    ObjectNode entry = (ObjectNode) new JsonMapper().readTree(text("public.entry.json"));
    LogEntry.Seen promised = LogEntry.ofBundle(entry).check(root.logs());
    assertThat(promised.time())
        .contains(Instant.ofEpochSecond(entry.get("integratedTime").asLong()));

    entry.remove("inclusionPromise");
    LogEntry.Seen proven = LogEntry.ofBundle(entry).check(root.logs());
    assertThat(proven.log()).isEqualTo(promised.log());
    assertThat(proven.time()).isEmpty();
    assertThat(root.authorities()).hasSize(2);
    assertThat(root.timestampAuthorities()).hasSize(1);
    assertThat(root.certificateLogs()).hasSize(2);
  }

  private static Optional<String> check(String log, String root, String subject, String digest)
      throws IOException {
    return check(log, TrustedRoot.sigstore(text(root + "-log.trusted-root.json")), subject, digest);
  }

  private static Optional<String> check(String log, TrustedRoot root, String subject, String digest)
      throws IOException {
    return Verifier.check(
        new Signer.Keyless(TextMatch.exact(ISSUER), TextMatch.exact(subject), root),
        List.of(new Signed.Bundle(text(log + "-log.bundle.json").getBytes(StandardCharsets.UTF_8))),
        digest);
  }

  static String text(String name) throws IOException {
    try (InputStream file = Cosign3Test.class.getResourceAsStream("/cosign3/" + name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
