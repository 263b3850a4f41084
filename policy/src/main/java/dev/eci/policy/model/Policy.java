// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.model;

import dev.eci.policy.hostpath.HostPathAllowances;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.imagetrust.ImageTrustPolicy;
import dev.eci.policy.imagetrust.VerificationResults;
import dev.eci.policy.selector.PodSubject;
import dev.eci.policy.selector.Selector;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One enabled EciPolicy, validated and in the form that decisions use.
 *
 * @param source where the policy is written, for messages
 * @param hostPaths host paths that pods may mount (RES-2)
 * @param volumes volume types that pods may use (ISO-4)
 * @param workloads custom resources that hold pod templates
 * @param imageTrust images that must be signed
 * @param locked whether only admins may loosen what it says (RES-5)
 */
public record Policy(
    String name,
    PolicySource source,
    EnforcementMode mode,
    PodSelection selection,
    DockerSocketPolicy dockerSocket,
    HostPathAllowances hostPaths,
    VolumeAllowances volumes,
    RuntimePolicy runtime,
    List<WorkloadTemplate> workloads,
    ImageTrustPolicy imageTrust,
    boolean locked) {

  public Policy {
    workloads = List.copyOf(workloads);
  }

  public Policy withSource(PolicySource other) {
    return new Policy(
        name,
        other,
        mode,
        selection,
        dockerSocket,
        hostPaths,
        volumes,
        runtime,
        workloads,
        imageTrust,
        locked);
  }

  public Policy withSelection(PodSelection other) {
    return new Policy(
        name,
        source,
        mode,
        other,
        dockerSocket,
        hostPaths,
        volumes,
        runtime,
        workloads,
        imageTrust,
        locked);
  }

  public Policy withDockerSocket(DockerSocketPolicy other) {
    return new Policy(
        name,
        source,
        mode,
        selection,
        other,
        hostPaths,
        volumes,
        runtime,
        workloads,
        imageTrust,
        locked);
  }

  public Policy withImageTrust(ImageTrustPolicy other) {
    return new Policy(
        name,
        source,
        mode,
        selection,
        dockerSocket,
        hostPaths,
        volumes,
        runtime,
        workloads,
        other,
        locked);
  }

  /**
   * The same policy for a decision in which the pod's labels and service account are not known: a
   * lock counts only if the policy surely protects the pod. Otherwise what the pod has may be what
   * an unlocked policy allows.
   */
  public Policy withLockIfCertain(String namespace, Instant now) {
    boolean certain =
        selection.pods().equals(Selector.EVERYTHING)
            && selection.exemptions().stream().noneMatch(e -> e.mightCover(namespace, now));
    return !locked || certain
        ? this
        : new Policy(
            name,
            source,
            mode,
            selection,
            dockerSocket,
            hostPaths,
            volumes,
            runtime,
            workloads,
            imageTrust,
            false);
  }

  /** The same policy, with the digests that registries have reported so far. */
  public Policy withResolvedImages(ResolvedImages images) {
    return withDockerSocket(dockerSocket.withResolvedImages(images));
  }

  /** The same policy, with the signatures that have been verified so far. */
  public Policy withVerifications(VerificationResults signatures) {
    return withImageTrust(imageTrust.withVerifications(signatures));
  }

  /** Whether this policy protects the pod: selects it, and does not exempt it at this time. */
  public boolean protects(PodSubject pod, Instant now) {
    return selection.includes(pod, now);
  }

  /**
   * As {@link #protects}, where the pod's labels cannot be known (on the node): by namespace alone.
   */
  public boolean mightSelectNamespace(Map<String, String> namespaceLabels) {
    return selection.namespaces().matches(namespaceLabels);
  }
}
