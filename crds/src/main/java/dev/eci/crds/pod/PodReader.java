// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.pod.Placement;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.Sysctl;
import dev.eci.policy.pod.PodFacts.Volume;
import dev.eci.policy.pod.PodMutation;
import dev.eci.policy.selector.PodSubject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the facts of a pod or template from JSON that the API server has normalised. */
public final class PodReader {
  private PodReader() {}

  /** For callers without access to the cluster. */
  public static PodFacts read(
      PodTemplate pod, String namespace, Map<String, String> namespaceLabels) {
    return read(pod, namespace, namespaceLabels, ClusterLookup.unknown());
  }

  public static PodFacts read(
      PodTemplate pod,
      String namespace,
      Map<String, String> namespaceLabels,
      ClusterLookup clusterLookup) {
    JsonNode spec = pod.spec();
    List<Container> containers = ContainerReader.read(pod);
    return new PodFacts(
        subject(pod, namespace, namespaceLabels, containers),
        pod.specPath(),
        spec.path("hostNetwork").asBoolean(),
        spec.path("hostPID").asBoolean(),
        spec.path("hostIPC").asBoolean(),
        spec.path("hostUsers").isBoolean()
            ? Optional.of(spec.path("hostUsers").asBoolean())
            : Optional.empty(),
        text(spec, "runtimeClassName"),
        placement(spec, clusterLookup),
        sysctls(pod),
        text(pod.metadata().path("annotations"), PodMutation.NOTICE),
        PodIdsReader.read(pod),
        volumes(pod, namespace, clusterLookup),
        containers);
  }

  /** The labels of an object's metadata, or of a selector. */
  public static Map<String, String> labels(JsonNode node) {
    Map<String, String> labels = new HashMap<>();
    node.properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }

  private static PodSubject subject(
      PodTemplate pod,
      String namespace,
      Map<String, String> namespaceLabels,
      List<Container> containers) {
    List<ImageReference> images =
        containers.stream().flatMap(c -> ImageReference.tryParse(c.image()).stream()).toList();
    return new PodSubject(
        namespace,
        namespaceLabels,
        labels(pod.metadata().path("labels")),
        text(pod.spec(), "serviceAccountName").orElse("default"),
        images,
        images.size() == containers.size());
  }

  private static Placement placement(JsonNode spec, ClusterLookup clusterLookup) {
    Optional<String> node = text(spec, "nodeName");
    boolean windows =
        spec.path("os").path("name").asText("").equals("windows")
            || spec.path("nodeSelector").path("kubernetes.io/os").asText("").equals("windows");
    return new Placement(node, windows, clusterLookup.canProtect(node));
  }

  private static List<Sysctl> sysctls(PodTemplate pod) {
    List<Sysctl> found = new ArrayList<>();
    JsonNode sysctls = pod.spec().path("securityContext").path("sysctls");
    for (int i = 0; i < sysctls.size(); i++) {
      found.add(
          new Sysctl(
              sysctls.get(i).path("name").asText(),
              "%s.securityContext.sysctls[%d]".formatted(pod.specPath(), i)));
    }
    return found;
  }

  private static List<Volume> volumes(
      PodTemplate pod, String namespace, ClusterLookup clusterLookup) {
    List<Volume> found = new ArrayList<>();
    JsonNode volumes = pod.spec().path("volumes");
    for (int i = 0; i < volumes.size(); i++) {
      VolumeReader.Read read = VolumeReader.ofPod(volumes.get(i), namespace, clusterLookup);
      found.add(
          new Volume(
              volumes.get(i).path("name").asText(),
              i,
              read.source(),
              "%s.volumes[%d].%s".formatted(pod.specPath(), i, read.field())));
    }
    return found;
  }

  private static Optional<String> text(JsonNode node, String name) {
    return Optional.of(node.path(name).asText("")).filter(text -> !text.isEmpty());
  }
}
