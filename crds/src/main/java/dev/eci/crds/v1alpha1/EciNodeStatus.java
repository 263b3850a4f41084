package dev.eci.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The status of an EciNode, written by the node's agent. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record EciNodeStatus(
    @JsonPropertyDescription("The generation of the spec that the status speaks of.")
        @Nullable Long observedGeneration,
    @JsonPropertyDescription(
            "Ready: protected pods can start here. Installed: our files and the engine's configuration are in place."
                + " DockerSocket: pods of listed images reach a dockerd of this node, through the filter.")
        @Nullable List<Condition> conditions,
    @JsonPropertyDescription("What the node can do.") @Nullable Capabilities capabilities,
    @JsonPropertyDescription("What we installed.") @Nullable Installed installed,
    @JsonPropertyDescription("Running containers, counted.") @Nullable ContainerCounts containers) {

  /** Kernel and engine, as the agent found them. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Capabilities(
      @JsonPropertyDescription("Kernel release, as uname -r prints it.") @Nullable String kernel,
      @JsonPropertyDescription("Container engine and version, for example containerd 2.1.9.")
          @Nullable String engine,
      @JsonPropertyDescription(
              "OCI runtime and version behind eci-runtime, for example runc 1.3.6.")
          @Nullable String ociRuntime,
      @JsonPropertyDescription("Whether the kernel lets root make user namespaces.")
          @Nullable Boolean userNamespaces,
      @JsonPropertyDescription("Whether the OCI runtime reports idmapped mounts.")
          @Nullable Boolean idmappedMounts,
      @JsonPropertyDescription(
              "Whether the engine itself gives pods user namespaces (hostUsers: false). Where not, eci-runtime does, and pods must leave hostUsers unset.")
          @Nullable Boolean podUserNamespaces,
      @JsonPropertyDescription("cgroup version: v1, v2 or hybrid.") @Nullable String cgroup,
      @JsonPropertyDescription("Further features, by name.") @Nullable List<String> features) {}

  /** Our files on the node. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Installed(
      @JsonPropertyDescription("Version of the agent and launcher.") @Nullable String version,
      @JsonPropertyDescription("The launcher.") @Nullable String launcher,
      @JsonPropertyDescription("The engine's configuration file that names it.")
          @Nullable String dropIn) {}

  /** Running containers; names end in Count since "protected" is a word of many languages' own. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ContainerCounts(
      @JsonPropertyDescription(
              "Containers that run under eci-runtime in a user namespace of their own.")
          int protectedCount,
      @JsonPropertyDescription(
              "Other containers: exempt, started earlier, or under another runtime (ISO-8).")
          int unprotectedCount,
      @JsonPropertyDescription(
              "The unprotected ones by namespace, pod and name; the first fifty, if there are more.")
          @Nullable List<UnprotectedContainer> unprotected) {}

  /** One running container that is not protected. */
  public record UnprotectedContainer(
      @JsonPropertyDescription("Namespace of its pod.") String namespace,
      @JsonPropertyDescription("Its pod.") String pod,
      @JsonPropertyDescription("Its name in the pod.") String container,
      @JsonPropertyDescription(
              "Exempt: no policy in force asks for protection in its namespace. CreatedBeforeInstall: created before eci was installed on the node. OtherRuntimeClass:"
                  + " admitted to another runtime. NoUserNamespace: under eci-runtime, yet with the node's ids.")
          String reason) {}
}
