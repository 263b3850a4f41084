// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.Device;
import dev.eci.policy.pod.PodFacts.Mount;
import java.util.ArrayList;
import java.util.List;

/** Reads the containers of a pod, of every kind. */
final class ContainerReader {
  private static final List<String> LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");

  private ContainerReader() {}

  static List<Container> read(PodTemplate pod) {
    List<Container> found = new ArrayList<>();
    for (String list : LISTS) {
      JsonNode containers = pod.spec().path(list);
      for (int i = 0; i < containers.size(); i++) {
        found.add(read(pod, containers.get(i), "%s.%s[%d]".formatted(pod.specPath(), list, i)));
      }
    }
    return found;
  }

  private static Container read(PodTemplate pod, JsonNode container, String field) {
    return new Container(
        container.path("name").asText(),
        container.path("image").asText(),
        container.path("securityContext").path("privileged").asBoolean(),
        PrivilegeReader.read(pod, container, field),
        mounts(container.path("volumeMounts"), field),
        devices(container.path("volumeDevices"), field),
        field);
  }

  private static List<Mount> mounts(JsonNode mounts, String container) {
    List<Mount> found = new ArrayList<>();
    for (int i = 0; i < mounts.size(); i++) {
      JsonNode mount = mounts.get(i);
      String subPath = mount.path("subPath").asText("");
      found.add(
          new Mount(
              mount.path("name").asText(),
              subPath.isEmpty() ? mount.path("subPathExpr").asText("") : subPath,
              mount.path("readOnly").asBoolean(),
              "%s.volumeMounts[%d]".formatted(container, i)));
    }
    return found;
  }

  private static List<Device> devices(JsonNode devices, String container) {
    List<Device> found = new ArrayList<>();
    for (int i = 0; i < devices.size(); i++) {
      found.add(
          new Device(
              devices.get(i).path("name").asText(),
              "%s.volumeDevices[%d]".formatted(container, i)));
    }
    return found;
  }
}
