package dev.eci.webhook.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.crds.file.PolicyFile;
import dev.eci.crds.file.PolicySet;
import dev.eci.crds.file.PolicyTarget;
import dev.eci.policy.model.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as files tell it.
 *
 * @param labels of namespaces, by name; every other namespace exists too
 */
public record FileClusterView(PolicySnapshot policies, Map<String, Map<String, String>> labels) {
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  public FileClusterView {
    labels = Map.copyOf(labels);
  }

  /** The exception's message names the file. */
  public static FileClusterView read(List<Path> files, @Nullable Path namespaces)
      throws IOException, InvalidPolicyFileException {
    List<Policy> policies = new ArrayList<>();
    for (Path file : files) {
      policies.addAll(read(file).policies());
    }
    Map<String, Map<String, String>> labels = new HashMap<>();
    if (namespaces != null) {
      for (JsonNode object : ManifestReader.read(namespaces)) {
        if (object.path("kind").asText().equals("Namespace")) {
          Map<String, String> own = new HashMap<>();
          object
              .at("/metadata/labels")
              .properties()
              .forEach(e -> own.put(e.getKey(), e.getValue().asText()));
          labels.put(object.at("/metadata/name").asText(), Map.copyOf(own));
        }
      }
    }
    return new FileClusterView(new PolicySnapshot(policies, List.of()), labels);
  }

  private static PolicySet read(Path file) throws IOException, InvalidPolicyFileException {
    try {
      PolicySet set = PolicyFile.read(file, PolicyTarget.CLUSTER);
      set.notes().forEach(note -> System.err.printf("%s: %s%n", file, note));
      return set;
    } catch (InvalidPolicyFileException e) {
      throw e.withFileName(file.toString());
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e), e);
    }
  }

  /** As the API server labels each namespace. */
  public Map<String, String> labelsOf(String namespace) {
    Map<String, String> all = new HashMap<>(labels.getOrDefault(namespace, Map.of()));
    all.put(NAME_LABEL, namespace);
    return all;
  }
}
