package dev.eci.operator.report;

import dev.eci.operator.Names;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was found, as reports: one for each namespace that has anything to tell, one for rights. */
public final class Reports {
  public static final String NAME = "eci";
  private static final String CATEGORY = "Enhanced Container Isolation";

  private Reports() {}

  /** Without times, so that what was found again is no change. */
  public static List<GenericKubernetesResource> of(PodScan pods, Grants grants, ReportKind kind) {
    List<GenericKubernetesResource> reports = new ArrayList<>();
    pods.namespaces().forEach((namespace, tally) -> reports.add(report(kind, namespace, tally)));
    if (!grants.tally().kept().isEmpty()) {
      reports.add(report(kind, "", grants.tally()));
    }
    return reports;
  }

  private static GenericKubernetesResource report(ReportKind kind, String namespace, Tally tally) {
    var builder =
        new GenericKubernetesResourceBuilder()
            .withApiVersion(kind.apiVersion())
            .withKind(namespace.isEmpty() ? kind.clusterKind() : kind.kind())
            .withNewMetadata()
            .withName(NAME)
            .addToLabels(Names.MANAGED_BY, Names.OPERATOR);
    if (!namespace.isEmpty()) {
      builder.withNamespace(namespace);
    }
    if (tally.more() > 0) {
      builder.addToAnnotations(
          "eci.dev/more", "%d further findings are counted only".formatted(tally.more()));
    }
    GenericKubernetesResource report = builder.endMetadata().build();
    report.setAdditionalProperty(
        "summary",
        Map.of(
            "pass", tally.passed(),
            "fail", tally.failed(),
            "warn", tally.warned(),
            "error", 0,
            "skip", tally.skipped()));
    report.setAdditionalProperty("results", tally.kept().stream().map(Reports::result).toList());
    return report;
  }

  private static Map<String, Object> result(Finding finding) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("source", NAME);
    result.put("policy", finding.policy().isEmpty() ? NAME : finding.policy());
    result.put("rule", finding.rule());
    result.put("category", CATEGORY);
    result.put("severity", finding.enforced() ? "high" : "medium");
    result.put("result", finding.enforced() ? "fail" : "warn");
    result.put("message", finding.message());
    result.put("resources", List.of(resource(finding.subject())));
    return result;
  }

  private static Map<String, Object> resource(Finding.Subject subject) {
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
