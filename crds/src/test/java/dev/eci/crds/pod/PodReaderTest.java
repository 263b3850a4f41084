// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.VolumeSource;
import java.io.UncheckedIOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Absent, empty and null fields of a pod have the meaning that the API server gives them. */
class PodReaderTest {
  private static final Map<String, String> NAMESPACE = Map.of("kubernetes.io/metadata.name", "app");
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void leavesUnsetFieldsEmpty() {
    PodFacts facts = read("{spec: {containers: [{name: c, image: busybox}]}}");

    assertThat(facts.hostNetwork() || facts.hostPid() || facts.hostIpc()).isFalse();
    assertThat(facts.hostUsers()).isEmpty();
    assertThat(facts.runtimeClassName()).isEmpty();
    assertThat(facts.volumes()).isEmpty();
    assertThat(facts.subject().labels()).isEmpty();
    assertThat(facts.subject().serviceAccount()).isEqualTo("default");
    assertThat(facts.subject().allImagesKnown()).isTrue();
  }

  @Test
  void nullAndEmptyAreAbsent() {
    PodFacts facts =
        read(
            "{spec: {hostUsers: null, runtimeClassName: '', serviceAccountName: '', volumes: null}}");

    assertThat(facts.hostUsers()).isEmpty();
    assertThat(facts.runtimeClassName()).isEmpty();
    assertThat(facts.subject().serviceAccount()).isEqualTo("default");
  }

  @Test
  void readsEveryField() {
    PodFacts facts =
        read(
            """
            metadata: {labels: {tier: web}}
            spec: {hostNetwork: true, hostPID: true, hostIPC: true, hostUsers: true,
              runtimeClassName: kata, serviceAccountName: runner}
            """);

    assertThat(facts.hostNetwork() && facts.hostPid() && facts.hostIpc()).isTrue();
    assertThat(facts.hostUsers()).contains(true);
    assertThat(facts.runtimeClassName()).contains("kata");
    assertThat(facts.subject().labels()).containsExactly(Map.entry("tier", "web"));
    assertThat(facts.subject().serviceAccount()).isEqualTo("runner");
    assertThat(facts.subject().namespace()).isEqualTo("app");
    assertThat(facts.subject().namespaceLabels()).isEqualTo(NAMESPACE);
  }

  @Test
  void hostPathsOfEveryType() {
    assertThat(
            read("""
            spec:
              volumes:
              - {name: a, hostPath: {path: /a}}
              - {name: b, hostPath: {path: /b, type: Directory}}
              - {name: c, hostPath: {path: /c, type: DirectoryOrCreate}}
              - {name: d, hostPath: {path: /d, type: FileOrCreate}}
              - {name: e, hostPath: {}}
              - {name: f, configMap: {name: x}}
            """)
                .volumes())
        .containsExactly(
            hostPath("a", 0, "/a", ""),
            hostPath("b", 1, "/b", "Directory"),
            hostPath("c", 2, "/c", "DirectoryOrCreate"),
            hostPath("d", 3, "/d", "FileOrCreate"),
            hostPath("e", 4, "", ""),
            new Volume("f", 5, new VolumeSource.Other(), "spec.volumes[5].name"));
  }

  @Test
  void mountsWithSubPathsOfBothKinds() {
    assertThat(
            read("""
            spec:
              containers:
              - name: c
                image: busybox
                volumeMounts:
                - {name: v, mountPath: /a, readOnly: true}
                - {name: v, mountPath: /b, subPath: x}
                - {name: v, mountPath: /c, subPathExpr: $(X)}
            """)
                .containers()
                .getFirst()
                .mounts())
        .containsExactly(
            new Mount("v", "", true, "spec.containers[0].volumeMounts[0]"),
            new Mount("v", "x", false, "spec.containers[0].volumeMounts[1]"),
            new Mount("v", "$(X)", false, "spec.containers[0].volumeMounts[2]"));
  }

  @Test
  void reportsInvalidImageAsUnknown() {
    PodFacts facts =
        read("{spec: {containers: [{name: a, image: busybox}, {name: b, image: 'B:A:D'}]}}");

    assertThat(facts.subject().images()).singleElement().hasToString("docker.io/library/busybox");
    assertThat(facts.subject().allImagesKnown()).isFalse();
  }

  private static PodFacts read(String pod) {
    try {
      return PodReader.read(
          PodTemplate.of("/Pod", YAML.readTree(pod)).orElseThrow(), "app", NAMESPACE);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Volume hostPath(String name, int index, String path, String type) {
    return new Volume(
        name,
        index,
        new VolumeSource.HostPathVolume(path, type),
        "spec.volumes[%d].hostPath.path".formatted(index));
  }
}
