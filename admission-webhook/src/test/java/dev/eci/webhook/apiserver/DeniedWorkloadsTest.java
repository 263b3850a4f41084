// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The author of a workload gets the denial at once, and not only in events of its pods. */
@QuarkusTest
@WithTestResource(RealCluster.class)
class DeniedWorkloadsTest extends ApiServerTestBase {
  private static final String NAMESPACE = "denied-workloads";
  private static final String TEMPLATE =
      "template: {metadata: {labels: {a: b}}, spec: {RESTART hostPID: true, containers: [{name: c, image: busybox}]}}";

  @Override
  void prepare() {
    protect(NAMESPACE, "");
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "apps/v1  | Deployment            | spec: {selector: {matchLabels: {a: b}}, T} | spec.template.spec",
        "apps/v1  | ReplicaSet            | spec: {selector: {matchLabels: {a: b}}, T} | spec.template.spec",
        "apps/v1  | DaemonSet             | spec: {selector: {matchLabels: {a: b}}, T} | spec.template.spec",
        "apps/v1  | StatefulSet           | spec: {serviceName: s, selector: {matchLabels: {a: b}}, T} | spec.template.spec",
        "batch/v1 | Job                   | spec: {J} | spec.template.spec",
        "batch/v1 | CronJob               | spec: {schedule: '* * * * *', jobTemplate: {spec: {J}}} | spec.jobTemplate.spec.template.spec",
        "v1       | ReplicationController | spec: {selector: {a: b}, T} | spec.template.spec",
        "v1       | PodTemplate           | T | template.spec",
      })
  void reportsViolationAtTemplateField(String apiVersion, String kind, String object, String path) {
    String spec =
        object
            .replace("T}", TEMPLATE.replace("RESTART", "") + "}")
            .replaceFirst("^T$", TEMPLATE.replace("RESTART", ""))
            .replace("J}", TEMPLATE.replace("RESTART", "restartPolicy: Never,") + "}");

    assertThat(
            ManifestYaml.from(
                    client(),
                    "apiVersion: %s\nkind: %s\nmetadata: {namespace: %s, name: w}\n%s\n"
                        .formatted(apiVersion, kind, NAMESPACE, spec))
                .denial())
        .startsWith(
            "admission webhook \"pods.eci.dev\" denied the request: RES-1 (EciPolicy"
                + " \"denied-workloads\") "
                + path
                + ".hostPID: enhanced container isolation: ");
  }
}
