package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.Nosuid;
import dev.eci.agent.oci.HeldBind.SetUserId;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.NosuidPlace;
import dev.eci.policy.text.OwnerTexts;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * The container's root is root on disk in what it shares with the host (ISO-3), so a set-user-ID
 * file that it leaves there would make whoever can run it the host's root. Where others than root
 * can walk to, the host is told to disregard the bit; where it cannot be told, there is no
 * container (docs/adr/0009). By a read-only mount nothing can be left.
 */
record NoSetUserId(HostRoot root, Nosuid nosuid) implements SpecChange {
  private static final String NOSUID = "nosuid";

  @Override
  public String name() {
    return "no set-user-ID on the host";
  }

  /** Changes the host, not the spec. Comes after the mappings. */
  @Override
  public boolean apply(Container container) throws InvalidConfig, Refusal {
    for (ObjectNode mount : container.spec().mounts()) {
      if (container.ourRange().isPresent()
          && Mounts.isBind(mount)
          && container.isShifted(mount)
          && !Mounts.isReadOnly(mount)) {
        protect(container, mount, mount.path("source").asText(""));
      }
    }
    return false;
  }

  private void protect(Container container, ObjectNode mount, String source)
      throws InvalidConfig, Refusal {
    MountTable mounts = container.mounts();
    MountInfo holding =
        mounts
            .holding(source)
            .orElseThrow(() -> new InvalidConfig("nothing is mounted at " + source));
    Reach reach = new Reach(root);
    if (reach.holdsNothing(source)) {
      // a socket that is a mount point could not be replaced by its engine
      return;
    }
    Stream<MountTable.Place> below =
        Mounts.isRecursive(mount)
            ? mounts.below(source).stream()
                .flatMap(sub -> mounts.showing(sub, sub.mountPoint()).stream())
            : Stream.empty();
    for (MountTable.Place place :
        Stream.concat(mounts.showing(holding, source).stream(), below).toList()) {
      if (!place.mount().options().contains(NOSUID) && !reach.rootOnly(place.path())) {
        mountNosuid(place);
      }
    }
    if (!reach.rootOnly(source)) {
      container.setUserId(
          source,
          isOurs(new MountTable.Place(holding, source))
              ? SetUserId.IN_CONTAINER_ONLY
              : SetUserId.NOT_ON_NODE);
    }
  }

  private boolean isOurs(MountTable.Place place) throws InvalidConfig {
    try {
      return nosuid.isOurs(directory(place));
    } catch (IOException e) {
      return false;
    }
  }

  private void mountNosuid(MountTable.Place place) throws InvalidConfig, Refusal {
    String directory = directory(place);
    try {
      nosuid.at(directory);
    } catch (IOException e) {
      throw new Refusal(
          OwnerTexts.notNosuid(place.path(), directory, String.valueOf(e.getMessage())));
    }
  }

  private static String directory(MountTable.Place place) throws InvalidConfig {
    try {
      return NosuidPlace.of(NodePath.of(place.path()), NodePath.of(place.mount().mountPoint()))
          .value();
    } catch (IllegalArgumentException e) {
      throw new InvalidConfig("the source of a mount, %s, is no path".formatted(place.path()));
    }
  }
}
