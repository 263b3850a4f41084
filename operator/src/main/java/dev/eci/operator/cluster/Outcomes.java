package dev.eci.operator.cluster;

import dev.eci.operator.status.Outcome;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

/** The last outcome, and those who want to hear when it changes. */
public final class Outcomes {
  private final AtomicReference<Outcome> last = new AtomicReference<>(Outcome.none());
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  public Outcome last() {
    return last.get();
  }

  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  void publish(Outcome outcome) {
    if (!last.getAndSet(outcome).equals(outcome)) {
      listeners.forEach(Runnable::run);
    }
  }
}
