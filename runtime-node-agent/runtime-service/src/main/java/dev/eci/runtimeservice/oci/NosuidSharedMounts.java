package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.NosuidMountPoint;
import dev.eci.policy.message.IdMappingMessages;
import dev.eci.runtimeservice.oci.PinnedBind.SetUserId;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NosuidRemounter;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * The container's root is root on disk in what it shares with the host (ISO-3), so a set-user-ID
 * file that it leaves there would make whoever can run it the host's root. Where others than root
 * can walk to, the host is told to disregard the bit; where it cannot be told, there is no
 * container (docs/adr/0009). By a read-only mount nothing can be left.
 */
record NosuidSharedMounts(HostRoot root, NosuidRemounter nosuid) implements SpecTransform {
  private static final String NOSUID = "nosuid";

  @Override
  public String name() {
    return "no set-user-ID on the host";
  }

  /** Changes the host, not the spec. Comes after the mappings. */
  @Override
  public boolean apply(RewriteContext rewriteContext)
      throws InvalidSpecException, CreateDeniedException {
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      if (rewriteContext.ourRange().isPresent()
          && MountOptions.isBind(mount)
          && rewriteContext.isShifted(mount)
          && !MountOptions.isReadOnly(mount)) {
        protect(rewriteContext, mount, mount.path("source").asText(""));
      }
    }
    return false;
  }

  private void protect(RewriteContext rewriteContext, ObjectNode mount, String source)
      throws InvalidSpecException, CreateDeniedException {
    MountTable mounts = rewriteContext.mounts();
    MountInfo holding =
        mounts
            .holding(source)
            .orElseThrow(() -> new InvalidSpecException("nothing is mounted at " + source));
    PathReachability pathReachability = new PathReachability(root);
    if (pathReachability.isRootControlledSpecialFile(source)) {
      // a socket that is a mount point could not be replaced by its engine
      return;
    }
    Stream<MountTable.Place> below =
        MountOptions.isRecursive(mount)
            ? mounts.below(source).stream()
                .flatMap(sub -> mounts.showing(sub, sub.mountPoint()).stream())
            : Stream.empty();
    for (MountTable.Place place :
        Stream.concat(mounts.showing(holding, source).stream(), below).toList()) {
      if (!place.mount().options().contains(NOSUID) && !pathReachability.isRootOnly(place.path())) {
        mountNosuid(place);
      }
    }
    if (!pathReachability.isRootOnly(source)) {
      rewriteContext.setUserId(
          source,
          isOurs(new MountTable.Place(holding, source))
              ? SetUserId.IN_CONTAINER_ONLY
              : SetUserId.NOT_ON_NODE);
    }
  }

  private boolean isOurs(MountTable.Place place) throws InvalidSpecException {
    try {
      return nosuid.isManaged(directory(place));
    } catch (IOException e) {
      return false;
    }
  }

  private void mountNosuid(MountTable.Place place)
      throws InvalidSpecException, CreateDeniedException {
    String directory = directory(place);
    try {
      nosuid.remount(directory);
    } catch (IOException e) {
      throw new CreateDeniedException(
          IdMappingMessages.notNosuid(place.path(), directory, String.valueOf(e.getMessage())));
    }
  }

  private static String directory(MountTable.Place place) throws InvalidSpecException {
    try {
      return NosuidMountPoint.find(
              HostPath.of(place.path()), HostPath.of(place.mount().mountPoint()))
          .value();
    } catch (IllegalArgumentException e) {
      throw new InvalidSpecException(
          "the source of a mount, %s, is no path".formatted(place.path()));
    }
  }
}
