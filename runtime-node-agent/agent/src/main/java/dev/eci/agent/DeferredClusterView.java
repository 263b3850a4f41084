package dev.eci.agent;

import dev.eci.crds.conversion.PolicySnapshot;
import dev.eci.support.policy.PolicyView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Stands in for the watched cluster until there is one, so that the socket can be served first. */
public final class DeferredClusterView implements PolicyView {
  private volatile @Nullable PolicyView delegate;

  public void complete(PolicyView view) {
    delegate = view;
  }

  @Override
  public boolean isReady() {
    PolicyView view = delegate;
    return view != null && view.isReady();
  }

  @Override
  public PolicySnapshot policies() {
    PolicyView view = delegate;
    return view == null ? new PolicySnapshot(List.of(), List.of()) : view.policies();
  }

  @Override
  public Optional<Map<String, String>> namespaceLabels(String namespace) {
    PolicyView view = delegate;
    return view == null ? Optional.empty() : view.namespaceLabels(namespace);
  }
}
