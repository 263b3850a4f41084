// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.report;

import dev.eci.operator.WellKnownNames;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The results of a scan as reports: one for each namespace with findings, one for RBAC. */
public final class Reports {
  public static final String NAME = "eci";
  private static final String CATEGORY = "Enhanced Container Isolation";

  private Reports() {}

  /** Contains no times, so that a scan with the same findings changes no report. */
  public static List<GenericKubernetesResource> of(
      PodScan pods, RbacScan rbacScan, ReportKind kind) {
    List<GenericKubernetesResource> reports = new ArrayList<>();
    pods.namespaces()
        .forEach((namespace, namespaceFindings) ->
            reports.add(report(kind, namespace, namespaceFindings)));
    if (!rbacScan.findings().listed().isEmpty()) {
      reports.add(report(kind, "", rbacScan.findings()));
    }
    return reports;
  }

  private static GenericKubernetesResource report(
      ReportKind kind, String namespace, NamespaceFindings namespaceFindings) {
    var builder =
        new GenericKubernetesResourceBuilder()
            .withApiVersion(kind.apiVersion())
            .withKind(namespace.isEmpty() ? kind.clusterKind() : kind.kind())
            .withNewMetadata()
            .withName(NAME)
            .addToLabels(WellKnownNames.MANAGED_BY, WellKnownNames.OPERATOR);
    if (!namespace.isEmpty()) {
      builder.withNamespace(namespace);
    }
    if (namespaceFindings.omittedCount() > 0) {
      builder.addToAnnotations(
          "eci.dev/more",
          "%d further findings are counted only".formatted(namespaceFindings.omittedCount()));
    }
    GenericKubernetesResource report = builder.endMetadata().build();
    report.setAdditionalProperty(
        "summary",
        Map.of(
            "pass", namespaceFindings.passed(),
            "fail", namespaceFindings.failed(),
            "warn", namespaceFindings.warned(),
            "error", 0,
            "skip", namespaceFindings.skipped()));
    report.setAdditionalProperty(
        "results", namespaceFindings.listed().stream().map(Reports::result).toList());
    return report;
  }

  private static Map<String, Object> result(ScanFinding scanFinding) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", NAME);
    result.put("policy", scanFinding.policy().isEmpty() ? NAME : scanFinding.policy());
    result.put("rule", scanFinding.rule());
    result.put("category", CATEGORY);
    result.put("severity", scanFinding.enforced() ? "high" : "medium");
    result.put("result", scanFinding.enforced() ? "fail" : "warn");
    result.put("message", scanFinding.message());
    result.put("resources", List.of(resource(scanFinding.subject())));
    return result;
  }

  private static Map<String, Object> resource(ScanFinding.Subject subject) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("apiVersion", subject.apiVersion());
    resource.put("kind", subject.kind());
    if (!subject.namespace().isEmpty()) {
      resource.put("namespace", subject.namespace());
    }
    resource.put("name", subject.name());
    resource.put("uid", subject.uid());
    return resource;
  }
}
