// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.rule;

import dev.eci.policy.hostpath.AllowanceTargets;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.DockerHostDefaults;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.model.EffectivePolicy;

/**
 * What {@link HostPathRule} knows about the node besides the policies.
 *
 * @param targets where the allowed paths lead; none where no node's files are at hand
 * @param isDockerHost whether {@link DockerHostDefaults} apply
 */
public record HostPathContext(AllowanceTargets targets, boolean isDockerHost) {
  /** Admission of pods: no node's links are known, and nothing is allowed by default. */
  public static final HostPathContext POD = new HostPathContext(AllowanceTargets.NONE, false);

  /** For containers of a Docker Engine. */
  public static HostPathContext of(DockerEngineLayout engineLayout, AllowanceTargets targets) {
    return new HostPathContext(targets, !engineLayout.isOnKubernetesNode());
  }

  /** Whether policies allow a path by an entry that covers it. */
  public boolean allows(HostPath path, boolean readOnly, EffectivePolicy policies) {
    return policies.allowsHostPath(path, readOnly, targets)
        || (isDockerHost
            && policies.allowsDockerHostDefaults()
            && DockerHostDefaults.PATHS.allows(path, readOnly, targets));
  }
}
