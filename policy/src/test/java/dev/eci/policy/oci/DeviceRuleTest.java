// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.hostpath.DockerEngineLayout;
import dev.eci.policy.hostpath.HostPath;
import dev.eci.policy.model.Policy;
import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.model.PolicySource;
import dev.eci.policy.model.RuleId;
import dev.eci.policy.model.Violation;
import dev.eci.policy.oci.ContainerFacts.Device;
import dev.eci.policy.oci.ContainerFacts.Origin;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ISO-4: which devices of the node a container of a Docker host gets. */
class DeviceRuleTest {
  private static final DockerOrigin DOCKER =
      new DockerOrigin(
          "a".repeat(64),
          false,
          Set.of(),
          true,
          new DockerEngineLayout(HostPath.of("/var/lib/docker"), Set.of(), List.of()));

  private static Policy policy(PolicySource source) {
    return PolicyBuilder.named(
        "default",
        p -> {
          p.source = source;
          p.allowed = List.of("/dev/kvm", "/dev/dri", "/srv/devices");
          p.readOnlyAllowed = List.of("/dev/mem");
        });
  }

  private static List<Violation> decide(
      @Nullable Origin origin, PolicySource source, Device device) {
    return ContainerAdmission.decide(
        facts(origin, device), List.of(policy(source)), PolicyBuilder.NOW);
  }

  private static ContainerFacts facts(@Nullable Origin origin, Device device) {
    return ContainerFactsBuilder.with(c -> {
      c.origin = origin;
      c.devices = List.of(device);
    });
  }

  @ParameterizedTest
  @CsvSource({
    "/dev/fuse, true, true",
    "/dev/fuse, false, false",
    "/dev/sda, false, false",
    "/dev/kvm, false, true",
    "/dev/dri/renderD128, false, true",
    "/dev/vfio/7 /dev/dri/card0, false, true",
    "/dev/mem, false, false",
    "/dev/kvm2, false, false",
    "'', true, false",
    "'', false, false",
  })
  void evaluatesNamesOnNode(String names, boolean usableByOthers, boolean allowed) {
    Device device =
        new Device(
            "/dev/kvm",
            names.isEmpty() ? List.of() : List.of(names.split(" ")),
            usableByOthers,
            "linux.devices");
    assertThat(decide(DOCKER, new PolicySource.File("default"), device).isEmpty())
        .isEqualTo(allowed);
  }

  @Test
  void namesDeviceAndRemedy() {
    Device disk = new Device("/dev/x", List.of("/dev/sda"), false, "linux.devices");
    assertThat(decide(DOCKER, new PolicySource.File("default"), disk))
        .singleElement()
        .satisfies(violation -> {
          assertThat(violation.rule()).isEqualTo(RuleId.ISO_4);
          assertThat(violation.message())
              .isEqualTo(
                  "enhanced container isolation: device \"/dev/sda\" is denied, because not every user of this host may use it; if you wish to allow it, add it to spec.hostPaths in EciPolicy \"default\".");
        });
    assertThat(decide(DOCKER, new PolicySource.AdminSettings(), disk).getFirst().message())
        .contains("in place of admin-settings.json");
    assertThat(
            decide(
                    DOCKER,
                    new PolicySource.File("default"),
                    new Device("/dev/x", List.of(), true, "linux.devices"))
                .getFirst()
                .message())
        .contains(
            "device \"/dev/x\" is denied, because it is none of the devices in this host's /dev");
  }

  @Test
  void leavesDevicesOfPluginsAlone() {
    Device device = new Device("/dev/kvm", List.of("/dev/kvm"), false, "linux.devices");
    assertThat(decide(null, new PolicySource.Cluster("default"), device)).isEmpty();
    List<Policy> policies = List.of(policy(new PolicySource.Cluster("default")));
    assertThat(ContainerAdmission.mayOwnDevices(facts(null, device), policies, PolicyBuilder.NOW))
        .isFalse();
    assertThat(ContainerAdmission.mayOwnDevices(facts(DOCKER, device), policies, PolicyBuilder.NOW))
        .isTrue();
    assertThat(
            ContainerAdmission.mayOwnDevices(facts(DOCKER, device), List.of(), PolicyBuilder.NOW))
        .as("no policy evaluated it")
        .isFalse();
  }
}
