// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.IpPrefix;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuleId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The access that a body requests, as far as rules check it. Each reader adds its part; fields are
 * paths in the body, {@code HostConfig.Binds[0]}.
 */
public final class RequestedAccess {
  /** One request can hold thousands of denied options; each costs memory and a line of the log. */
  public static final int MAX_VIOLATIONS = 20;

  /** The image; empty for objects that are no containers. */
  private String image = "";

  final List<HostMount> paths = new ArrayList<>();
  final List<HostMount> devices = new ArrayList<>();
  final List<NamedVolume> volumes = new ArrayList<>();
  final List<VolumeOptions> volumeOptions = new ArrayList<>();
  final List<VolumesFrom> volumesFrom = new ArrayList<>();
  final List<LinkedContainer> links = new ArrayList<>();
  final List<SharedNamespace> sharedNamespaces = new ArrayList<>();
  final List<NamedNetwork> networks = new ArrayList<>();
  final List<NamedSubnet> subnets = new ArrayList<>();
  final List<StaticViolation> staticViolations = new ArrayList<>();

  /** A host path that is exposed. */
  record HostMount(String path, boolean readOnly, String field) {}

  /** A volume by its name; the engine creates a missing one, empty. */
  record NamedVolume(String name, boolean readOnly, String field) {}

  /** The options of a volume to create. */
  record VolumeOptions(String driver, Map<String, String> options, boolean readOnly, String field) {
    VolumeOptions {
      options = Map.copyOf(options);
    }
  }

  /** A container whose mounts are copied ({@code --volumes-from}). */
  record VolumesFrom(String container, boolean readOnly, String field) {}

  /** A container whose address and environment are exposed ({@code --link}). */
  record LinkedContainer(String container, String field) {}

  /** A container one of whose namespaces is shared. */
  record SharedNamespace(String container, String namespace, String field) {}

  /** A network that is not one of the engine's predefined ones. */
  record NamedNetwork(String name, String field) {}

  /** Addresses that a network to create is to have. */
  record NamedSubnet(IpPrefix prefix, String field) {}

  /** A violation that no policy can allow; the message names the policy's source. */
  record StaticViolation(RuleId rule, String field, Function<PolicySource, String> text) {}

  /**
   * A volume that a body names itself, not by another container.
   *
   * @param isLabelled whether the body has the labels of the volume, if it is to be created
   */
  public record VolumeName(String name, boolean isLabelled) {}

  /** The volumes that the body names. */
  public List<VolumeName> volumeNames() {
    return volumes.stream()
        .map(volume -> new VolumeName(volume.name(), !volume.field().contains("Binds")))
        .toList();
  }

  /** The networks that the body names, but for predefined ones. */
  public List<String> networkNames() {
    return networks.stream().map(NamedNetwork::name).toList();
  }

  void image(String named) {
    image = named;
  }

  String image() {
    return image;
  }

  /** Beyond {@link #MAX_VIOLATIONS} a body is denied already, and more of them help no reader. */
  void addViolation(RuleId rule, String field, Function<PolicySource, String> text) {
    if (staticViolations.size() < MAX_VIOLATIONS) {
      staticViolations.add(new StaticViolation(rule, field, text));
    }
  }
}
