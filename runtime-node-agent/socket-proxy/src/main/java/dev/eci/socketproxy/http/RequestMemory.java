// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all requests of the socket may use while they are read and evaluated. The same
 * process starts containers, and must not run out of memory because of what callers send.
 */
final class RequestMemory {
  /** A third of the agent's heap (-Xmx40m in jvm.options). */
  private static final long CAPACITY = 14 << 20;

  private final long capacity;
  private final AtomicLong used = new AtomicLong();
  private final Map<String, Long> byCaller = new ConcurrentHashMap<>();

  RequestMemory() {
    this(CAPACITY);
  }

  RequestMemory(long capacity) {
    this.capacity = capacity;
  }

  /** The share of one request, which is empty as yet. */
  Share share(String caller) {
    return new Share(caller);
  }

  long used() {
    return used.get();
  }

  /** What one request uses. A request and the lookups for it run on different threads. */
  final class Share {
    private final String caller;
    private long held;
    private int users = 1;

    private Share(String caller) {
      this.caller = caller;
    }

    /** Whether the request may use so many bytes more. */
    synchronized boolean tryGrow(long bytes) {
      if (users == 0) {
        return false;
      }
      long total = used.addAndGet(bytes);
      long own = byCaller.merge(caller, bytes, Long::sum);
      // one caller alone may use all of it, but never keep the others from their half
      if (total > capacity || (own > capacity / 2 && total > own)) {
        give(bytes);
        return false;
      }
      held += bytes;
      return true;
    }

    /** The request is still in use, even if its connection ends. */
    synchronized Share retain() {
      users++;
      return this;
    }

    synchronized void release() {
      if (users > 0 && --users == 0) {
        give(held);
        held = 0;
      }
    }

    private void give(long bytes) {
      used.addAndGet(-bytes);
      byCaller.computeIfPresent(caller, (_, own) -> own == bytes ? null : own - bytes);
    }
  }
}
