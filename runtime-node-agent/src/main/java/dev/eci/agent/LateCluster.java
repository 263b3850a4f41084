package dev.eci.agent;

import dev.eci.agent.runtime.ClusterView;
import dev.eci.crds.read.Policies;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands in for the watched cluster until there is one, so that the socket can be served first. */
final class LateCluster implements ClusterView {
  private volatile @Nullable ClusterView real;

  void is(ClusterView view) {
    real = view;
  }

  @Override
  public boolean ready() {
    ClusterView view = real;
    return view != null && view.ready();
  }

  @Override
  public Policies policies() {
    ClusterView view = real;
    return view == null ? new Policies(List.of(), List.of()) : view.policies();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    ClusterView view = real;
    return view == null ? Optional.empty() : view.namespaceLabels(namespace);
  }
}
