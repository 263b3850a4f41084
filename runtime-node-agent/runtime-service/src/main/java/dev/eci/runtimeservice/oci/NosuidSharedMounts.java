// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.NosuidMountPoint;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.runtimeservice.oci.BindSource.SetUserId;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NosuidRemounter;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * In directories that it shares with the host, the container's root is root on disk (ISO-3). A
 * set-user-ID file that it leaves there would give the host's root to any user who can run it.
 * Where users other than root can walk, the host therefore mounts the directory nosuid. If that
 * fails, the container is denied (docs/adr/0009). A read-only mount is excluded, because the
 * container cannot leave a file there.
 */
record NosuidSharedMounts(HostRoot root, NosuidRemounter nosuid) implements SpecTransform {
  private static final String NOSUID = "nosuid";

  @Override
  public String name() {
    return "no set-user-ID on the host";
  }

  /** Changes the host, not the spec. Comes after the ID mappings. */
  @Override
  public boolean apply(RewriteContext rewriteContext)
      throws InvalidSpecException, CreateDeniedException {
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      if (rewriteContext.allocatedIds().isPresent()
          && MountOptions.isBind(mount)
          && rewriteContext.isIdMapped(mount)
          && !isReadOnly(rewriteContext, mount)) {
        protect(rewriteContext, mount, mount.path("source").asText(""));
      }
    }
    return false;
  }

  /** Whether the container can leave no file there, nor in the mounts below. */
  private static boolean isReadOnly(RewriteContext rewriteContext, ObjectNode mount) {
    return switch (rewriteContext.readOnly(mount)) {
      case NOTHING -> false;
      case ALL -> true;
      case SOURCE ->
          !MountOptions.isRecursive(mount)
              || rewriteContext.mounts().mountsBelow(mount.path("source").asText("")).isEmpty();
    };
  }

  private void protect(RewriteContext rewriteContext, ObjectNode mount, String source)
      throws InvalidSpecException, CreateDeniedException {
    MountTable mounts = rewriteContext.mounts();
    MountInfo holding =
        mounts
            .mountContaining(source)
            .orElseThrow(() -> new InvalidSpecException("nothing is mounted at " + source));
    PathReachability pathReachability = new PathReachability(root);
    if (pathReachability.isRootControlledSpecialFile(source)) {
      // a mount point cannot be replaced, and the engine has to replace its socket
      return;
    }
    Stream<MountTable.MountedPath> below =
        MountOptions.isRecursive(mount)
            ? mounts.mountsBelow(source).stream()
                .flatMap(sub -> mounts.aliasesOf(sub, sub.mountPoint()).stream())
            : Stream.empty();
    for (MountTable.MountedPath mountedPath :
        Stream.concat(mounts.aliasesOf(holding, source).stream(), below).toList()) {
      if (!mountedPath.mount().options().contains(NOSUID)
          && !pathReachability.isRootOnly(mountedPath.path())) {
        mountNosuid(mountedPath);
      }
    }
    if (!pathReachability.isRootOnly(source)) {
      rewriteContext.setUserId(
          source,
          isManaged(new MountTable.MountedPath(holding, source))
              ? SetUserId.IN_CONTAINER_ONLY
              : SetUserId.NOT_ON_NODE);
    }
  }

  private boolean isManaged(MountTable.MountedPath mountedPath) throws InvalidSpecException {
    try {
      return nosuid.isManaged(directory(mountedPath));
    } catch (IOException e) {
      return false;
    }
  }

  private void mountNosuid(MountTable.MountedPath mountedPath)
      throws InvalidSpecException, CreateDeniedException {
    String directory = directory(mountedPath);
    try {
      nosuid.remount(directory);
    } catch (IOException e) {
      throw new CreateDeniedException(
          IdMappingMessages.notNosuid(
              mountedPath.path(), directory, String.valueOf(e.getMessage())));
    }
  }

  private static String directory(MountTable.MountedPath mountedPath) throws InvalidSpecException {
    try {
      return NosuidMountPoint.find(
              HostPath.of(mountedPath.path()), HostPath.of(mountedPath.mount().mountPoint()))
          .value();
    } catch (IllegalArgumentException e) {
      throw new InvalidSpecException(
          "the source of a mount, %s, is no path".formatted(mountedPath.path()));
    }
  }
}
