// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.pod;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.policy.pod.UnmappableVolumeTypes;
import dev.eci.policy.pod.VolumeSource;
import dev.eci.policy.pod.VolumeSource.Attached;
import dev.eci.policy.pod.VolumeSource.Driver;
import dev.eci.policy.pod.VolumeSource.HostPathVolume;
import dev.eci.policy.pod.VolumeSource.Other;
import dev.eci.policy.pod.VolumeSource.PersistentPath;
import dev.eci.policy.pod.VolumeSource.Unmappable;
import dev.eci.policy.pod.VolumeTypes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the source of a volume. */
public final class VolumeReader {
  /** Objects in the spec of a PersistentVolume that are no source. */
  private static final List<String> NO_SOURCES = List.of("capacity", "claimRef", "nodeAffinity");

  /** A persistent volume has a source; the types that are not known here may be missing. */
  private static final String UNKNOWN = "unknown";

  private static final Other OTHER = new Other();

  private VolumeReader() {}

  /** A source, and the name of its field. */
  public record Read(VolumeSource source, String field) {}

  /** Reads one entry of a pod's volumes. */
  static Read ofPod(JsonNode volume, String namespace, ClusterLookup clusterLookup) {
    if (volume.path("hostPath").isObject()) {
      JsonNode host = volume.path("hostPath");
      return new Read(
          new HostPathVolume(host.path("path").asText(), host.path("type").asText("")),
          "hostPath.path");
    }
    if (volume.path("persistentVolumeClaim").isObject()) {
      String claim = volume.path("persistentVolumeClaim").path("claimName").asText("");
      return new Read(
          clusterLookup.claimedVolume(namespace, claim).orElse(OTHER),
          "persistentVolumeClaim.claimName");
    }
    if (volume.path("gitRepo").isObject()) {
      return new Read(new VolumeSource.GitRepo(), "gitRepo");
    }
    if (volume.path("image").isObject()) {
      return new Read(
          new VolumeSource.Image(volume.path("image").path("reference").asText()),
          "image.reference");
    }
    return driver(volume)
        .or(() -> remote(volume))
        .or(() -> attached(volume, VolumeTypes.OF_THE_POD, Optional.empty()))
        .orElse(new Read(OTHER, "name"));
  }

  /**
   * Reads the source of a PersistentVolume.
   *
   * @param spec of the PersistentVolume
   */
  public static VolumeSource ofPersistentVolume(String name, JsonNode spec) {
    return readPersistentVolume(name, spec).source();
  }

  /** As above, with the field of the source. */
  public static Read readPersistentVolume(String name, JsonNode spec) {
    for (String type : new String[] {"hostPath", "local"}) {
      if (spec.path(type).isObject()) {
        return new Read(
            new PersistentPath(name, spec.path(type).path("path").asText(), type.equals("local")),
            type + ".path");
      }
    }
    return driver(spec)
        .or(() -> remote(spec))
        .or(() -> migrated(spec))
        .or(() -> attached(spec, NO_SOURCES, Optional.of(name)))
        .orElseGet(() -> new Read(new Attached(UNKNOWN, Optional.of(name)), "persistentVolume"));
  }

  private static Optional<Read> migrated(JsonNode spec) {
    return VolumeTypes.MIGRATED_TO_CSI.stream()
        .filter(type -> spec.path(type).isObject())
        .map(type -> new Read(OTHER, type))
        .findFirst();
  }

  /** A source of any other type than {@code harmless}, whether it is known or not. */
  private static Optional<Read> attached(
      JsonNode volume, List<String> harmless, Optional<String> persistentVolume) {
    return volume.properties().stream()
        .filter(field -> field.getValue().isObject() && !harmless.contains(field.getKey()))
        .map(field -> new Read(new Attached(field.getKey(), persistentVolume), field.getKey()))
        .findFirst();
  }

  private static Optional<Read> driver(JsonNode volume) {
    if (volume.path("csi").isObject()) {
      JsonNode csi = volume.path("csi");
      String driver = csi.path("driver").asText();
      VolumeSource source =
          UnmappableVolumeTypes.ofDriver(driver)
              .map(fileSystem -> (VolumeSource) new Unmappable(fileSystem))
              .orElseGet(() -> new Driver(driver, texts(csi.path("volumeAttributes"))));
      return Optional.of(new Read(source, "csi"));
    }
    if (volume.path("flexVolume").isObject()) {
      JsonNode flex = volume.path("flexVolume");
      return Optional.of(
          new Read(
              new Driver(flex.path("driver").asText(), texts(flex.path("options"))), "flexVolume"));
    }
    return Optional.empty();
  }

  private static Optional<Read> remote(JsonNode volume) {
    return volume.properties().stream()
        .filter(e -> e.getValue().isObject())
        .flatMap(e ->
            UnmappableVolumeTypes.ofType(e.getKey()).stream()
                .map(type -> new Read(new Unmappable(type), e.getKey())))
        .findFirst();
  }

  private static Map<String, String> texts(JsonNode node) {
    Map<String, String> texts = new HashMap<>();
    node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }
}
