package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The spec of an EciPolicy. A null stands for what was not written. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciPolicySpec(
    @JsonPropertyDescription(
            "Whether the policy is in force (RES-5 \"value\"). Switched off, it protects nothing and allows nothing.")
        @Default("true")
        @Nullable Boolean enabled,
    @JsonPropertyDescription(
            "Whether only members of the admin groups (chart value lock.adminGroups) may change or delete the policy or switch it off (RES-5). One locked policy also locks what the chart installs, and the nodes' labels.")
        @Nullable Boolean locked,
    @JsonPropertyDescription(
            "What happens to a pod that breaks a rule. Enforce: refused. Warn: admitted, and the caller is warned. Audit: admitted, and recorded in the"
                + " API server's audit log. Only Enforce changes pods.")
        @Default("Enforce")
        @Nullable PolicyMode mode,
    @JsonPropertyDescription("Namespaces whose pods are protected. Unset or empty: all.")
        @Nullable LabelSelector namespaceSelector,
    @JsonPropertyDescription("Pods that are protected, by their labels. Unset or empty: all.")
        @Nullable LabelSelector podSelector,
    @JsonPropertyDescription(
            "Nodes the policy is about. A non-empty selector is refused: a pod is judged before anybody knows its node.")
        @Nullable LabelSelector nodeSelector,
    @JsonPropertyDescription(
            "Pods that the policy leaves alone. Keep them narrow: within one entry every kind that is named must match.")
        @Size(max = 64)
        @Nullable List<ExemptionSpec> exemptions,
    @JsonPropertyDescription(
            "Kubernetes' own pods on the node (kube-proxy, network and storage plugins and the like, by service account; docs/compatibility.md lists them). Exempt: left alone. Protect: treated like any other pod.")
        @Default("Exempt")
        @Nullable SystemPods systemPods,
    @JsonPropertyDescription(
            "Custom resources that make pods, so that people are told at the object they write. Their pods are judged either way.")
        @Size(max = 32)
        @Nullable List<WorkloadSpec> workloads,
    @JsonPropertyDescription(
            "Who may mount Docker's socket and what may be done through it (RES-3, SOCK-1 to SOCK-7). Unset: nobody.")
        @Nullable DockerSocketMountSpec dockerSocketMount,
    @JsonPropertyDescription(
            "Node paths that pods may mount (RES-2). Unset: none. A path that is or leads to an engine's socket cannot be listed.")
        @Nullable HostPathsSpec hostPaths,
    @JsonPropertyDescription("How protected containers run (ISO-1, ISO-7).")
        @Nullable RuntimeSpec runtime,
    @JsonPropertyDescription(
            "Which images must be signed, and by whom (docs/image-trust.md). Pods get the digest that was checked. Unset: none must.")
        @Nullable ImageTrustSpec imageTrust) {

  /** Values of spec.systemPods. */
  public enum SystemPods {
    Exempt,
    Protect
  }
}
