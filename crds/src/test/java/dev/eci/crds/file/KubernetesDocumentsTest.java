// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What kubectl reads is what is evaluated. */
class KubernetesDocumentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** 3, 3.0 and a 3 beyond 2^53 that Go rounds are the same number to the API server. */
  private static final Comparator<JsonNode> BY_NUMBER =
      (a, b) ->
          a.isNumber() && b.isNumber()
              ? Double.compare(a.doubleValue() + 0.0, b.doubleValue() + 0.0)
              : a.equals(b) ? 0 : 1;

  /**
   * The answers of kubectl 1.34, recorded by {@code kubectl label --local -f - zz=1 -o json}
   * without that label; null where it fails.
   */
  static Stream<JsonNode> documents() throws IOException {
    JsonNode all = JSON.readTree(Path.of("src/test/resources/kubectl-documents.json").toFile());
    assertThat(all.size()).isGreaterThan(60);
    return all.valueStream();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void readsAsKubectlDoes(JsonNode sample) {
    byte[] document = sample.get("document").asText().getBytes(StandardCharsets.UTF_8);
    if (sample.get("objects").isNull()) {
      assertThat(isRejected(document)).isTrue();
    } else {
      assertThat(objects(document))
          .usingElementComparator((a, b) -> a.equals(BY_NUMBER, b) ? 0 : 1)
          .containsExactlyElementsOf(sample.get("objects"));
    }
  }

  /** kubectl rejects an object that is no object or has no kind later, when it looks for that. */
  private static boolean isRejected(byte[] document) {
    try {
      return KubernetesDocuments.read(document).stream().noneMatch(d -> d.has("kind"));
    } catch (InvalidDocumentException e) {
      assertThat(e.sentence()).isNotBlank().doesNotContain("\n").hasSizeLessThan(200);
      return true;
    }
  }

  private static List<JsonNode> objects(byte[] document) {
    try {
      return KubernetesDocuments.read(document);
    } catch (InvalidDocumentException e) {
      throw new AssertionError(e.sentence(), e);
    }
  }

  @Test
  void readsUtf16WithMarkAndRejectsItWithout() throws InvalidDocumentException {
    String text = "kind: Pod\nx: yes\n";
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(KubernetesDocuments.read(("\uFEFF" + text).getBytes(charset)).getFirst().get("x"))
          .isEqualTo(JSON.getNodeFactory().booleanNode(true));
      assertThatThrownBy(() -> KubernetesDocuments.read(text.getBytes(charset)))
          .hasMessageContaining("save it as UTF-8");
    }
    assertThatThrownBy(() -> KubernetesDocuments.read(new byte[] {'a', ':', (byte) 0xe9}))
        .hasMessageContaining("is not valid UTF-8; save it as UTF-8");
  }

  @Test
  void aliasesOfAliasesAreBounded() {
    StringBuilder text = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for (int i = 1; i < 8; i++) {
      text.append(
          "a%d: &a%d [%s]\n"
              .formatted(
                  i, i, String.join(", ", java.util.Collections.nCopies(10, "*a" + (i - 1)))));
    }
    assertThatThrownBy(
            () -> KubernetesDocuments.read(text.toString().getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidDocumentException.class)
        .hasMessageContaining("its aliases expand to more than");
    assertThatThrownBy(
            () -> KubernetesDocuments.read("[".repeat(5000).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidDocumentException.class);
  }
}
