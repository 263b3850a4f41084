package dev.eci.agent.oci;

import dev.eci.agent.host.HostRoot;
import dev.eci.agent.host.Nosuid;
import dev.eci.agent.ranges.RangeClaims;
import dev.eci.policy.oci.KernelRelease;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a protected container's config.json out of the engine's. */
public final class SpecRewrite {
  private final RangeClaims ranges;
  private final Identities identities;
  private final RealSources sources;
  private final List<SpecChange> changes;

  /**
   * A rewrite for one node.
   *
   * @param proc a procfs that shows the node's processes
   * @param nosuid for nodes whose users share directories with containers
   */
  public SpecRewrite(
      RangeClaims ranges, HostRoot root, Path proc, KernelRelease kernel, Optional<Nosuid> nosuid) {
    this.ranges = ranges;
    this.identities = new Identities(ranges, new UserNamespaces(proc));
    this.sources = new RealSources(root);
    this.changes = SpecChanges.all(root, kernel, nosuid);
  }

  /** A spec whose user namespace is settled, and which nothing else was done to. */
  public final class Begun {
    private final Container container;
    private final boolean namespaced;

    private Begun(Container container) throws InvalidConfig {
      this.container = container;
      this.namespaced = new OwnUserNamespace().apply(container);
    }

    /**
     * Carries out what remains.
     *
     * @param unshifted whether files whose owners cannot be shifted may be left as they are
     */
    public Rewritten finish(boolean unshifted) throws InvalidConfig, Refusal {
      container.mayStayUnshifted(unshifted);
      List<String> applied = new ArrayList<>();
      if (namespaced) {
        applied.add(OwnUserNamespace.NAME);
      }
      for (SpecChange change : changes) {
        if (change.apply(container)) {
          applied.add(change.name());
        }
      }
      return new Rewritten(applied, container.rootfs(), container.held(), container.notices());
    }
  }

  /**
   * Gives the spec its user namespace, and follows the links of its sources: what policy has to
   * see. Asked again for the same id, the range is the same.
   */
  public Begun begin(Launch launch, Spec spec, MountTable mounts) throws InvalidConfig, Refusal {
    sources.apply(spec, launch.bundle());
    return new Begun(new Container(launch, spec, mounts, identities.of(launch.id(), spec)));
  }

  /** The container will not be created. */
  public void giveUp(String id) {
    ranges.release(id);
  }
}
