// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every rule for every kind of object, through the API server. Each denial names the rule, the
 * policy, the field and the remedy; all other objects are admitted.
 */
@QuarkusTest
@WithTestResource(RealCluster.class)
class ManifestTablesTest extends ApiServerTestBase {
  private static final String NAMESPACE = "tables";
  private static final String WAY_OUT =
      ".*(add \"privileged: true\" to spec\\.exemptions\\[\\d+\\] of|exempt .* in spec\\.exemptions of|add (it|the path) to spec\\.hostPaths(\\.allowed)? in|add \"[a-zA-Z]+\" to spec\\.volumes\\.allowedTypes in|configure the docker socket image list in) EciPolicy \"tables\"\\.";

  @Override
  void prepare() {
    CustomWorkloads.define(client());
    protect(
        NAMESPACE,
        """
        dockerSocketMount: {imageList: {images: ["registry.example/tools/cli@sha256:%s"]}}
        hostPaths: {allowed: [/data], readOnlyAllowed: [/etc/ssl/certs]}
        runtime: {isolatedClasses: [kata]}
        workloads:
        - {group: argoproj.io, resource: rollouts, templates: [spec.template]}
        - {group: batch.volcano.sh, resource: jobs, templates: ["spec.tasks[*].template"]}
        """
            .formatted("a".repeat(64)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host-namespaces",
        "node-paths",
        "engine-sockets",
        "node-console",
        "isolation",
        "admitted"
      })
  void reportsExpectedViolations(String table) {
    List<ExpectedDenial> objects = ExpectedDenial.in(client(), "rules/" + table + ".yaml");

    assertThat(objects).isNotEmpty();
    assertThat(objects)
        .allSatisfy(expectedDenial -> {
          String denial = new ManifestYaml(client(), expectedDenial.object(), NAMESPACE).denial();
          List<DenialLine> lines = DenialLine.lines(denial);
          assertThat(lines)
              .as(expectedDenial.title() + ": " + denial)
              .extracting(DenialLine::violation)
              .containsExactlyElementsOf(expectedDenial.violations());
          assertThat(lines)
              .allSatisfy(line -> {
                assertThat(line.policy()).isEqualTo(NAMESPACE);
                assertThat(line.sentence())
                    .startsWith("enhanced container isolation: ")
                    .matches(WAY_OUT);
              });
        });
  }
}
