package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.image.ImageReference;
import dev.eci.policy.pod.PodFacts;
import dev.eci.policy.pod.PodFacts.Container;
import dev.eci.policy.pod.PodFacts.HostPathVolume;
import dev.eci.policy.pod.PodFacts.Mount;
import dev.eci.policy.select.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the facts about a pod or template from its JSON, as the API server has normalised it. */
public final class PodReader {
  private static final List<String> CONTAINER_LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");

  /** Types of hostPath for which the kubelet makes what is missing. */
  private static final Set<String> CREATING_TYPES = Set.of("DirectoryOrCreate", "FileOrCreate");

  private PodReader() {}

  public static PodFacts read(
      PodTemplate pod, String namespace, Map<String, String> namespaceLabels) {
    JsonNode spec = pod.spec();
    List<Container> containers = containers(pod);
    return new PodFacts(
        subject(pod, namespace, namespaceLabels, containers),
        pod.specPath(),
        spec.path("hostNetwork").asBoolean(),
        spec.path("hostPID").asBoolean(),
        spec.path("hostIPC").asBoolean(),
        spec.path("hostUsers").isBoolean()
            ? Optional.of(spec.path("hostUsers").asBoolean())
            : Optional.empty(),
        Optional.of(spec.path("runtimeClassName").asText("")).filter(name -> !name.isEmpty()),
        hostPathVolumes(pod),
        containers);
  }

  private static Subject subject(
      PodTemplate pod,
      String namespace,
      Map<String, String> namespaceLabels,
      List<Container> containers) {
    List<ImageReference> images =
        containers.stream().flatMap(c -> ImageReference.tryParse(c.image()).stream()).toList();
    String account = pod.spec().path("serviceAccountName").asText("");
    return new Subject(
        namespace,
        namespaceLabels,
        labels(pod.metadata().path("labels")),
        account.isEmpty() ? "default" : account,
        images,
        images.size() == containers.size());
  }

  static Map<String, String> labels(JsonNode node) {
    Map<String, String> labels = new HashMap<>();
    node.properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
    return labels;
  }

  private static List<HostPathVolume> hostPathVolumes(PodTemplate pod) {
    List<HostPathVolume> found = new ArrayList<>();
    JsonNode volumes = pod.spec().path("volumes");
    for (int i = 0; i < volumes.size(); i++) {
      JsonNode hostPath = volumes.get(i).path("hostPath");
      if (hostPath.isObject()) {
        found.add(
            new HostPathVolume(
                volumes.get(i).path("name").asText(),
                hostPath.path("path").asText(),
                CREATING_TYPES.contains(hostPath.path("type").asText("")),
                "%s.volumes[%d].hostPath.path".formatted(pod.specPath(), i)));
      }
    }
    return found;
  }

  private static List<Container> containers(PodTemplate pod) {
    List<Container> found = new ArrayList<>();
    for (String list : CONTAINER_LISTS) {
      JsonNode containers = pod.spec().path(list);
      for (int i = 0; i < containers.size(); i++) {
        JsonNode container = containers.get(i);
        String field = "%s.%s[%d]".formatted(pod.specPath(), list, i);
        found.add(
            new Container(
                container.path("name").asText(),
                container.path("image").asText(),
                mounts(container.path("volumeMounts"), field)));
      }
    }
    return found;
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
}
