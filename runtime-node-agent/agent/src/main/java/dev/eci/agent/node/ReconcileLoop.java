package dev.eci.agent.node;

import dev.eci.support.log.Log;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets the keeper look again and again, on one thread. */
final class ReconcileLoop implements AutoCloseable {
  private static final Log LOG = Log.of(ReconcileLoop.class);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

  private final Semaphore requested = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().name("keeper").unstarted(this::run);
  private final NodeReconciler nodeReconciler;
  private final Duration usual;
  private volatile boolean closed;

  ReconcileLoop(NodeReconciler nodeReconciler, Duration usual) {
    this.nodeReconciler = nodeReconciler;
    this.usual = usual;
  }

  void start() {
    thread.start();
  }

  /** Something changed: look now. */
  void wake() {
    requested.release();
  }

  private void run() {
    while (!closed) {
      try {
        requested.drainPermits();
        Duration next = reconcile();
        if (requested.tryAcquire(next.toMillis(), TimeUnit.MILLISECONDS)) {
          // what changes, changes in groups
          Thread.sleep(100);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Duration reconcile() {
    try {
      return nodeReconciler.reconcile(usual);
    } catch (IOException | RuntimeException e) {
      LOG.error("looking after the node failed, trying again", e);
      return AFTER_FAILURE;
    }
  }

  /** Does not cut a step short: what was begun is ended or recorded. */
  @Override
  public void close() {
    closed = true;
    wake();
    try {
      if (!thread.join(Duration.ofSeconds(20))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
