package dev.eci.agent;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.support.policy.PolicyView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands in for the watched cluster until there is one, so that the socket can be served first. */
final class DeferredClusterView implements PolicyView {
  private volatile @Nullable PolicyView real;

  void is(PolicyView view) {
    real = view;
  }

  @Override
  public boolean ready() {
    PolicyView view = real;
    return view != null && view.ready();
  }

  @Override
  public PolicySnapshot policies() {
    PolicyView view = real;
    return view == null ? new PolicySnapshot(List.of(), List.of()) : view.policies();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    PolicyView view = real;
    return view == null ? Optional.empty() : view.namespaceLabels(namespace);
  }
}
