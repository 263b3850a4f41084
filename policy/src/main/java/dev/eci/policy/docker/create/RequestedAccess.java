package dev.eci.policy.docker.create;

import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a body asks for, as far as rules ask. Filled by readers, each of which adds what it finds;
 * the fields are those of the body, {@code HostConfig.Binds[0]}.
 */
public final class RequestedAccess {
  /** The image; empty for what is no container. */
  private String image = "";

  final List<HostMount> paths = new ArrayList<>();
  final List<HostMount> devices = new ArrayList<>();
  final List<NamedVolume> volumes = new ArrayList<>();
  final List<VolumeOptions> volumeOptions = new ArrayList<>();
  final List<VolumesFrom> donors = new ArrayList<>();
  final List<SharedNamespace> joins = new ArrayList<>();
  final List<NamedNetwork> networks = new ArrayList<>();
  final List<StaticViolation> broken = new ArrayList<>();

  /** A path of the node that is shown. */
  record HostMount(String path, boolean readOnly, String field) {}

  /** A volume by its name; one that does not exist is created, empty. */
  record NamedVolume(String name, boolean readOnly, String field) {}

  /** How a volume is to be created. */
  record VolumeOptions(String driver, Map<String, String> options, boolean readOnly, String field) {
    VolumeOptions {
      options = Map.copyOf(options);
    }
  }

  /** A container whose mounts are taken over ({@code --volumes-from}). */
  record VolumesFrom(String container, boolean readOnly, String field) {}

  /** A container one of whose namespaces is shared. */
  record SharedNamespace(String container, String namespace, String field) {}

  /** A network that is not one of the engine's own by its name. */
  record NamedNetwork(String name, String field) {}

  /** A rule that is broken whatever a policy allows; the sentence names where the policy stands. */
  record StaticViolation(RuleId rule, String field, Function<PolicySource, String> text) {}

  void image(String named) {
    image = named;
  }

  String image() {
    return image;
  }

  void broken(RuleId rule, String field, Function<PolicySource, String> text) {
    broken.add(new StaticViolation(rule, field, text));
  }
}
