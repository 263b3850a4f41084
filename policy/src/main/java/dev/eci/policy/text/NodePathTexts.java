package dev.eci.policy.text;

import dev.eci.policy.PolicySource;
import dev.eci.policy.image.Quoted;

/** Directories of the node, whatever they are reached through (RES-2). */
public final class NodePathTexts {
  private NodePathTexts() {}

  /** RES-2. */
  public static String nodePathDenied(String path, PolicySource policy) {
    return Phrases.LEAD
        + "mount of node path %s is denied; ".formatted(Quoted.of(path))
        + Phrases.ifYouWish(
            policy instanceof PolicySource.AdminSettings
                ? "write an EciPolicy with spec.hostPaths in place of admin-settings.json, which knows no such list."
                : "add it to spec.hostPaths in %s.".formatted(policy.place()));
  }

  /** RES-2, for a directory above an engine's socket, which no list of paths may open. */
  public static String nodePathAboveSocketDenied(String path, String engine, PolicySource policy) {
    return Phrases.LEAD
        + "mount of node path %s is denied, because the %s socket is reached through it; mount what is needed and not all of it (Docker's socket itself, /var/run/docker.sock, is for images in the docker socket image list of %s); "
            .formatted(Quoted.of(path), engine, policy.place())
        + Phrases.unless("this pod", policy);
  }

  /** RES-2, through a persistent volume. */
  public static String persistentVolumeDenied(String volume, String path, PolicySource policy) {
    return Phrases.LEAD
        + "persistent volume %s is denied, because it is node path %s; "
            .formatted(Quoted.of(volume), Quoted.of(path))
        + Phrases.ifYouWish("add the path to spec.hostPaths in %s.".formatted(policy.place()));
  }

  /** RES-2 and RES-3, through a persistent volume. */
  public static String persistentVolumeReachesSocket(
      String volume, String path, String engine, PolicySource policy) {
    return Phrases.LEAD
        + "persistent volume %s is denied, because it is node path %s, which gives the %s socket unfiltered; "
            .formatted(Quoted.of(volume), Quoted.of(path), engine)
        + Phrases.unless("what uses it", policy);
  }

  /** RES-2, through a driver. */
  public static String driverPathDenied(String driver, String path, PolicySource policy) {
    return Phrases.LEAD
        + "node path %s through volume driver %s is denied; "
            .formatted(Quoted.of(path), Quoted.of(driver))
        + Phrases.ifYouWish("add it to spec.hostPaths in %s.".formatted(policy.place()));
  }

  /** RES-2, mounts of other kinds than bind, volume, tmpfs and image. */
  public static String mountTypeDenied(String type) {
    return Phrases.LEAD
        + "a mount of type %s is denied, because it cannot be told what of the node it shows; use bind, volume, tmpfs or image."
            .formatted(Quoted.of(type));
  }

  /** RES-2, a volume whose driver options mount something. */
  public static String volumeTypeDenied(String type) {
    return Phrases.LEAD
        + "a volume that is a mount of file system type %s is denied, because the node can be reached through it; "
            .formatted(Quoted.of(type))
        + "leave out --opt type, or use one that holds data such as nfs or tmpfs.";
  }

  /** RES-2. */
  public static String cgroupParentDenied(String parent) {
    return Phrases.LEAD
        + "cgroup parent %s is denied, because it climbs to another one by \"..\"; name the cgroup itself."
            .formatted(Quoted.of(parent));
  }

  /** RES-2, a volume that shows the node rather than data. */
  public static String volumeOfFileSystem(String path, String type) {
    return Phrases.LEAD
        + "the volume at %s is a mount of file system type %s, through which the node can be reached; "
            .formatted(Quoted.of(path), Quoted.of(type))
        + "create the volume without --opt type, or with one that holds data such as nfs or tmpfs.";
  }
}
