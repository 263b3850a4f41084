// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.oci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.model.PolicyBuilder;
import dev.eci.policy.oci.ContainerFacts.Bind;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ISO-4: a static pod's volume, as the kubelet mounted it. */
class VolumeTypeOnNodeRuleTest {
  @ParameterizedTest
  @CsvSource({
    "kubernetes.io~fc/v, fc",
    "kubernetes.io~aws-ebs/v/sub, awsElasticBlockStore",
    "kubernetes.io~invented/v, invented",
    "kubernetes.io~rbd/v, ''",
    "kubernetes.io~csi/pvc-1/mount, ''",
    "kubernetes.io~empty-dir/v, ''",
    "kubernetes.io~local-volume/v, ''",
    "vendor.com~driver/v, ''",
  })
  void evaluatesPluginsOfVolumes(String directory, String type) {
    ContainerFacts container =
        ContainerFactsBuilder.with(c ->
            c.binds =
                List.of(
                    new Bind(
                        "/var/lib/kubelet/pods/%s/volumes/%s"
                            .formatted(ContainerFactsBuilder.UID, directory),
                        "/v",
                        false,
                        "mounts[0]")));
    assertThat(
            ContainerAdmission.decide(
                container,
                List.of(PolicyBuilder.named("default", p -> p.volumeTypes = Set.of("rbd"))),
                PolicyBuilder.NOW))
        .extracting(violation -> violation.rule().id() + " " + violation.message())
        .containsExactlyElementsOf(
            type.isEmpty()
                ? List.of()
                : List.of(
                    "ISO-4 enhanced container isolation: the volume at \"/v\" is denied, because a volume of type \"%s\" can be a disk of the node; if you wish to allow it, add \"%s\" to spec.volumes.allowedTypes in EciPolicy \"default\"."
                        .formatted(type, type)));
  }
}
