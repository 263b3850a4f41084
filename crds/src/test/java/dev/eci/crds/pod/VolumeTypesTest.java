// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eci.policy.pod.VolumeSource.Attached;
import dev.eci.policy.pod.VolumeSource.Other;
import dev.eci.policy.pod.VolumeTypes;
import io.fabric8.kubernetes.api.model.PersistentVolumeSpec;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ISO-4: every volume type of the API is in a list. The API's types are those of the client's
 * model, so that an update of the client which brings a new one fails here.
 */
class VolumeTypesTest {
  private static final Set<String> OF_VOLUMES = Set.of("name");
  private static final Set<String> OF_PERSISTENT_VOLUMES =
      Set.of(
          "accessModes",
          "capacity",
          "claimRef",
          "mountOptions",
          "nodeAffinity",
          "persistentVolumeReclaimPolicy",
          "storageClassName",
          "volumeAttributesClassName",
          "volumeMode");

  @Test
  void listsEveryTypeOfTheApi() {
    Set<String> listed =
        Stream.of(VolumeTypes.OF_THE_POD, VolumeTypes.WITH_OWN_RULE, VolumeTypes.ATTACHED)
            .flatMap(types -> types.stream())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> ofTheApi = fields(Volume.class, OF_VOLUMES);
    ofTheApi.addAll(fields(PersistentVolumeSpec.class, OF_PERSISTENT_VOLUMES));
    assertThat(listed).isEqualTo(ofTheApi);
    assertThat(VolumeTypes.ATTACHED).containsAll(VolumeTypes.MIGRATED_TO_CSI);
  }

  @ParameterizedTest
  @MethodSource("types")
  void readsEveryTypeOfAPod(String type) {
    var read =
        VolumeReader.ofPod(
            yaml("{name: v, %s: {}}".formatted(type)), "app", ClusterLookup.unknown());
    assertThat(read.source())
        .isEqualTo(new Attached(type, Optional.empty()))
        .satisfies(source -> assertThat(read.field()).isEqualTo(type));
  }

  static Stream<String> types() {
    return Stream.concat(VolumeTypes.ATTACHED.stream(), Stream.of("invented"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"emptyDir", "configMap", "secret", "projected", "downwardAPI", "ephemeral"})
  void volumesOfThePodExposeNothing(String type) {
    assertThat(
            VolumeReader.ofPod(
                    yaml("{name: v, %s: {}}".formatted(type)), "app", ClusterLookup.unknown())
                .source())
        .isEqualTo(new Other());
  }

  @ParameterizedTest
  @MethodSource("types")
  void readsEveryTypeOfAPersistentVolume(String type) {
    var read =
        VolumeReader.readPersistentVolume(
            "pv", yaml("{capacity: {storage: 1}, claimRef: {name: c}, %s: {}}".formatted(type)));
    assertThat(read.source())
        .isEqualTo(
            VolumeTypes.MIGRATED_TO_CSI.contains(type)
                ? new Other()
                : new Attached(type, Optional.of("pv")));
    assertThat(read.field()).isEqualTo(type);
  }

  /** The webhook's cache keeps the known sources only. */
  @Test
  void persistentVolumeOfUnknownTypeIsEvaluated() {
    assertThat(VolumeReader.ofPersistentVolume("pv", yaml("{}")))
        .isEqualTo(new Attached("unknown", Optional.of("pv")));
  }

  private static Set<String> fields(Class<?> model, Set<String> others) {
    return Stream.of(model.getDeclaredFields())
        .map(field -> field.getAnnotation(JsonProperty.class))
        .filter(property -> property != null && !others.contains(property.value()))
        .map(JsonProperty::value)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode yaml(String text) {
    try {
      return new YAMLMapper().readTree(text);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
