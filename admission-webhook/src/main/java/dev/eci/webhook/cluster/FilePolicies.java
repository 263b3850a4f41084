package dev.eci.webhook.cluster;

import dev.eci.crds.file.InvalidPolicyFile;
import dev.eci.crds.pod.Surroundings;
import dev.eci.crds.read.Policies;
import dev.eci.policy.pod.WantedImage;
import dev.eci.webhook.alone.FileCluster;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** A cluster as files tell it, where files are given instead of one (dev.eci.webhook.alone). */
@ApplicationScoped
@Typed(FilePolicies.class)
public class FilePolicies implements ClusterView {
  private final Optional<FileCluster> files;

  public FilePolicies(
      @ConfigProperty(name = "eci.alone.policies") Optional<List<Path>> policies,
      @ConfigProperty(name = "eci.alone.namespaces") Optional<Path> namespaces)
      throws IOException, InvalidPolicyFile {
    files =
        policies.isEmpty()
            ? Optional.empty()
            : Optional.of(FileCluster.read(policies.get(), namespaces.orElse(null)));
  }

  /** Whether there are files, so that no cluster is to be watched. */
  boolean given() {
    return files.isPresent();
  }

  @Override
  public boolean ready() {
    return given();
  }

  @Override
  public Policies policies() {
    return files.map(FileCluster::policies).orElse(Policies.NONE);
  }

  @Override
  public boolean nodesGiveUserNamespaces() {
    return true;
  }

  @Override
  public void want(Collection<WantedImage> images) {
    // nobody is there who could look
  }

  @Override
  public Surroundings surroundings() {
    return Surroundings.unknown();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return files.map(known -> known.labelsOf(namespace));
  }
}
