// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.node;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Requests the next reconciliation of the node. Safe for any thread. */
final class WakeSignal {
  private final Semaphore requests = new Semaphore(0);

  /** Something changed: reconcile now. */
  void send() {
    requests.release();
  }

  /** Forgets requests that the reconciliation that starts now covers. */
  void reset() {
    requests.drainPermits();
  }

  /** Waits for a request. */
  boolean await(Duration limit) throws InterruptedException {
    return requests.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
  }
}
