// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.policy.idrange.IdMap;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.seccomp.KernelFeature;
import dev.eci.runtimeservice.oci.BindSource.IdMapping;
import dev.eci.runtimeservice.oci.BindSource.OverlaySource;
import dev.eci.runtimeservice.oci.BindSource.ReadOnly;
import dev.eci.runtimeservice.oci.BindSource.SetUserId;
import dev.eci.runtimeservice.oci.BindSource.Submount;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rewrite of one container's spec: its input, and what the transforms add to the plan. */
final class RewriteContext {
  private final ContainerBundle bundle;
  private final Spec spec;
  private final MountTable mounts;
  private final UserNamespaceAssignment userNamespace;
  private final List<Notice> notices = new ArrayList<>();
  private final List<BindSource> bindSources = new ArrayList<>();
  private final Map<String, SetUserId> setUserId = new HashMap<>();
  private final IdentityHashMap<ObjectNode, IdMapping> idMappings = new IdentityHashMap<>();
  private final List<DeviceFiles> deviceFiles = new ArrayList<>();
  private final Map<ContainerDevice, NodeDevices.Found> nodeDevices = new HashMap<>();
  private final IdentityHashMap<ObjectNode, List<Submount>> submounts = new IdentityHashMap<>();
  private final IdentityHashMap<ObjectNode, OverlaySource> overlays = new IdentityHashMap<>();
  private final Set<ObjectNode> readOnlyAllowed =
      Collections.newSetFromMap(new IdentityHashMap<>());
  private @Nullable RootfsPlan rootfs;
  private @Nullable PolicySource policySource;
  private @Nullable NetworkSysctls network;
  private boolean mayStayUnmapped;
  private boolean mayOwnDevices;
  private boolean isBuildStep;
  private Set<KernelFeature> deniedKernelFeatures = Set.of();

  RewriteContext(
      ContainerBundle bundle, Spec spec, MountTable mounts, UserNamespaceAssignment userNamespace) {
    this.bundle = bundle;
    this.spec = spec;
    this.mounts = mounts;
    this.userNamespace = userNamespace;
  }

  String id() {
    return bundle.id();
  }

  String bundle() {
    return bundle.path();
  }

  /** The copy that the transforms change. */
  Spec spec() {
    return spec;
  }

  /** As the engine sees them. */
  MountTable mounts() {
    return mounts;
  }

  UserNamespaceAssignment userNamespace() {
    return userNamespace;
  }

  /** The IDs that the agent allocated or shared; empty where the engine maps IDs itself. */
  Optional<IdMap> allocatedIds() {
    return switch (userNamespace) {
      case UserNamespaceAssignment.EngineAssigned() -> Optional.empty();
      case UserNamespaceAssignment.NewNamespace(IdMap ids) -> Optional.of(ids);
      case UserNamespaceAssignment.SharedNamespace(IdMap ids, _) -> Optional.of(ids);
    };
  }

  boolean mayStayUnmapped() {
    return mayStayUnmapped;
  }

  void mayStayUnmapped(boolean may) {
    this.mayStayUnmapped = may;
  }

  /** Whether policy gave the container its devices. */
  boolean mayOwnDevices() {
    return mayOwnDevices;
  }

  void mayOwnDevices(boolean may) {
    this.mayOwnDevices = may;
  }

  /** Whether it is a RUN of a build: only the engine chooses its mounts. */
  boolean isBuildStep() {
    return isBuildStep;
  }

  void isBuildStep(boolean is) {
    this.isBuildStep = is;
  }

  void denyKernelFeatures(Set<KernelFeature> denied) {
    this.deniedKernelFeatures = Set.copyOf(denied);
  }

  /** What of the kernel the container does not reach; empty unless a policy reduces it. */
  Set<KernelFeature> deniedKernelFeatures() {
    return deniedKernelFeatures;
  }

  void setOverlay(ObjectNode mount, OverlaySource overlay) {
    overlays.put(mount, overlay);
  }

  /** The overlay whose layers eci-runtime mounts as the source of this mount. */
  Optional<OverlaySource> overlay(ObjectNode mount) {
    return Optional.ofNullable(overlays.get(mount));
  }

  /**
   * Policy allows these sources read-only.
   *
   * @param fields {@code mounts[0]}, as the engine wrote them
   */
  void setReadOnlyAllowed(Set<String> fields) throws InvalidSpecException {
    List<ObjectNode> written = spec.mounts();
    for (int i = 0; i < written.size(); i++) {
      if (fields.contains("mounts[%d]".formatted(i))) {
        readOnlyAllowed.add(written.get(i));
      }
    }
  }

  /** What of a bind mount's source is read-only. */
  ReadOnly readOnly(ObjectNode mount) {
    if (!MountOptions.isReadOnly(mount)) {
      return ReadOnly.NOTHING;
    }
    return readOnlyAllowed.contains(mount) || MountOptions.has(mount, "rro")
        ? ReadOnly.ALL
        : ReadOnly.SOURCE;
  }

  void setSubmounts(ObjectNode mount, List<Submount> below) {
    submounts.put(mount, below);
  }

  /** The mounts below the source of this mount that eci-runtime copies one by one. */
  List<Submount> submounts(ObjectNode mount) {
    return submounts.getOrDefault(mount, List.of());
  }

  /** Where the policy is written; empty if none applies. */
  Optional<PolicySource> policySource() {
    return Optional.ofNullable(policySource);
  }

  void setPolicySource(PolicySource source) {
    this.policySource = source;
  }

  void setNodeDevice(ContainerDevice device, NodeDevices.Found found) {
    nodeDevices.put(device, found);
  }

  NodeDevices.Found nodeDevice(ContainerDevice device) {
    return nodeDevices.getOrDefault(device, NodeDevices.NONE);
  }

  void addDeviceFiles(DeviceFiles files) {
    deviceFiles.add(files);
  }

  void add(Notice notice) {
    notices.add(notice);
  }

  List<Notice> notices() {
    return List.copyOf(notices);
  }

  void setUserId(String source, SetUserId treatment) {
    setUserId.put(source, treatment);
  }

  SetUserId setUserId(String source) {
    return setUserId.getOrDefault(source, SetUserId.AS_IT_IS);
  }

  void setIdMapping(ObjectNode mount, IdMapping idMapping) {
    idMappings.put(mount, idMapping);
  }

  /** How eci-runtime ID-maps the source of this mount of the spec. */
  Optional<IdMapping> idMapping(ObjectNode mount) {
    return Optional.ofNullable(idMappings.get(mount));
  }

  /** Whether the container's root is root on disk there, by the agent's mapping or the engine's. */
  boolean isIdMapped(ObjectNode mount) {
    return idMappings.containsKey(mount) || IdMappings.hasMappings(mount);
  }

  void addBindSource(BindSource source) {
    bindSources.add(source);
  }

  void setRootfsPlan(RootfsPlan plan) {
    this.rootfs = plan;
  }

  void setNetworkSysctls(NetworkSysctls sysctls) {
    this.network = sysctls;
  }

  CreatePlan plan() {
    return new CreatePlan(
        Optional.ofNullable(rootfs), bindSources, deviceFiles, Optional.ofNullable(network));
  }
}
