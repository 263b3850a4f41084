// SPDX-License-Identifier: Apache-2.0
package dev.eci.webhook.standalone;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.crds.file.PolicyFile;
import dev.eci.crds.file.PolicySet;
import dev.eci.crds.file.PolicyTarget;
import dev.eci.crds.pod.ClusterLookup;
import dev.eci.policy.model.Policy;
import dev.eci.policy.pod.ImageVerificationRequest;
import dev.eci.webhook.cache.ClusterView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A cluster as files describe it: policies and namespaces, without nodes and volumes.
 *
 * @param labels of namespaces, by name; a namespace that is not listed exists as well
 */
public record FileClusterView(PolicySnapshot policies, Map<String, Map<String, String>> labels)
    implements ClusterView {
  private static final String NAME_LABEL = "kubernetes.io/metadata.name";

  public FileClusterView {
    labels = Map.copyOf(labels);
  }

  /** Reads the files once. The message of an exception names the file. */
  public static FileClusterView read(List<Path> files, @Nullable Path namespaces)
      throws IOException, InvalidPolicyFileException {
    List<Policy> policies = new ArrayList<>();
    for (Path file : files) {
      policies.addAll(readPolicies(file).policies());
    }
    return new FileClusterView(
        new PolicySnapshot(policies, List.of()),
        namespaces == null ? Map.of() : readLabels(namespaces));
  }

  private static PolicySet readPolicies(Path file) throws IOException, InvalidPolicyFileException {
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

  private static Map<String, Map<String, String>> readLabels(Path file) throws IOException {
    Map<String, Map<String, String>> byNamespace = new HashMap<>();
    for (JsonNode object : ManifestReader.read(file)) {
      if (object.path("kind").asText().equals("Namespace")) {
        Map<String, String> labels = new HashMap<>();
        object
            .at("/metadata/labels")
            .properties()
            .forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
        byNamespace.put(object.at("/metadata/name").asText(), Map.copyOf(labels));
      }
    }
    return byNamespace;
  }

  /** The namespace's labels, with the one that the API server adds to every namespace. */
  Map<String, String> labelsOf(String namespace) {
    Map<String, String> all = new HashMap<>(labels.getOrDefault(namespace, Map.of()));
    all.put(NAME_LABEL, namespace);
    return all;
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public boolean supportsUserNamespacesOnAllNodes() {
    return true;
  }

  /** Does nothing: signatures are verified by the operator, and standalone there is none. */
  @Override
  public Optional<String> requestVerification(
      String namespace, Collection<ImageVerificationRequest> images) {
    return Optional.empty();
  }

  @Override
  public ClusterLookup lookup() {
    return ClusterLookup.unknown();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return Optional.of(labelsOf(namespace));
  }
}
