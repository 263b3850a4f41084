// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The directories of single users of a Docker host: homes, and runtime directories. A container's
 * root is root on disk there, so who may mount such a directory has all rights of its user.
 */
public final class UserHomes {
  private static final HostPath ROOT = HostPath.of("/");

  private static final List<HostPath> PARENTS =
      Stream.of("/home", "/var/home", "/run/user").map(HostPath::of).toList();

  private UserHomes() {}

  /** Whether a path lies below the directory of all homes, and so is or may be in one. */
  public static boolean contains(HostPath path) {
    return home(path).isPresent();
  }

  /**
   * The user to whom a path in a home belongs: the first owner who is not root, from above. Some
   * hosts group homes in directories of root's ({@code /home/example.org/u}).
   *
   * @param owners of each directory on the way and of the file, from the root directory down
   */
  public static Optional<Long> owner(List<Long> owners) {
    return owners.stream().filter(uid -> uid != 0).findFirst();
  }

  /** Why a user does not get a path below a directory of homes that no user owns. */
  public enum Unowned {
    /** A user may get this home later. */
    MISSING,
    /** Snapshots, encrypted data and recovered files are of all users. */
    HIDDEN,
    /** It contains other users' homes. */
    CONTAINS_HOMES
  }

  /**
   * Why a user does not get a path of which only root owns what exists; empty for a directory that
   * users share.
   *
   * @param path below a directory of homes
   * @param owners of each directory on the way and of the file, as far as they exist
   * @param within owners other than root of what is directly in the directory
   */
  public static Optional<Unowned> denial(
      long uid, HostPath path, List<Long> owners, Set<Long> within) {
    if (owners.size() <= path.segments().size()) {
      return Optional.of(Unowned.MISSING);
    }
    String name = home(path).map(home -> home.segments().getLast()).orElse("");
    if (name.startsWith(".") || name.equals("lost+found")) {
      return Optional.of(Unowned.HIDDEN);
    }
    return within.stream().allMatch(owner -> owner == uid)
        ? Optional.empty()
        : Optional.of(Unowned.CONTAINS_HOMES);
  }

  /**
   * Whether the links that lead to user data are trusted: a user could point them to another's
   * after the path was evaluated.
   *
   * @param path without links
   * @param resolution of the path that was written
   */
  public static boolean mayBeReached(HostPath path, PathResolution resolution) {
    return resolution.isRootControlled()
        || resolution.links().stream()
            .allMatch(link ->
                link.parent().equals(ROOT)
                    || home(link)
                        .filter(home -> home(path).filter(home::equals).isPresent())
                        .isPresent());
  }

  private static Optional<HostPath> home(HostPath path) {
    return PARENTS.stream()
        .filter(parent -> path.startsWith(parent) && !path.equals(parent))
        .findFirst()
        .map(parent -> HostPath.of(parent + "/" + path.segments().get(parent.segments().size())));
  }
}
