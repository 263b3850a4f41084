package dev.eci.policy.model;

import dev.eci.policy.command.CommandRules;
import dev.eci.policy.hostpath.HostPathAllowances;
import dev.eci.policy.image.DockerSocketImages;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.imagetrust.ImageTrustPolicy;
import dev.eci.policy.imagetrust.VerificationResults;
import dev.eci.policy.selector.Exemption;
import dev.eci.policy.selector.PodSubject;
import dev.eci.policy.selector.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One enabled EciPolicy, checked and in the form decisions use.
 *
 * @param source where it is written, for messages
 * @param socketImages images whose containers may mount Docker's socket (SOCK-1)
 * @param socketCommands what their containers may ask for through it (SOCK-4)
 * @param hostPaths node paths that pods may mount (RES-2)
 * @param runtimeClassName the RuntimeClass that protected pods run under (ISO-7)
 * @param allowsUnmappedVolumes whether a volume may be mounted whose owners cannot be shifted
 *     ({@code userNamespaces: Preferred}), and a pod be admitted that cannot be protected
 * @param sandboxedRuntimeClasses RuntimeClasses that isolate by other means, such as a virtual
 *     machine
 * @param workloads custom resources that hold pod templates
 * @param trust images that must be signed
 */
public record Policy(
    String name,
    PolicySource source,
    EnforcementMode mode,
    Selector namespaces,
    Selector pods,
    List<Exemption> exemptions,
    DockerSocketImages socketImages,
    CommandRules socketCommands,
    HostPathAllowances hostPaths,
    String runtimeClassName,
    boolean allowsUnmappedVolumes,
    Set<String> sandboxedRuntimeClasses,
    List<WorkloadTemplate> workloads,
    ImageTrustPolicy trust) {

  public Policy {
    sandboxedRuntimeClasses = Set.copyOf(sandboxedRuntimeClasses);
    workloads = List.copyOf(workloads);
    exemptions = List.copyOf(exemptions);
  }

  /** One that says nothing that only pods can ask for. */
  public Policy(
      String name,
      PolicySource source,
      EnforcementMode enforcementMode,
      Selector namespaces,
      Selector pods,
      List<Exemption> exemptions,
      DockerSocketImages dockerSocketImages,
      CommandRules socketCommands,
      HostPathAllowances hostPaths,
      String runtimeClassName,
      boolean toleratesUnshifted) {
    this(
        name,
        source,
        enforcementMode,
        namespaces,
        pods,
        exemptions,
        dockerSocketImages,
        socketCommands,
        hostPaths,
        runtimeClassName,
        toleratesUnshifted,
        Set.of(),
        List.of(),
        ImageTrustPolicy.NONE);
  }

  /** The same policy, found somewhere else than in a cluster. */
  public Policy withSource(PolicySource other) {
    return new Policy(
        name,
        other,
        mode,
        namespaces,
        pods,
        exemptions,
        socketImages,
        socketCommands,
        hostPaths,
        runtimeClassName,
        allowsUnmappedVolumes,
        sandboxedRuntimeClasses,
        workloads,
        trust);
  }

  /** The same policy, with what registries have said by now. */
  public Policy knowing(ResolvedImages images) {
    return new Policy(
        name,
        source,
        mode,
        namespaces,
        pods,
        exemptions,
        socketImages.withResolvedImages(images),
        socketCommands,
        hostPaths,
        runtimeClassName,
        allowsUnmappedVolumes,
        sandboxedRuntimeClasses,
        workloads,
        trust);
  }

  /** The same policy, with what is known of signatures by now. */
  public Policy knowing(VerificationResults signatures) {
    return new Policy(
        name,
        source,
        mode,
        namespaces,
        pods,
        exemptions,
        socketImages,
        socketCommands,
        hostPaths,
        runtimeClassName,
        allowsUnmappedVolumes,
        sandboxedRuntimeClasses,
        workloads,
        trust.withVerifications(signatures));
  }

  /** Whether the pod is protected by this policy: selected, and not exempt at this time. */
  public boolean protects(PodSubject podSubject, Instant now) {
    return namespaces.matches(podSubject.namespaceLabels())
        && pods.matches(podSubject.labels())
        && exemptions.stream().noneMatch(e -> e.covers(podSubject, now));
  }

  /**
   * As {@link #protects}, where the pod's labels cannot be known (on the node): by namespace alone.
   */
  public boolean mightSelectNamespace(Map<String, String> namespaceLabels) {
    return namespaces.matches(namespaceLabels);
  }
}
