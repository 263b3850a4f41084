// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.hostpath.SocketExposure;
import dev.eci.policy.hostpath.SystemDirectories;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.model.EffectivePolicy;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.pod.VolumeSource.Driver;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * RES-2 for drivers (CSI, FlexVolume) that mount a directory of the node named in their options.
 * Only the option names of such drivers count, because to most drivers a path is a path on a
 * server.
 */
final class CsiDriverPathRule implements PodRule {
  private static final Set<String> NAMES =
      Set.of(
          "path",
          "hostpath",
          "localpath",
          "nodepath",
          "source",
          "sourcepath",
          "srcpath",
          "directory",
          "basepath",
          "bind");

  @Override
  public List<Violation> check(PodFacts pod, EffectivePolicy policies) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof Driver driver
                ? check(driver, volume.field(), policies)
                : Stream.empty())
        .toList();
  }

  /** Evaluates one volume, by itself or in a pod. */
  static Stream<Violation> check(Driver driver, String field, EffectivePolicy policies) {
    return driver.attributes().entrySet().stream()
        .filter(a -> NAMES.contains(normalized(a.getKey())) && isHostPath(a.getValue(), policies))
        .sorted(Map.Entry.comparingByKey())
        .map(a ->
            new Violation(
                RuleId.RES_2,
                policies.policyName(),
                field,
                HostPathMessages.driverPathDenied(
                    driver.driver(), a.getValue(), policies.source())));
  }

  private static boolean isHostPath(String value, EffectivePolicy policies) {
    // two slashes: a server's name
    return value.startsWith("/")
        && !value.startsWith("//")
        && HostPath.parse(value)
            .map(path ->
                (SystemDirectories.contains(path) || SocketExposure.of(path).reachesSocket())
                    && !policies.allowsHostPath(path, false))
            .orElse(true);
  }

  private static String normalized(String name) {
    return name.substring(name.lastIndexOf('/') + 1)
        .replaceAll("[-_.]", "")
        .toLowerCase(Locale.ROOT);
  }
}
