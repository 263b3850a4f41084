// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.report;

/** The two kinds of policy reports; a cluster has neither, one or both. */
public enum ReportKind {
  /** Of the Kubernetes policy working group; the most common one. */
  POLICY_REPORT("wgpolicyk8s.io", "v1alpha2", "PolicyReport", "ClusterPolicyReport"),
  /** Its successor. */
  OPEN_REPORT("openreports.io", "v1alpha1", "Report", "ClusterReport");

  private final String group;
  private final String version;
  private final String kind;
  private final String clusterKind;

  ReportKind(String group, String version, String kind, String clusterKind) {
    this.group = group;
    this.version = version;
    this.kind = kind;
    this.clusterKind = clusterKind;
  }

  public String group() {
    return group;
  }

  public String version() {
    return version;
  }

  public String apiVersion() {
    return group + "/" + version;
  }

  public String kind() {
    return kind;
  }

  public String clusterKind() {
    return clusterKind;
  }
}
