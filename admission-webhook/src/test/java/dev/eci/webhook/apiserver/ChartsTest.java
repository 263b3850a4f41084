// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Popular charts are denied and admitted as docs/compatibility.md says. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class ChartsTest extends ApiServerTestBase {
  private static final String NAMESPACE = "charts";

  @Override
  void prepare() {
    protect(NAMESPACE, "");
  }

  static List<String> charts() {
    return Charts.names();
  }

  @Test
  void documentNamesEachChart() {
    Map<String, String> documented = Charts.documented();

    assertThat(documented.keySet()).containsExactlyElementsOf(Charts.names());
    for (String chart : Charts.names()) {
      String rules =
          ExpectedDenial.of(client(), objects(chart)).stream()
              .flatMap(e -> e.violations().stream())
              .map(violation -> violation.substring(0, violation.indexOf(' ')))
              .distinct()
              .sorted()
              .collect(Collectors.joining(", "));
      assertThat(documented.get(chart)).as(chart).isEqualTo(rules);
    }
  }

  @ParameterizedTest
  @MethodSource("charts")
  void rejectsChartByDefaultAndAdmitsItUnderItsPolicy(String chart) {
    String namespace = Charts.namespace(chart);
    protect(namespace, policy(chart));

    for (ExpectedDenial expectedDenial : ExpectedDenial.of(client(), objects(chart))) {
      String denial = new ManifestYaml(client(), expectedDenial.object(), NAMESPACE).denial();
      assertThat(DenialLine.lines(denial))
          .as(expectedDenial.title() + ": " + denial)
          .extracting(DenialLine::violation)
          .containsExactlyElementsOf(expectedDenial.violations());
      assertThat(new ManifestYaml(client(), expectedDenial.object(), namespace).denial())
          .as(expectedDenial.title() + " with its policy")
          .isEmpty();
    }
  }

  /** The first document: the spec of a policy, without its first line. */
  private static String policy(String chart) {
    String document = Charts.read(chart).split("---\n", 2)[0];
    String spec = document.substring(document.indexOf("spec:") + "spec:".length()).strip();
    return spec.equals("{}") ? "" : ("  " + spec).stripIndent();
  }

  private static String objects(String chart) {
    return Charts.read(chart).split("---\n", 2)[1];
  }
}
