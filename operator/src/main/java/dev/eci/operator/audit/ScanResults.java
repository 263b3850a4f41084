package dev.eci.operator.audit;

import dev.eci.operator.report.PolicyImpact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The last scan's result for each policy, and listeners for changes. */
public final class ScanResults {
  private final AtomicReference<Map<String, PolicyImpact>> last = new AtomicReference<>(Map.of());
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Empty before the first scan that included the policy. */
  public Optional<PolicyImpact> find(String policy) {
    return Optional.ofNullable(last.get().get(policy));
  }

  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void publish(Map<String, PolicyImpact> outlooks) {
    if (!last.getAndSet(outlooks).equals(outlooks)) {
      listeners.forEach(Runnable::run);
    }
  }
}
