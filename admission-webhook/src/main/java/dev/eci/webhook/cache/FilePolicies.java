package dev.eci.webhook.cache;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.crds.file.InvalidPolicyFileException;
import dev.eci.crds.pod.ClusterLookup;
import dev.eci.policy.pod.ImageVerificationRequest;
import dev.eci.webhook.standalone.FileClusterView;
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
  private final Optional<FileClusterView> files;

  public FilePolicies(
      @ConfigProperty(name = "eci.alone.policies") Optional<List<Path>> policies,
      @ConfigProperty(name = "eci.alone.namespaces") Optional<Path> namespaces)
      throws IOException, InvalidPolicyFileException {
    files =
        policies.isEmpty()
            ? Optional.empty()
            : Optional.of(FileClusterView.read(policies.get(), namespaces.orElse(null)));
  }

  /** Whether there are files, so that no cluster is to be watched. */
  boolean isConfigured() {
    return files.isPresent();
  }

  @Override
  public boolean isReady() {
    return isConfigured();
  }

  @Override
  public PolicySnapshot policies() {
    return files.map(FileClusterView::policies).orElse(PolicySnapshot.NONE);
  }

  @Override
  public boolean supportsUserNamespacesOnAllNodes() {
    return true;
  }

  @Override
  public void requestVerification(Collection<ImageVerificationRequest> images) {
    // nobody is there who could look
  }

  @Override
  public ClusterLookup lookup() {
    return ClusterLookup.unknown();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    return files.map(known -> known.labelsOf(namespace));
  }
}
