package dev.eci.operator.objects;

import dev.eci.operator.status.ReconcileResult;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The last result, and listeners for changes. */
public final class ReconcileResults {
  private final AtomicReference<ReconcileResult> last =
      new AtomicReference<>(ReconcileResult.none());
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public ReconcileResult last() {
    return last.get();
  }

  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void publish(ReconcileResult reconcileResult) {
    if (!last.getAndSet(reconcileResult).equals(reconcileResult)) {
      listeners.forEach(Runnable::run);
    }
  }
}
