// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.message.KernelMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.ContainerFacts.Device;
import java.util.List;

/**
 * ISO-4: a container of a Docker host gets a device of the node if every user of the node may use
 * it, or if hostPaths allow it by a name that it has in /dev. The container's root owns it then, so
 * the node's owner and group no longer decide. In Kubernetes a cluster admin's device plugin
 * decides, and the device keeps its owner.
 */
final class DeviceRule implements ContainerRule {
  @Override
  public List<Violation> check(ContainerFacts container, EffectivePolicy policies) {
    if (!(container.origin() instanceof DockerOrigin)) {
      return List.of();
    }
    return container.devices().stream()
        .filter(device -> !isAllowed(device, policies))
        .map(device -> denied(device, policies))
        .toList();
  }

  private static boolean isAllowed(Device device, EffectivePolicy policies) {
    return !device.names().isEmpty()
        && (device.usableByOthers()
            || device.names().stream()
                .anyMatch(name ->
                    HostPath.parse(name)
                        .filter(path -> policies.allowsHostPath(path, false))
                        .isPresent()));
  }

  private static Violation denied(Device device, EffectivePolicy policies) {
    return new Violation(
        RuleId.ISO_4,
        policies.policyName(),
        device.field(),
        device.names().isEmpty()
            ? KernelMessages.unknownDeviceDenied(device.path())
            : KernelMessages.deviceDenied(device.names().getFirst(), policies.source()));
  }
}
