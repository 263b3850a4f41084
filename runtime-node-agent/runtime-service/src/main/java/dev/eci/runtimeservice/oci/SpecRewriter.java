// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.model.PolicySource;
import dev.eci.policy.oci.ContainerFacts;
import dev.eci.policy.oci.KernelRelease;
import dev.eci.policy.seccomp.KernelFeature;
import dev.eci.runtimeservice.idrange.RangeAllocator;
import dev.eci.support.host.HostRoot;
import dev.eci.support.host.NosuidRemounter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a protected container's config.json out of the engine's. It works on a copy and never
 * changes the spec that it gets.
 */
public final class SpecRewriter {
  private final RangeAllocator ranges;
  private final UserNamespaceAssigner userNamespaceAssigner;
  private final ResolveBindSources bindSources;
  private final NodeDevices nodeDevices;
  private final List<SpecTransform> transforms;

  /**
   * A rewriter for one node.
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
    this.userNamespaceAssigner =
        new UserNamespaceAssigner(ranges, new UserNamespaces(proc), new AccountFiles(root));
    this.bindSources = new ResolveBindSources(root);
    this.nodeDevices = new NodeDevices(root);
    this.transforms = SpecTransforms.all(root, kernel, nosuid);
  }

  /**
   * Copies the spec, assigns its user namespace, and resolves its bind sources: policy evaluates
   * that copy. A second call for the same ID assigns the same range.
   *
   * @param idCount of the IDs from 0 up, if the container gets a new user namespace
   */
  public PreparedSpec prepare(ContainerBundle bundle, Spec config, MountTable mounts, long idCount)
      throws InvalidSpecException, CreateDeniedException {
    Spec copy = config.copy();
    bindSources.apply(copy, bundle.path());
    return new PreparedSpec(
        new RewriteContext(
            bundle, copy, mounts, userNamespaceAssigner.assign(bundle, copy, idCount)));
  }

  /** Releases the range of a container that will not be created. */
  public void abort(String id) {
    ranges.release(id);
  }

  /** A copy of the spec with its user namespace and its resolved bind sources, not yet more. */
  public final class PreparedSpec {
    private final RewriteContext rewriteContext;
    private final boolean addedUserNamespace;

    private PreparedSpec(RewriteContext rewriteContext) throws InvalidSpecException {
      this.rewriteContext = rewriteContext;
      this.addedUserNamespace = new AddUserNamespace().apply(rewriteContext);
    }

    /** The devices that policy evaluates. */
    public List<ContainerFacts.Device> devices() throws InvalidSpecException {
      List<ContainerFacts.Device> devices = new ArrayList<>();
      for (ContainerDevice device : ContainerDevice.read(rewriteContext.spec())) {
        if (device.type().equals("p")) {
          continue;
        }
        NodeDevices.Found found = nodeDevices.find(device);
        rewriteContext.setNodeDevice(device, found);
        devices.add(
            new ContainerFacts.Device(
                device.path(), found.names(), found.isUsableByOthers(), "linux.devices"));
      }
      return devices;
    }

    /** For messages: where the policy is written. */
    public void policySource(PolicySource source) {
      rewriteContext.setPolicySource(source);
    }

    /** The container is a RUN of a build: only the engine chooses its mounts. */
    public void isBuildStep(boolean is) {
      rewriteContext.isBuildStep(is);
    }

    /**
     * Policy allows these sources read-only.
     *
     * @param fields {@code mounts[0]}
     */
    public void readOnlyAllowed(Set<String> fields) throws InvalidSpecException {
      rewriteContext.setReadOnlyAllowed(fields);
    }

    /** What of the kernel the container does not reach. */
    public void denyKernelFeatures(Set<KernelFeature> denied) {
      rewriteContext.denyKernelFeatures(denied);
    }

    /** The container's root owns the devices that policy evaluated. */
    public void ownDevices() {
      rewriteContext.mayOwnDevices(true);
    }

    /** What policy evaluates. */
    public Spec spec() {
      return rewriteContext.spec();
    }

    /**
     * Applies the remaining transforms to the copy. It is called once.
     *
     * @param mayStayUnmapped whether volumes that do not support ID-mapped mounts may stay as they
     *     are
     */
    public RewrittenSpec complete(boolean mayStayUnmapped)
        throws InvalidSpecException, CreateDeniedException {
      rewriteContext.mayStayUnmapped(mayStayUnmapped);
      List<String> changes = new ArrayList<>();
      if (addedUserNamespace) {
        changes.add(AddUserNamespace.NAME);
      }
      for (SpecTransform transform : transforms) {
        if (transform.apply(rewriteContext)) {
          changes.add(transform.name());
        }
      }
      return new RewrittenSpec(
          rewriteContext.spec(), changes, rewriteContext.plan(), rewriteContext.notices());
    }
  }
}
