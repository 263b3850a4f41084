// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.idrange.NamedIds;
import dev.eci.policy.idrange.RequestedIds;
import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;
import java.util.Optional;

/** File owners, ID-mapped into a container's UIDs and GIDs (ISO-3). */
public final class IdMappingMessages {
  private IdMappingMessages() {}

  /** ISO-3, {@code userNamespaces: Required}, known from the volume's type. */
  public static String volumeTypeNotMappable(String name, String type, PolicySource policy) {
    return Messages.PREFIX
        + "volume %s does not support ID-mapped mounts, because it is of type %s; "
            .formatted(UntrustedText.quote(name), type)
        + "if you wish to have it with all files owned by the overflow UID 65534, set spec.runtime.userNamespaces: Preferred in %s, or %s"
            .formatted(policy.describe(), Messages.exempt("this pod", policy));
  }

  /** ISO-3, {@code userNamespaces: Preferred}, known from the volume's type. */
  public static String volumeTypeNotMapped(String name, String type) {
    return Messages.PREFIX
        + "files of volume %s are owned by the overflow UID 65534 inside, because it is of type %s, which does not support ID-mapped mounts."
            .formatted(UntrustedText.quote(name), type);
  }

  /**
   * ISO-3, {@code userNamespaces: Required}.
   *
   * @param policy empty if none applies
   */
  public static String volumeNotMappable(
      String destination, String source, String type, Optional<PolicySource> policy) {
    return Messages.PREFIX
        + "volume %s does not support ID-mapped mounts, because %s is on a file system of type %s; "
            .formatted(
                UntrustedText.quote(destination),
                UntrustedText.quote(source),
                UntrustedText.quote(type))
        + keepUnmapped("it", policy);
  }

  /**
   * ISO-3, {@code userNamespaces: Required}: a mount below the source, which itself is no obstacle.
   *
   * @param policy empty if none applies
   */
  public static String mountBelowNotMappable(
      String destination, String below, String type, Optional<PolicySource> policy) {
    boolean isPod = policy.filter(PolicySource.Cluster.class::isInstance).isPresent();
    return Messages.PREFIX
        + "volume %s does not support ID-mapped mounts, because %s, a mount below its source, is of type %s; "
            .formatted(
                UntrustedText.quote(destination),
                UntrustedText.quote(below),
                UntrustedText.quote(type))
        + (isPod
            ? "mount only the directories that are needed; "
            : "leave the mounts below out (docker run --mount type=bind,bind-recursive=disabled,…); ")
        + keepUnmapped("that one", policy);
  }

  private static String keepUnmapped(String what, Optional<PolicySource> policy) {
    String where =
        switch (policy.orElse(null)) {
          case null -> "set spec.runtime.userNamespaces: Preferred in an EciPolicy.";
          case PolicySource.AdminSettings() ->
              "write an EciPolicy with spec.runtime.userNamespaces: Preferred in place of admin-settings.json, which has no such setting.";
          case PolicySource source ->
              "set spec.runtime.userNamespaces: Preferred in %s.".formatted(source.describe());
        };
    return "if you wish to have %s with all files owned by the overflow UID 65534, %s"
        .formatted(what, where);
  }

  /** ISO-3, {@code userNamespaces: Preferred}. */
  public static String volumeNotMapped(String destination, String source, String type) {
    return Messages.PREFIX
        + "files of volume %s are owned by the overflow UID 65534 inside, because %s is on a file system of type %s, which does not support ID-mapped mounts."
            .formatted(
                UntrustedText.quote(destination),
                UntrustedText.quote(source),
                UntrustedText.quote(type));
  }

  /** ISO-3, the root file system, which is always ID-mapped. */
  public static String rootNotMappable(String path, String type) {
    return Messages.PREFIX
        + "the root file system at %s does not support ID-mapped mounts, because it is of type %s; "
            .formatted(UntrustedText.quote(path), UntrustedText.quote(type))
        + "use a storage driver on a file system that supports them, such as ext4, xfs or btrfs.";
  }

  /**
   * ISO-1, ISO-3: on disk, the container's root is root in directories that users share with it.
   */
  public static String notNosuid(String source, String directory, String why) {
    return Messages.PREFIX
        + "%s is shared with a container and can be reached by users of the host; set-user-ID programs there would give root to host users, and %s could not be remounted nosuid (%s); "
            .formatted(UntrustedText.quote(source), UntrustedText.quote(directory), why)
        + "mount it nosuid, or put the data in a directory that only root can enter.";
  }

  /** ISO-3: mapping the IDs twice gives owners that no user has. */
  public static String rootAlreadyMapped(String path) {
    return Messages.PREFIX
        + "the root file system at %s is still mounted from an earlier run; it is cleaned up within a minute, or by a restart of the engine."
            .formatted(UntrustedText.quote(path));
  }

  /** ISO-3, on the node. */
  public static String idNotMapped(long id) {
    return Messages.PREFIX
        + "user or group ID %1$d does not exist in the user namespace that the container shares, which has IDs up to 65535 and those that were named when it was created; "
            .formatted(id)
        + "add annotation %s: \"%d\" to the pod, or for Docker --annotation %s=%d to the container whose namespaces are shared."
            .formatted(NamedIds.ANNOTATION, id, NamedIds.ANNOTATION, id);
  }

  /** ISO-3, an image's USER that no field of the pod names. */
  public static String imageUserNotMapped(String container, long id) {
    return Messages.PREFIX
        + "container %s does not start, because its image has the user or group ID %2$d, and the pod's user namespace has IDs up to 65535; "
            .formatted(UntrustedText.quote(container), id)
        + "create the pod with annotation %1$s: \"%2$d\" or runAsUser: %2$d, or set spec.runtime.ids of an EciPolicy above %2$d."
            .formatted(NamedIds.ANNOTATION, id);
  }

  /** ISO-3, an ephemeral container. */
  public static String idNotInRunningPod(long id) {
    return Messages.PREFIX
        + "user or group ID %1$d does not exist in the running pod, whose user namespace cannot change; use an ID up to 65535, or create the pod with annotation %2$s: \"%1$d\"."
            .formatted(id, NamedIds.ANNOTATION);
  }

  /** ISO-3, IDs that neither Kubernetes nor Docker accepts. */
  public static String idTooHigh(long id) {
    return Messages.PREFIX
        + "user or group ID %d is above %d, the last one that a container can have."
            .formatted(id, RequestedIds.LAST);
  }

  /** ISO-3. */
  public static String tooManyWindows(int windows, int most) {
    return Messages.PREFIX
        + "user and group IDs above 65535 lie in %d different windows of 65536, and a container can have at most %d; use IDs that lie closer together, or set spec.runtime.ids in an EciPolicy."
            .formatted(windows, most);
  }

  /** ISO-3, after the mutation. */
  public static String hostUsersSetAgain() {
    return Messages.PREFIX
        + "the pod needs IDs above 65535 and is about to be stored with hostUsers: false, which gives it only 65536; "
        + Messages.UNDONE.replace("removes it", "sets it");
  }
}
