package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdRange;
import dev.eci.runtimeservice.oci.BindSource.SetUserId;
import dev.eci.runtimeservice.oci.BindSource.Shift;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container on its way: its spec, what is known of it, and what changes want to have done. */
final class RewriteContext {
  private final ContainerBundle containerBundle;
  private final Spec spec;
  private final MountTable mounts;
  private final UserNamespaceAssignment userNamespaceAssignment;
  private final List<Notice> notices = new ArrayList<>();
  private final List<BindSource> bindSources = new ArrayList<>();
  private final Map<String, SetUserId> setUserId = new HashMap<>();
  private final IdentityHashMap<ObjectNode, Shift> shifts = new IdentityHashMap<>();
  private @Nullable RootfsPlan rootfs;
  private boolean mayStayUnmapped;

  RewriteContext(
      ContainerBundle containerBundle,
      Spec spec,
      MountTable mounts,
      UserNamespaceAssignment userNamespaceAssignment) {
    this.containerBundle = containerBundle;
    this.spec = spec;
    this.mounts = mounts;
    this.userNamespaceAssignment = userNamespaceAssignment;
  }

  String id() {
    return containerBundle.id();
  }

  String bundle() {
    return containerBundle.bundle();
  }

  Spec spec() {
    return spec;
  }

  /** As the engine sees them. */
  MountTable mounts() {
    return mounts;
  }

  UserNamespaceAssignment userNamespace() {
    return userNamespaceAssignment;
  }

  /** The ids it has from us; empty where the engine takes care of owners itself. */
  Optional<IdRange> allocatedRange() {
    return switch (userNamespaceAssignment) {
      case UserNamespaceAssignment.EngineAssigned() -> Optional.empty();
      case UserNamespaceAssignment.NewNamespace(IdRange range) -> Optional.of(range);
      case UserNamespaceAssignment.SharedNamespace(IdRange range, _) -> Optional.of(range);
    };
  }

  boolean mayStayUnmapped() {
    return mayStayUnmapped;
  }

  void mayStayUnmapped(boolean may) {
    this.mayStayUnmapped = may;
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
  boolean isIdMapped(ObjectNode mount) {
    return shifts.containsKey(mount) || IdMappings.hasMappings(mount);
  }

  void addBindSource(BindSource source) {
    bindSources.add(source);
  }

  List<BindSource> bindSources() {
    return List.copyOf(bindSources);
  }

  void setRootfsPlan(RootfsPlan plan) {
    this.rootfs = plan;
  }

  Optional<RootfsPlan> rootfs() {
    return Optional.ofNullable(rootfs);
  }
}
