package dev.eci.agent.oci;

import dev.eci.policy.range.IdRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A container on its way: its spec, what is known of it, and what changes want to have done. */
final class Container {
  private final String id;
  private final String bundle;
  private final Spec spec;
  private final MountTable mounts;
  private final Identity identity;
  private final List<Notice> notices = new ArrayList<>();
  private @Nullable RootfsPlan rootfs;
  private boolean mayStayUnshifted;

  Container(String id, String bundle, Spec spec, MountTable mounts, Identity identity) {
    this.id = id;
    this.bundle = bundle;
    this.spec = spec;
    this.mounts = mounts;
    this.identity = identity;
  }

  String id() {
    return id;
  }

  String bundle() {
    return bundle;
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

  void shiftRoot(RootfsPlan plan) {
    this.rootfs = plan;
  }

  Optional<RootfsPlan> rootfs() {
    return Optional.ofNullable(rootfs);
  }
}
