// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.message;

import dev.eci.policy.hostpath.UserHomes;
import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** Host paths, whether a mount, a volume or a driver exposes them (RES-2). */
public final class HostPathMessages {
  private static final String WRITE_POLICY =
      "write an EciPolicy with spec.hostPaths in place of admin-settings.json, which has no such list.";

  private HostPathMessages() {}

  /** How to change a policy of this source, after "or" or "if you wish". */
  private static String change(String change, PolicySource policy) {
    return policy instanceof PolicySource.AdminSettings
        ? WRITE_POLICY
        : change + " in %s.".formatted(policy.describe());
  }

  /** RES-2. */
  public static String hostPathDenied(String path, PolicySource policy) {
    return Messages.PREFIX
        + "mount of host path %s is denied; ".formatted(UntrustedText.quote(path))
        + Messages.ifYouWish(change("add it to spec.hostPaths", policy));
  }

  /** RES-2, for a path that users reached by a link: they did not type it. */
  public static String linkedHostPathDenied(String path, String link, PolicySource policy) {
    return Messages.PREFIX
        + "mount of host path %s is denied, and %s is a link to it; "
            .formatted(UntrustedText.quote(path), UntrustedText.quote(link))
        + Messages.ifYouWish(
            change("add %s to spec.hostPaths".formatted(UntrustedText.quote(path)), policy));
  }

  /** RES-2, for a path that shows a host path, or contains one, because it is mounted there. */
  public static String otherNameOfHostPathDenied(String path, String name, PolicySource policy) {
    return Messages.PREFIX
        + "mount of host path %s is denied, because it shows host path %s, which is mounted from the same file system; "
            .formatted(UntrustedText.quote(name), UntrustedText.quote(path))
        + Messages.ifYouWish(
            change("add %s to spec.hostPaths".formatted(UntrustedText.quote(name)), policy));
  }

  /** RES-2, for a path that belongs to another user than the caller. */
  public static String dataOfOtherDenied(String path, long owner, long uid, PolicySource policy) {
    return Messages.PREFIX
        + "mount of host path %s is denied, because it belongs to user %d, and the caller is user %d; mount files of your own; "
            .formatted(UntrustedText.quote(path), owner, uid)
        + Messages.ifYouWish(change("add it to spec.hostPaths", policy));
  }

  /** RES-2, for a path below /home that no user owns, in a request of a user other than root. */
  public static String unownedHomeDenied(
      String path, UserHomes.Unowned why, long uid, PolicySource policy) {
    String reason =
        switch (why) {
          case MISSING ->
              "because it does not exist, and another user may get it; create it first, ";
          case HIDDEN -> "because it can contain data of every user; mount files of your own, ";
          case CONTAINS_HOMES ->
              "because it contains directories of other users than the caller, user %d; mount your own, "
                  .formatted(uid);
        };
    return Messages.PREFIX
        + "mount of host path %s is denied, ".formatted(UntrustedText.quote(path))
        + reason
        + "or "
        + change("add it to spec.hostPaths", policy);
  }

  /** RES-2, for user data that a container requests. */
  public static String dataInContainerDenied(String path, PolicySource policy) {
    return Messages.PREFIX
        + "mount of host path %s is denied, because the container that requests it has no such mount itself; "
            .formatted(UntrustedText.quote(path))
        + Messages.ifYouWish(
            change(
                "mount the directory into that container as well, or add it to spec.hostPaths",
                policy));
  }

  /** RES-2, for a path that leads to a user's data by a link that others can change. */
  public static String changeableLinkDenied(String path, String data) {
    return Messages.PREFIX
        + "mount of host path %s is denied, because a link that users can change leads from there to %s; name the directory itself."
            .formatted(UntrustedText.quote(path), UntrustedText.quote(data));
  }

  /** RES-2, for a path that may be mounted read-only. */
  public static String writableHostPathDenied(String path, PolicySource policy) {
    return Messages.PREFIX
        + "mount of host path %s for writing is denied, and it is allowed read-only; mount it read-only (:ro, readOnly: true), or "
            .formatted(UntrustedText.quote(path))
        + change("add it to spec.hostPaths.allowed", policy);
  }

  /**
   * RES-2, for a directory above a container runtime's socket, which no list of paths can allow.
   */
  public static String hostPathAboveSocketDenied(String path, String engine, PolicySource policy) {
    return Messages.PREFIX
        + "mount of host path %s is denied, because the %s socket can be reached through it; mount only the directories that are needed (Docker's socket itself, /var/run/docker.sock, is for images in the docker socket image list of %s); "
            .formatted(UntrustedText.quote(path), engine, policy.describe())
        + Messages.unless("this pod", policy);
  }

  /** RES-2, through a persistent volume. */
  public static String persistentVolumeDenied(String volume, String path, PolicySource policy) {
    return Messages.PREFIX
        + "persistent volume %s is denied, because it is host path %s; "
            .formatted(UntrustedText.quote(volume), UntrustedText.quote(path))
        + Messages.ifYouWish("add the path to spec.hostPaths in %s.".formatted(policy.describe()));
  }

  /** RES-2 and RES-3, through a persistent volume. */
  public static String persistentVolumeReachesSocket(
      String volume, String path, String engine, PolicySource policy) {
    return Messages.PREFIX
        + "persistent volume %s is denied, because it is host path %s, which exposes the %s socket without the proxy; "
            .formatted(UntrustedText.quote(volume), UntrustedText.quote(path), engine)
        + Messages.unless("the pods that use it", policy);
  }

  /** RES-2, through a driver. */
  public static String driverPathDenied(String driver, String path, PolicySource policy) {
    return Messages.PREFIX
        + "host path %s through volume driver %s is denied; "
            .formatted(UntrustedText.quote(path), UntrustedText.quote(driver))
        + Messages.ifYouWish("add it to spec.hostPaths in %s.".formatted(policy.describe()));
  }

  /** RES-2, mounts of other kinds than bind, volume, tmpfs and image. */
  public static String mountTypeDenied(String type) {
    return Messages.PREFIX
        + "a mount of type %s is denied, because the host files it exposes cannot be determined; use bind, volume, tmpfs or image."
            .formatted(UntrustedText.quote(type));
  }

  /** RES-2, a volume whose driver options mount something. */
  public static String volumeTypeDenied(String type) {
    return Messages.PREFIX
        + "a volume that is a mount of file system type %s is denied, because it can expose the node; "
            .formatted(UntrustedText.quote(type))
        + "leave out --opt type, or use one that holds data such as nfs or tmpfs.";
  }

  /** RES-2. */
  public static String cgroupParentDenied(String parent) {
    return Messages.PREFIX
        + "cgroup parent %s is denied, because it contains \"..\"; name the cgroup itself."
            .formatted(UntrustedText.quote(parent));
  }

  /** RES-2, a volume that is a disk of the host without a name in /dev. */
  public static String volumeOfUnknownDisk(String path, String type, String source) {
    return Messages.PREFIX
        + "the volume at %s is a mount of file system type %s on %s, which is no disk in /dev that a policy could allow; "
            .formatted(
                UntrustedText.quote(path), UntrustedText.quote(type), UntrustedText.quote(source))
        + "mount the file system on the host, and bind a directory of it.";
  }

  /** RES-2, a volume that exposes the node instead of data. */
  public static String volumeOfFileSystem(String path, String type) {
    return Messages.PREFIX
        + "the volume at %s is a mount of file system type %s, which can expose the node; "
            .formatted(UntrustedText.quote(path), UntrustedText.quote(type))
        + "create the volume without --opt type, or with one that holds data such as nfs or tmpfs.";
  }
}
