package dev.eci.policy.pod;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.host.NodeDirectories;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource.Driver;
import dev.eci.policy.text.NodePathTexts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * RES-2 for drivers (CSI, FlexVolume) that mount a directory of the node if they are told one: only
 * by the names that such drivers use, since to most drivers a path is one on a server.
 */
final class DriverPaths implements PodRule {
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
  public List<Violation> check(PodFacts pod, PolicyGroup policies) {
    return pod.volumes().stream()
        .flatMap(volume ->
            volume.source() instanceof Driver driver
                ? check(driver, volume, policies)
                : Stream.empty())
        .toList();
  }

  private static Stream<Violation> check(Driver driver, Volume volume, PolicyGroup policies) {
    return driver.attributes().entrySet().stream()
        .filter(a -> NAMES.contains(plain(a.getKey())) && ofNode(a.getValue(), policies))
        .sorted(Map.Entry.comparingByKey())
        .map(a ->
            new Violation(
                RuleId.RES_2,
                policies.policyName(),
                volume.field(),
                NodePathTexts.driverPathDenied(driver.driver(), a.getValue(), policies.source())));
  }

  private static boolean ofNode(String value, PolicyGroup policies) {
    // two slashes: a server's name
    return value.startsWith("/")
        && !value.startsWith("//")
        && NodePath.parse(value)
            .map(path ->
                (NodeDirectories.contains(path) || SocketReach.of(path).any())
                    && !policies.permitsNodePath(path, false))
            .orElse(true);
  }

  private static String plain(String name) {
    return name.substring(name.lastIndexOf('/') + 1)
        .replaceAll("[-_.]", "")
        .toLowerCase(Locale.ROOT);
  }
}
