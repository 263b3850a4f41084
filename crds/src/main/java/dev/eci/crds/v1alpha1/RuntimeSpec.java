// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Value of spec.runtime. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value =
        "!has(self.ids) || (self.ids >= 65536 && self.ids <= 16777216 && self.ids % 65536 == 0)",
    message = "ids must be a multiple of 65536, at most 16777216")
public record RuntimeSpec(
    @JsonPropertyDescription("Name of the RuntimeClass of protected pods. The operator creates it.")
        @Default("eci")
        @Size(min = 1, max = 63)
        @Pattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
        @Nullable String className,
    @JsonPropertyDescription(
            "What happens to pods and volumes that cannot be protected. A volume whose file system does not support ID-mapped mounts: Required denies the pod or the container; Preferred starts it, the volume's files are owned by UID 65534 in the container, and an annotation or event reports it. A Windows pod, or a pod for which no node can run protected pods: Required denies the pod or leaves it pending; Preferred admits it unprotected, with the label eci.dev/unprotected. A pod with nodeName of a node that cannot run protected pods is denied in either case.")
        @Default("Required")
        @Nullable UserNamespaces userNamespaces,
    @JsonPropertyDescription(
            "The OCI runtime that eci-runtime calls. crun is not supported yet and is denied.")
        @Default("runc")
        @Nullable RuntimeEngine engine,
    @JsonPropertyDescription(
            "Number of UIDs and GIDs from 0 up in a container's user namespace. A number above 65536 is for images whose files belong to higher IDs; pods then get their user namespace from eci-runtime instead of the kubelet. High IDs that a pod or container names (runAsUser, fsGroup, docker run -u …, the annotation eci.dev/ids) do not need it.")
        @Default("65536")
        @Nullable Long ids,
    @JsonPropertyDescription(
            "RuntimeClasses that isolate by other means, such as kata or gvisor. Pods that set one of them keep it and need no user namespace. All other rules apply to them.")
        @Size(max = 16)
        @Nullable List<String> isolatedClasses,
    @JsonPropertyDescription(
            "How much of the kernel containers reach. Baseline: what the container engine and the pod's own seccomp profile let them. Reduced: a seccomp layer under that profile denies what kernelFeatures lists, privileged and unconfined containers included. If several policies select a namespace, Reduced applies to all its protected pods, because a node does not know which pods a podSelector selects. It applies in mode Enforce, to containers that start from then on.")
        @Default("Baseline")
        @Nullable KernelSurfaceLevel kernelSurface,
    @JsonPropertyDescription(
            "What containers reach in spite of kernelSurface: Reduced, such as io_uring, user_namespaces, nf_tables, bpf or af_packet. docs/rules.md, ISO-6, lists all names.")
        @Size(max = 64)
        @Nullable List<String> kernelFeatures) {

  /** Values of spec.runtime.kernelSurface. */
  public enum KernelSurfaceLevel {
    Baseline,
    Reduced
  }

  /** Values of spec.runtime.userNamespaces. */
  public enum UserNamespaces {
    Required,
    Preferred
  }

  /** Values of spec.runtime.engine. */
  public enum RuntimeEngine {
    runc,
    crun
  }
}
