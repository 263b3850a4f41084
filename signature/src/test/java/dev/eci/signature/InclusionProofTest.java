package dev.eci.signature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.signature.testing.TestRekor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Trees of any size, as RFC 6962 defines them from their top. */
class InclusionProofTest {
  @Property(tries = 60)
  void everyLeafIsProvenAtItsPlaceAndNowhereElse(
      @ForAll @IntRange(min = 1, max = 130) int size,
      @ForAll @IntRange(max = 129) int place,
      @ForAll @IntRange(max = 129) int other)
      throws IOException, SignatureVerificationException {
    TestRekor rekor = new TestRekor("log.example", "EC", size);
    List<TransparencyLog> logs = TrustedRoot.logs(rekor.publicPem());
    int index = place % size;
    InclusionProof proof =
        InclusionProof.of(new JsonMapper().readTree(rekor.proof(index).replace("\n", "")));

    assertThat(proof.check(rekor.leaf(index), logs)).isEqualTo(logs.getFirst());
    if (other % size != index) {
      assertRefused(proof, rekor.leaf(other % size), logs);
      assertRefused(
          new InclusionProof(other % size, proof.path(), proof.checkpoint()),
          rekor.leaf(index),
          logs);
    }
    List<byte[]> longer = new ArrayList<>(proof.path());
    longer.add(new byte[InclusionProof.HASH]);
    assertRefused(new InclusionProof(index, longer, proof.checkpoint()), rekor.leaf(index), logs);
    if (!proof.path().isEmpty()) {
      assertRefused(
          new InclusionProof(
              index, proof.path().subList(1, proof.path().size()), proof.checkpoint()),
          rekor.leaf(index),
          logs);
    }
  }

  private static void assertRefused(InclusionProof proof, byte[] leaf, List<TransparencyLog> logs) {
    assertThatThrownBy(() -> proof.check(leaf, logs))
        .isInstanceOf(SignatureVerificationException.class)
        .hasMessageStartingWith("the log's proof");
  }
}
