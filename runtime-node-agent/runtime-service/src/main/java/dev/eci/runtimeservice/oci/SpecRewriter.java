package dev.eci.runtimeservice.oci;

import dev.eci.policy.oci.KernelRelease;
import dev.eci.runtimeservice.idrange.RangeAllocator;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NosuidRemounter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes a protected container's config.json out of the engine's. */
public final class SpecRewriter {
  private final RangeAllocator ranges;
  private final UserNamespaceAssigner userNamespaceAssigner;
  private final ResolveBindSources sources;
  private final List<SpecTransform> changes;

  /**
   * A rewrite for one node.
   *
   * @param proc a procfs that shows the node's processes
   * @param nosuid for nodes whose users share directories with containers
   */
  public SpecRewriter(
      RangeAllocator ranges,
      HostRoot root,
      Path proc,
      KernelRelease kernel,
      Optional<NosuidRemounter> nosuid) {
    this.ranges = ranges;
    this.userNamespaceAssigner = new UserNamespaceAssigner(ranges, new UserNamespaces(proc));
    this.sources = new ResolveBindSources(root);
    this.changes = SpecTransforms.all(root, kernel, nosuid);
  }

  /** A spec whose user namespace is settled, and which nothing else was done to. */
  public final class PreparedSpec {
    private final RewriteContext rewriteContext;
    private final boolean namespaced;

    private PreparedSpec(RewriteContext rewriteContext) throws InvalidSpecException {
      this.rewriteContext = rewriteContext;
      this.namespaced = new AddUserNamespace().apply(rewriteContext);
    }

    /**
     * Carries out what remains.
     *
     * @param unshifted whether files whose owners cannot be shifted may be left as they are
     */
    public RewrittenSpec complete(boolean unshifted)
        throws InvalidSpecException, CreateDeniedException {
      rewriteContext.mayStayUnmapped(unshifted);
      List<String> applied = new ArrayList<>();
      if (namespaced) {
        applied.add(AddUserNamespace.NAME);
      }
      for (SpecTransform change : changes) {
        if (change.apply(rewriteContext)) {
          applied.add(change.name());
        }
      }
      return new RewrittenSpec(
          applied, rewriteContext.rootfs(), rewriteContext.bindSources(), rewriteContext.notices());
    }
  }

  /**
   * Gives the spec its user namespace, and follows the links of its sources: what policy has to
   * see. Asked again for the same id, the range is the same.
   */
  public PreparedSpec prepare(ContainerBundle containerBundle, Spec spec, MountTable mounts)
      throws InvalidSpecException, CreateDeniedException {
    sources.apply(spec, containerBundle.bundle());
    return new PreparedSpec(
        new RewriteContext(
            containerBundle, spec, mounts, userNamespaceAssigner.assign(containerBundle.id(), spec)));
  }

  /** The container will not be created. */
  public void abort(String id) {
    ranges.release(id);
  }
}
