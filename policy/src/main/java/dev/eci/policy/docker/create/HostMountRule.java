// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.hostpath.AllowanceTargets;
import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.ProxySocket;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.UserDataMounts;
import dev.eci.policy.rule.HostPathContext;
import dev.eci.policy.rule.HostPathRule;
import dev.eci.policy.rule.RuntimeSocketRule;
import dev.eci.policy.rule.UnproxiedSocketRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RES-2 and RES-3 for each host path, as it is written and where it leads. The runtime service
 * applies the same rules when the container is created; here users get the message earlier.
 *
 * @param image of the container
 */
record HostMountRule(
    ImageIdentity image,
    DockerEngineLayout engineLayout,
    EffectivePolicy policies,
    AllowanceTargets targets) {
  private static final HostPath DEVICES = HostPath.of("/dev");

  /**
   * The violations of one spelling of a source.
   *
   * @param path the source's path as it is written, or where that leads
   */
  List<Violation> check(String path, HostMount source) {
    Optional<HostPath> parsed = HostPath.parse(path);
    if (parsed.filter(p -> UserDataMounts.contains(engineLayout, p)).isPresent()) {
      return List.of();
    }
    Optional<Violation> unfiltered =
        UnproxiedSocketRule.check(path, engineLayout, source.field(), policies);
    List<Violation> broken =
        Stream.of(
                unfiltered,
                RuntimeSocketRule.check(path, image, source.field(), policies),
                HostPathRule.check(
                    new HostPathRule.Source(path, source.path(), source.readOnly()),
                    source.field(),
                    policies,
                    HostPathContext.of(engineLayout, targets)))
            .flatMap(Optional::stream)
            .toList();
    // the mount is denied either way; this only chooses the more helpful message
    return !broken.isEmpty() && unfiltered.isEmpty() && isSocket(parsed, path)
        ? RuntimeSocketRule.docker(image, source.field(), policies).map(List::of).orElse(broken)
        : broken;
  }

  /** Docker's socket by a path that no rule allows: users mean Docker's socket all the same. */
  private boolean isSocket(Optional<HostPath> parsed, String path) {
    return parsed
        .map(p -> p.value().endsWith(".sock") && engineLayout.own().contains(p))
        .orElseGet(() -> HostPath.cleaned(path).filter(ProxySocket::isDocker).isPresent());
  }

  List<Violation> checkDevice(String path, HostMount source) {
    return HostPath.parse(path).filter(p -> p.startsWith(DEVICES) && !p.equals(DEVICES)).isPresent()
        ? List.of()
        : check(path, source);
  }
}
