package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.agent.oci.HeldBind.SetUserId;
import dev.eci.agent.oci.HeldBind.Shift;
import dev.eci.policy.range.IdRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container on its way: its spec, what is known of it, and what changes want to have done. */
final class Container {
  private final Launch launch;
  private final Spec spec;
  private final MountTable mounts;
  private final Identity identity;
  private final List<Notice> notices = new ArrayList<>();
  private final List<HeldBind> held = new ArrayList<>();
  private final Map<String, SetUserId> setUserId = new HashMap<>();
  private final IdentityHashMap<ObjectNode, Shift> shifts = new IdentityHashMap<>();
  private @Nullable RootfsPlan rootfs;
  private boolean mayStayUnshifted;

  Container(Launch launch, Spec spec, MountTable mounts, Identity identity) {
    this.launch = launch;
    this.spec = spec;
    this.mounts = mounts;
    this.identity = identity;
  }

  String id() {
    return launch.id();
  }

  String bundle() {
    return launch.bundle();
  }

  Spec spec() {
    return spec;
  }

  /** As the engine sees them. */
  MountTable mounts() {
    return mounts;
  }

  Identity identity() {
    return identity;
  }

  /** The ids it has from us; empty where the engine takes care of owners itself. */
  Optional<IdRange> ourRange() {
    return switch (identity) {
      case Identity.Engines() -> Optional.empty();
      case Identity.New(IdRange range) -> Optional.of(range);
      case Identity.Joined(IdRange range, _) -> Optional.of(range);
    };
  }

  boolean mayStayUnshifted() {
    return mayStayUnshifted;
  }

  void mayStayUnshifted(boolean may) {
    this.mayStayUnshifted = may;
  }

  void add(Notice notice) {
    notices.add(notice);
  }

  List<Notice> notices() {
    return List.copyOf(notices);
  }

  void setUserId(String source, SetUserId what) {
    setUserId.put(source, what);
  }

  SetUserId setUserId(String source) {
    return setUserId.getOrDefault(source, SetUserId.AS_IT_IS);
  }

  void shift(ObjectNode mount, Shift shift) {
    shifts.put(mount, shift);
  }

  /** How the launcher is to shift the source of this mount of the spec. */
  Optional<Shift> shift(ObjectNode mount) {
    return Optional.ofNullable(shifts.get(mount));
  }

  /** Whether the container's root is root on disk there, by our doing or the engine's. */
  boolean isShifted(ObjectNode mount) {
    return shifts.containsKey(mount) || Mappings.areIn(mount);
  }

  void hold(HeldBind source) {
    held.add(source);
  }

  List<HeldBind> held() {
    return List.copyOf(held);
  }

  void shiftRoot(RootfsPlan plan) {
    this.rootfs = plan;
  }

  Optional<RootfsPlan> rootfs() {
    return Optional.ofNullable(rootfs);
  }
}
