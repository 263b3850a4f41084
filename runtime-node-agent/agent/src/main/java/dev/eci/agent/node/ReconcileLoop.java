// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import dev.eci.support.log.Log;
import java.io.IOException;
import java.time.Duration;

/** Reconciles the node again and again, on one thread. */
final class ReconcileLoop implements AutoCloseable {
  private static final Log LOG = Log.of(ReconcileLoop.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Thread thread = Thread.ofPlatform().name("reconciler").unstarted(this::run);
  private final NodeReconciler reconciler;
  private final WakeSignal signal;
  private final Duration interval;
  private volatile boolean closed;

  /**
   * Does nothing before {@link #start()}.
   *
   * @param interval between two reconciliations, at most
   */
  ReconcileLoop(NodeReconciler reconciler, WakeSignal signal, Duration interval) {
    this.reconciler = reconciler;
    this.signal = signal;
    this.interval = interval;
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (!closed) {
      try {
        signal.reset();
        Duration next = reconcile();
        if (signal.await(next)) {
          // changes come in groups
          Thread.sleep(100);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Duration reconcile() {
    try {
      return reconciler.reconcile(interval);
    } catch (IOException | RuntimeException e) {
      LOG.error("node reconciliation failed, retrying", e);
      return AFTER_FAILURE;
    }
  }

  /** Lets the step under way finish or be recorded. */
  @Override
  public void close() {
    closed = true;
    signal.send();
    try {
      if (!thread.join(Duration.ofSeconds(20))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
