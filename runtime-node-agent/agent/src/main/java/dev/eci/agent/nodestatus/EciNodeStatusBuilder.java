// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.nodestatus;

import dev.eci.crds.v1alpha1.EciNode;
import dev.eci.crds.v1alpha1.EciNodeStatus;
import dev.eci.crds.v1alpha1.EciNodeStatus.Capabilities;
import dev.eci.installer.containerd.OciRuntime;
import dev.eci.installer.handler.InstallRecord;
import dev.eci.installer.preflight.HostFacts;
import dev.eci.installer.preflight.PodUserNamespaces;
import dev.eci.installer.step.InstallPaths;
import io.fabric8.kubernetes.api.model.Condition;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds the complete status of an EciNode. */
public final class EciNodeStatusBuilder {
  private EciNodeStatusBuilder() {}

  /**
   * The status for {@code state}.
   *
   * @param current the EciNode as it is; transition times are kept where nothing changed
   */
  public static EciNodeStatus of(NodeState state, EciNode current, Instant now) {
    long generation = Optional.ofNullable(current.getMetadata().getGeneration()).orElse(0L);
    return new EciNodeStatus(
        generation,
        NodeConditions.of(state, generation, conditions(current), now),
        state.facts().map(EciNodeStatusBuilder::capabilities).orElse(null),
        state.installed().map(EciNodeStatusBuilder::installed).orElse(null),
        ContainerCountsStatus.of(state.containers()));
  }

  private static List<Condition> conditions(EciNode current) {
    return current.getStatus() == null || current.getStatus().conditions() == null
        ? List.of()
        : current.getStatus().conditions();
  }

  private static Capabilities capabilities(HostFacts facts) {
    return new Capabilities(
        facts.kernel(),
        emptyToNull(facts.engineVersion()),
        facts.ociRuntime().map(EciNodeStatusBuilder::named).orElse(null),
        facts.maxUserNamespaces() > 0,
        facts.ociRuntime().map(OciRuntime::idmappedMounts).orElse(null),
        facts.engineVersion().isEmpty() ? null : PodUserNamespaces.isSupportedBy(facts),
        facts.cgroup(),
        null);
  }

  private static String named(OciRuntime runtime) {
    return (Path.of(runtime.path()).getFileName() + " " + runtime.version()).strip();
  }

  private static EciNodeStatus.Installed installed(InstallRecord record) {
    return new EciNodeStatus.Installed(
        record.version(), InstallPaths.LAUNCHER, record.loaded() == null ? null : record.dropIn());
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
