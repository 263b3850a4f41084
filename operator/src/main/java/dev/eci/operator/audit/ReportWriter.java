// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

import dev.eci.operator.WellKnownNames;
import dev.eci.operator.report.ReportKind;
import dev.eci.operator.report.Reports;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Writes and deletes the reports of a cluster, at most a few objects a second. */
final class ReportWriter {
  private static final Logger LOG = Logger.getLogger(ReportWriter.class);
  private static final Duration BETWEEN_WRITES = Duration.ofMillis(200);

  private final KubernetesClient client;

  ReportWriter(KubernetesClient client) {
    this.client = client;
  }

  /** Whether the cluster has the CRDs of this kind. */
  boolean isInstalled(ReportKind kind) {
    var group = client.getApiGroup(kind.group());
    return group != null
        && group.getVersions().stream().anyMatch(v -> v.getVersion().equals(kind.version()));
  }

  void write(ReportKind kind, List<GenericKubernetesResource> desired) throws InterruptedException {
    write(kind, kind.kind(), true, desired);
    write(kind, kind.clusterKind(), false, desired);
  }

  private void write(
      ReportKind kind, String name, boolean namespaced, List<GenericKubernetesResource> all)
      throws InterruptedException {
    List<GenericKubernetesResource> desired =
        all.stream().filter(report -> report.getKind().equals(name)).toList();
    var resources =
        client.genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(kind.group())
                .withVersion(kind.version())
                .withKind(name)
                .withPlural(name.toLowerCase(Locale.ROOT) + "s")
                .withNamespaced(namespaced)
                .build());
    List<GenericKubernetesResource> actual =
        (namespaced ? resources.inAnyNamespace() : resources)
                .withLabel(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR)
                .list()
                .getItems()
                .stream()
                .filter(report -> report.getMetadata().getName().equals(Reports.NAME))
                .toList();
    for (GenericKubernetesResource report : desired) {
      if (actual.stream().noneMatch(seen -> isSame(seen, report))) {
        client
            .resource(report)
            .fieldManager(WellKnownNames.OPERATOR)
            .forceConflicts()
            .serverSideApply();
        Thread.sleep(BETWEEN_WRITES);
      }
    }
    for (GenericKubernetesResource seen : actual) {
      if (desired.stream().noneMatch(report -> isOfSameNamespace(seen, report))) {
        client.resource(seen).delete();
        LOG.debugf("report of %s: deleted, no findings left", seen.getMetadata().getNamespace());
        Thread.sleep(BETWEEN_WRITES);
      }
    }
  }

  private static boolean isOfSameNamespace(
      GenericKubernetesResource a, GenericKubernetesResource b) {
    return Objects.equals(a.getMetadata().getNamespace(), b.getMetadata().getNamespace());
  }

  private boolean isSame(GenericKubernetesResource seen, GenericKubernetesResource report) {
    return isOfSameNamespace(seen, report)
        && tree(seen, "summary").equals(tree(report, "summary"))
        && tree(seen, "results").equals(tree(report, "results"));
  }

  private com.fasterxml.jackson.databind.JsonNode tree(
      GenericKubernetesResource report, String field) {
    return client
        .getKubernetesSerialization()
        .convertValue(
            Objects.requireNonNullElse(report.getAdditionalProperties().get(field), List.of()),
            com.fasterxml.jackson.databind.JsonNode.class);
  }
}
