package dev.eci.policy.message;

import dev.eci.policy.image.UntrustedText;
import dev.eci.policy.model.PolicySource;

/** Owners of files, shifted into a container's ids (ISO-3). */
public final class IdMappingMessages {
  private IdMappingMessages() {}

  /** ISO-3, {@code userNamespaces: Required}, known from the volume's type. */
  public static String volumeTypeNotMappable(String name, String type, PolicySource policy) {
    return Messages.PREFIX
        + "the owners of volume %s cannot be shifted, because it is of type %s; "
            .formatted(UntrustedText.quote(name), type)
        + "if you wish to have it with all files owned by nobody, set spec.runtime.userNamespaces: Preferred in %s, or %s"
            .formatted(policy.describe(), Messages.exempt("this pod", policy));
  }

  /** ISO-3, {@code userNamespaces: Preferred}, known from the volume's type. */
  public static String volumeTypeNotMapped(String name, String type) {
    return Messages.PREFIX
        + "files of volume %s are owned by nobody inside, because it is of type %s, which cannot shift owners."
            .formatted(UntrustedText.quote(name), type);
  }

  /** ISO-3, {@code userNamespaces: Required}. */
  public static String volumeNotMappable(String destination, String source, String type) {
    return Messages.PREFIX
        + "the owners of volume %s cannot be shifted, because %s is on a file system of type %s; "
            .formatted(
                UntrustedText.quote(destination),
                UntrustedText.quote(source),
                UntrustedText.quote(type))
        + "if you wish to have it with all files owned by nobody, set spec.runtime.userNamespaces: Preferred in an EciPolicy.";
  }

  /** ISO-3, {@code userNamespaces: Preferred}. */
  public static String volumeNotMapped(String destination, String source, String type) {
    return Messages.PREFIX
        + "files of volume %s are owned by nobody inside, because %s is on a file system of type %s, which cannot shift owners."
            .formatted(
                UntrustedText.quote(destination),
                UntrustedText.quote(source),
                UntrustedText.quote(type));
  }

  /** ISO-3, the root file system, for which nothing else will do. */
  public static String rootNotMappable(String path, String type) {
    return Messages.PREFIX
        + "the owners of the root file system at %s cannot be shifted, because it is of type %s; "
            .formatted(UntrustedText.quote(path), UntrustedText.quote(type))
        + "use a storage driver on a file system that can, such as ext4, xfs or btrfs.";
  }

  /** ISO-1, ISO-3: the container's root is root on disk in what people share with it. */
  public static String notNosuid(String source, String directory, String why) {
    return Messages.PREFIX
        + "%s is shared with a container and can be reached by users of the host, where set-user-ID programs would give them root, and %s could not be mounted nosuid (%s); "
            .formatted(UntrustedText.quote(source), UntrustedText.quote(directory), why)
        + "mount it nosuid, or put the data where only root can walk to.";
  }

  /** ISO-3: shifting twice gives owners that nobody has. */
  public static String rootAlreadyMapped(String path) {
    return Messages.PREFIX
        + "the root file system at %s is still that of an earlier run; it is cleared away within a minute, or by a restart of the engine."
            .formatted(UntrustedText.quote(path));
  }
}
