// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import static dev.eci.policy.testing.Property.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.eci.policy.testing.Gen;
import dev.eci.signature.testing.TestRekor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trees of any size, as RFC 6962 defines them recursively. */
class InclusionProofTest {
  @Test
  void provesLeafOnlyAtItsIndex() {
    forAll(60, Gen.ints(1, 130), Gen.ints(0, 129), Gen.ints(0, 129))
        .holds((size, place, other) -> {
          TestRekor rekor = new TestRekor("log.example", "EC", size);
          List<TransparencyLog> logs = TrustedRoot.logs(rekor.publicPem());
          int index = place % size;
          InclusionProof proof =
              InclusionProof.of(new JsonMapper().readTree(rekor.proof(index).replace("\n", "")));

          assertThat(proof.check(rekor.leaf(index), logs)).isEqualTo(logs.getFirst());
          if (other % size != index) {
            assertRejected(proof, rekor.leaf(other % size), logs);
            assertRejected(
                new InclusionProof(other % size, proof.path(), proof.checkpoint()),
                rekor.leaf(index),
                logs);
          }
          List<byte[]> longer = new ArrayList<>(proof.path());
          longer.add(new byte[InclusionProof.HASH]);
          assertRejected(
              new InclusionProof(index, longer, proof.checkpoint()), rekor.leaf(index), logs);
          if (!proof.path().isEmpty()) {
            assertRejected(
                new InclusionProof(
                    index, proof.path().subList(1, proof.path().size()), proof.checkpoint()),
                rekor.leaf(index),
                logs);
          }
        });
  }

  private static void assertRejected(
      InclusionProof proof, byte[] leaf, List<TransparencyLog> logs) {
    assertThatThrownBy(() -> proof.check(leaf, logs))
        .isInstanceOf(SignatureVerificationException.class)
        .hasMessageStartingWith("the log's proof");
  }
}
