// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spec of an EciPolicy. Null means that the field was not set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciPolicySpec(
    @JsonPropertyDescription(
            "Whether the policy is in force (RES-5 \"value\"). A disabled policy protects nothing and allows nothing.")
        @Default("true")
        @Nullable Boolean enabled,
    @JsonPropertyDescription(
            "Whether only members of the admin groups (chart value lock.adminGroups) may change, disable or delete the policy (RES-5). What unlocked policies allow does not count for pods that it protects. One locked policy also locks the objects of the chart and the labels of nodes.")
        @Nullable Boolean locked,
    @JsonPropertyDescription(
            "What happens to a pod that violates a rule. Enforce: the pod is denied. Warn: it is admitted, and the caller is warned. Audit: it is admitted, and the violation is recorded in the"
                + " API server's audit log. Only Enforce mutates pods.")
        @Default("Enforce")
        @Nullable PolicyMode mode,
    @JsonPropertyDescription("Namespaces whose pods are protected. Default: all.")
        @Nullable LabelSelector namespaceSelector,
    @JsonPropertyDescription("Pods that are protected, by their labels. Default: all.")
        @Nullable LabelSelector podSelector,
    @JsonPropertyDescription("Not supported: admission runs before scheduling. Must be empty.")
        @Nullable LabelSelector nodeSelector,
    @JsonPropertyDescription(
            "Pods excluded from the policy. Keep exemptions narrow: all fields set within one entry must match.")
        @Size(max = 500)
        @Nullable List<ExemptionSpec> exemptions,
    @JsonPropertyDescription(
            "System pods of the node (kube-proxy, network plugins, storage plugins and similar pods, by service account; docs/compatibility.md lists them). Exempt: excluded. Protect: treated like any other pod.")
        @Default("Exempt")
        @Nullable SystemPods systemPods,
    @JsonPropertyDescription(
            "Custom resources that create pods, so that violations are reported on the owning object. Their pods are evaluated in any case.")
        @Size(max = 32)
        @Nullable List<WorkloadSpec> workloads,
    @JsonPropertyDescription(
            "Images that may mount the Docker socket, and what they may do (RES-3, SOCK-1 to SOCK-7). Default: none.")
        @Nullable DockerSocketMountSpec dockerSocketMount,
    @JsonPropertyDescription(
            "Host paths that pods may mount (RES-2). Default: none. A path that is, or leads to, a container runtime socket cannot be listed.")
        @Nullable HostPathsSpec hostPaths,
    @JsonPropertyDescription(
            "Volume types that pods may use (ISO-4). Default: all that cannot be a disk of the node.")
        @Nullable VolumesSpec volumes,
    @JsonPropertyDescription("How protected containers run (ISO-1, ISO-7).")
        @Nullable RuntimeSpec runtime,
    @JsonPropertyDescription(
            "Images that must be signed, and the accepted signers (docs/image-trust.md). Pods get the digest that was verified. Default: no image must be signed.")
        @Nullable ImageTrustSpec imageTrust) {

  /** Values of spec.systemPods. */
  public enum SystemPods {
    Exempt,
    Protect
  }
}
