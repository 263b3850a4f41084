package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.agent.oci.HeldBind.Shift;
import dev.eci.policy.oci.IdmapSupport;
import dev.eci.policy.oci.KernelRelease;
import dev.eci.policy.range.IdRange;
import dev.eci.policy.text.OwnerTexts;
import java.util.List;
import java.util.Optional;

/**
 * Files that are bound into the container keep their owners on disk and show them inside: root's
 * are the container's root's, and so on (ISO-3). That holds for sockets as well, where the owner
 * decides who may connect. Mappings that the engine wrote stay where the kernel will take them: for
 * the rest, the runtime's own error would name no volume. Ours are for the launcher, which mounts
 * the sources anyway: runc would start a process for them.
 */
record ShiftedBinds(KernelRelease kernel) implements SpecChange {
  private static final List<String> OPTIONS = List.of("idmap", "ridmap");

  @Override
  public String name() {
    return "owners of bound files";
  }

  @Override
  public boolean apply(Container container) throws InvalidConfig, Refusal {
    Optional<IdRange> range = container.ourRange();
    boolean changed = false;
    for (ObjectNode mount : container.spec().mounts()) {
      if (!Mounts.isBind(mount)) {
        continue;
      }
      if (Mappings.areIn(mount)) {
        changed |= withoutWhatCannotBe(container, mount);
      } else if (range.isPresent()) {
        changed |= shift(container, mount, range.get());
      }
    }
    return changed;
  }

  private boolean withoutWhatCannotBe(Container container, ObjectNode mount) throws Refusal {
    String source = mount.path("source").asText();
    Optional<MountInfo> top = container.mounts().holding(source);
    switch (top.map(this::support).orElse(IdmapSupport.UNCERTAIN)) {
      case SHIFTED, UNCERTAIN -> {
        return false;
      }
      case IMPOSSIBLE -> unshifted(container, mount, source, top.get());
      case AS_IT_IS -> {}
    }
    Mappings.remove(mount);
    OPTIONS.stream()
        .filter(option -> Mounts.has(mount, option))
        .forEach(option -> Mounts.without(mount, option));
    return true;
  }

  private boolean shift(Container container, ObjectNode mount, IdRange range)
      throws InvalidConfig, Refusal {
    String source = mount.path("source").asText();
    MountInfo top =
        container
            .mounts()
            .holding(source)
            .orElseThrow(() -> new InvalidConfig("nothing is mounted at " + source));
    switch (support(top)) {
      case AS_IT_IS -> {
        return false;
      }
      case UNCERTAIN, IMPOSSIBLE -> {
        if (!isEnginesSharedMemory(mount, top)) {
          unshifted(container, mount, source, top);
        }
        return false;
      }
      case SHIFTED -> {}
    }
    List<MountInfo> below =
        Mounts.isRecursive(mount) ? container.mounts().below(source) : List.of();
    boolean all = below.stream().allMatch(sub -> support(sub) == IdmapSupport.SHIFTED);
    container.shift(mount, new Shift(range, all && !below.isEmpty()));
    if (!all) {
      // all or only the first: mount_setattr(2) knows no third way
      for (MountInfo sub : below) {
        if (support(sub) != IdmapSupport.AS_IT_IS) {
          unshifted(container, mount, sub.mountPoint(), sub);
          break;
        }
      }
    }
    return true;
  }

  private IdmapSupport support(MountInfo mount) {
    return IdmapSupport.of(mount.type(), kernel);
  }

  /**
   * Each container or pod has a fresh tmpfs there that everybody may write to; what its processes
   * create is theirs without any shifting. Before Linux 6.3 there is no other way.
   */
  private static boolean isEnginesSharedMemory(ObjectNode mount, MountInfo source) {
    return source.type().equals("tmpfs") && mount.path("destination").asText("").equals("/dev/shm");
  }

  private static void unshifted(
      Container container, ObjectNode mount, String place, MountInfo source) throws Refusal {
    String destination = mount.path("destination").asText("");
    if (!container.mayStayUnshifted()) {
      throw new Refusal(OwnerTexts.volumeNotShiftable(destination, place, source.type()));
    }
    container.add(
        new Notice(
            "VolumeNotShifted", OwnerTexts.volumeNotShifted(destination, place, source.type())));
  }
}
