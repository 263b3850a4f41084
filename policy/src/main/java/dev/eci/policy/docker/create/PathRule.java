package dev.eci.policy.docker.create;

import dev.eci.policy.EngineSocketRule;
import dev.eci.policy.NodePathRule;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.UnfilteredSocketRule;
import dev.eci.policy.Violation;
import dev.eci.policy.docker.create.Asked.NodeSource;
import dev.eci.policy.host.FilteredSocket;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.oci.Docker;
import dev.eci.policy.oci.PeoplesData;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * RES-2 and RES-3 for each path of the node, as it is written and where it leads. The runtime
 * judges the same by the same rules when the container is created; here people are told earlier.
 */
final class PathRule {
  private static final NodePath DEVICES = NodePath.of("/dev");

  private PathRule() {}

  static List<Violation> check(
      String path,
      NodeSource source,
      ImageIdentity image,
      Docker.Engine engine,
      PolicyGroup policies) {
    Optional<NodePath> parsed = NodePath.parse(path);
    if (parsed.filter(p -> PeoplesData.contains(engine, p)).isPresent()) {
      return List.of();
    }
    Optional<Violation> unfiltered =
        UnfilteredSocketRule.check(path, engine, source.field(), policies);
    List<Violation> broken =
        Stream.of(
                unfiltered,
                EngineSocketRule.check(path, image, source.field(), policies),
                NodePathRule.check(path, source.readOnly(), source.field(), policies))
            .flatMap(Optional::stream)
            .toList();
    // it is refused; which sentence helps is another question
    return !broken.isEmpty() && unfiltered.isEmpty() && isSocket(parsed, path, engine)
        ? EngineSocketRule.docker(image, source.field(), policies).map(List::of).orElse(broken)
        : broken;
  }

  /** Docker's socket by a road that no rule takes: people mean it all the same. */
  private static boolean isSocket(Optional<NodePath> parsed, String path, Docker.Engine engine) {
    return parsed
        .map(p -> p.value().endsWith(".sock") && engine.own().contains(p))
        .orElseGet(() -> NodePath.cleaned(path).filter(FilteredSocket::isDocker).isPresent());
  }

  static List<Violation> checkDevice(
      String path,
      NodeSource source,
      ImageIdentity image,
      Docker.Engine engine,
      PolicyGroup policies) {
    return NodePath.parse(path).filter(p -> p.startsWith(DEVICES) && !p.equals(DEVICES)).isPresent()
        ? List.of()
        : check(path, source, image, engine, policies);
  }
}
