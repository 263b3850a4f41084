// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.audit;

import dev.eci.operator.report.PolicyImpact;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The last scan's result for each policy, and listeners for changes. */
public final class ScanResults {
  private volatile Map<String, PolicyImpact> last = Map.of();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /** Empty before the first scan that included the policy. */
  public Optional<PolicyImpact> find(String policy) {
    return Optional.ofNullable(last.get(policy));
  }

  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void publish(Map<String, PolicyImpact> impacts) {
    boolean changed;
    synchronized (this) {
      changed = !last.equals(impacts);
      last = impacts;
    }
    if (changed) {
      listeners.forEach(Runnable::run);
    }
  }
}
