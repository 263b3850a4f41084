package dev.eci.webhook.cluster;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** Which cluster reviews are about: the one that is watched, or the one that files tell. */
public class TheCluster {
  @Produces
  @ApplicationScoped
  ClusterView view(WatchedCluster watched, FilePolicies files) {
    return files.given() ? files : watched;
  }
}
