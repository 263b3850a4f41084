package dev.eci.webhook.cache;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Which cluster reviews are about: the one that is watched, or the one that files tell. */
public class ClusterViewProducer {
  @Produces
  @ApplicationScoped
  ClusterView view(InformerClusterView watched, FilePolicies files) {
    return files.isConfigured() ? files : watched;
  }
}
