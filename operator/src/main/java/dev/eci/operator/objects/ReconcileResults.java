// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.objects;

import dev.eci.operator.status.ReconcileResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The last result, and listeners for changes. */
public final class ReconcileResults {
  private volatile ReconcileResult last = ReconcileResult.none();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public ReconcileResult last() {
    return last;
  }

  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void publish(ReconcileResult reconcileResult) {
    boolean changed;
    synchronized (this) {
      changed = !last.equals(reconcileResult);
      last = reconcileResult;
    }
    if (changed) {
      listeners.forEach(Runnable::run);
    }
  }
}
