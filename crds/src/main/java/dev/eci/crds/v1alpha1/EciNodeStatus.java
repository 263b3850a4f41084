// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of an EciNode, written by the node's agent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciNodeStatus(
    @JsonPropertyDescription("The generation observed by the agent.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: protected pods can start on the node. Installed: eci-runtime and the containerd configuration are installed."
                + " DockerSocket: the Docker socket proxy connects pods of listed images to the node's dockerd.")
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription("Capabilities of the node.") @Nullable Capabilities capabilities,
    @JsonPropertyDescription("What eci installed on the node.") @Nullable Installed installed,
    @JsonPropertyDescription("Numbers of running containers.")
        @Nullable ContainerCounts containers) {

  /** Kernel and container runtime, as the agent found them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Capabilities(
      @JsonPropertyDescription("Kernel release, as uname -r prints it.") @Nullable String kernel,
      @JsonPropertyDescription("Container runtime and version, for example containerd 2.1.9.")
          @Nullable String engine,
      @JsonPropertyDescription(
              "OCI runtime that eci-runtime calls, and its version, for example runc 1.3.6.")
          @Nullable String ociRuntime,
      @JsonPropertyDescription("Whether the kernel lets root create user namespaces.")
          @Nullable Boolean userNamespaces,
      @JsonPropertyDescription("Whether the OCI runtime supports ID-mapped mounts.")
          @Nullable Boolean idmappedMounts,
      @JsonPropertyDescription(
              "Whether containerd gives pods user namespaces (hostUsers: false). If it does not, eci-runtime creates them, and pods must leave hostUsers unset.")
          @Nullable Boolean podUserNamespaces,
      @JsonPropertyDescription("cgroup version: v1, v2 or hybrid.") @Nullable String cgroup,
      @JsonPropertyDescription("Further features of the node, by name.")
          @Nullable List<String> features) {}

  /** The files of ECI on the node. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Installed(
      @JsonPropertyDescription("Version of the agent and of eci-runtime.") @Nullable String version,
      @JsonPropertyDescription("Path of eci-runtime.") @Nullable String launcher,
      @JsonPropertyDescription(
              "Path of the containerd configuration file that registers eci-runtime.")
          @Nullable String dropIn) {}

  /**
   * Running containers. The names end in Count because "protected" is a keyword in Java and others.
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ContainerCounts(
      @JsonPropertyDescription("Containers that run under eci-runtime in a private user namespace.")
          int protectedCount,
      @JsonPropertyDescription(
              "Other containers: exempt, created before ECI was installed, or under another runtime (ISO-8).")
          int unprotectedCount,
      @JsonPropertyDescription(
              "The unprotected containers by namespace, pod and name; at most fifty.")
          @Nullable List<UnprotectedContainer> unprotected) {}

  /** One running container that is not protected. */
  public record UnprotectedContainer(
      @JsonPropertyDescription("Namespace of the pod.") String namespace,
      @JsonPropertyDescription("Name of the pod.") String pod,
      @JsonPropertyDescription("Name of the container in the pod.") String container,
      @JsonPropertyDescription(
              "Exempt: no policy in force protects the namespace. CreatedBeforeInstall: created before ECI was installed on the node. OtherRuntimeClass:"
                  + " admitted with another runtime class. NoUserNamespace: runs under eci-runtime, but in the node's user namespace.")
          String reason) {}
}
