package dev.eci.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.crds.read.PolicyReader;
import dev.eci.crds.v1alpha1.EciPolicyStatus.ResolvedImage;
import dev.eci.operator.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesTest {
  private static final String DIGEST = "sha256:" + "a".repeat(64);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                           | True    | NoImages      | no image
          ['*']                        | True    | Resolved      | every entry
          ['alpine@DIGEST']            | True    | Resolved      | every entry
          ['alpine']                   | False   | MatchedByName | 1 of 1 entries
          ['alpine:*']                 | False   | MatchedByName | 1 of 1 entries
          ['alpine@DIGEST', 'a', 'b']  | False   | MatchedByName | 2 of 3 entries
          ['UPPER']                    | Unknown | InvalidSpec   | Ready
          """)
  void verdict(String images, String value, String reason, String message) {
    Verdict verdict = ImagesResolvedCondition.verdict(facts(images));
    assertThat(verdict.value()).hasToString(value);
    assertThat(verdict.reason()).isEqualTo(reason);
    assertThat(verdict.message()).contains(message);
  }

  @Test
  void listedImagesAreNormalised() {
    assertThat(ListedImages.of(facts("['docker:cli', 'registry.example/a/b:*', 'alpine@DIGEST']")))
        .containsExactly(
            new ResolvedImage("docker.io/library/docker:cli", null),
            new ResolvedImage("registry.example/a/b:*", null),
            new ResolvedImage("docker.io/library/alpine@" + DIGEST, List.of(DIGEST)));
    assertThat(ListedImages.of(facts("['*']"))).containsExactly(new ResolvedImage("*", null));
    assertThat(ListedImages.of(facts("['UPPER']"))).isEmpty();
  }

  private static Facts facts(String images) {
    String spec =
        "{dockerSocketMount: {imageList: {images: %s}}}"
            .formatted(images.replace("DIGEST", DIGEST));
    return new Facts(
        PolicyReader.read(Samples.policy("one", spec)), Outcome.none(), Nodes.of(List.of()));
  }
}
