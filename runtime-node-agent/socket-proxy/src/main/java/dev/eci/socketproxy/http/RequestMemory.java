// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import java.util.HashMap;
import java.util.Map;

/**
 * The memory that all requests of the socket may use while they are read and evaluated. The same
 * process starts containers, and must not run out of memory because of what callers send.
 *
 * <p>What one caller holds, it may hold for long. So it never gets more than half, and all
 * containers together never more than two thirds: callers of the node always have room.
 */
final class RequestMemory {
  /** A third of the agent's heap (-Xmx40m in jvm.options). */
  private static final long CAPACITY = 14 << 20;

  private final long capacity;
  private final Map<Account, Long> byAccount = new HashMap<>();
  private long used;
  private long usedByContainers;

  RequestMemory() {
    this(CAPACITY);
  }

  RequestMemory(long capacity) {
    this.capacity = capacity;
  }

  /**
   * Who is charged.
   *
   * @param name unique among the callers
   * @param isOfNode whether the caller is known to be in no container
   */
  record Account(String name, boolean isOfNode) {
    /** For a connection whose caller is not identified yet, or is unknown. */
    static Account ofPeer(long uid) {
      return new Account("peer " + uid, false);
    }

    static Account of(Caller caller, Account peer) {
      return switch (caller) {
        case Caller.InContainer in -> new Account(in.containerId(), false);
        case Caller.Host host -> new Account("uid " + host.uid(), true);
        case Caller.Unknown _ -> peer;
      };
    }
  }

  /** The share of one request, which is empty as yet. */
  Share share(Account account) {
    return new Share(account);
  }

  synchronized long used() {
    return used;
  }

  private long mostOfOne() {
    return capacity / 2;
  }

  private synchronized boolean tryTake(Account account, long bytes) {
    long own = byAccount.getOrDefault(account, 0L) + bytes;
    long ofContainers = usedByContainers + bytes;
    if (used + bytes > capacity
        || own > mostOfOne()
        || (!account.isOfNode() && ofContainers > capacity / 3 * 2)) {
      return false;
    }
    add(account, bytes);
    return true;
  }

  private synchronized void add(Account account, long bytes) {
    used += bytes;
    if (!account.isOfNode()) {
      usedByContainers += bytes;
    }
    byAccount.merge(account, bytes, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** There is no memory for a request. */
  static final class ExhaustedException extends Exception {
    private static final long serialVersionUID = 1;

    ExhaustedException() {
      super("no memory for the request", null, false, false);
    }
  }

  /** What one request uses. A request and the lookups for it run on different threads. */
  final class Share {
    private Account account;
    private long held;
    private int users = 1;

    private Share(Account account) {
      this.account = account;
    }

    /** Whether the request may use so many bytes more. */
    synchronized boolean tryGrow(long bytes) {
      if (users == 0 || !tryTake(account, bytes)) {
        return false;
      }
      held += bytes;
      return true;
    }

    /** Whether the request may use so many bytes in all. Fewer than before are always granted. */
    synchronized boolean tryHold(long bytes) {
      if (users > 0 && bytes < held) {
        add(account, bytes - held);
        held = bytes;
        return true;
      }
      return bytes == held || tryGrow(bytes - held);
    }

    /** Whether no caller could get so many bytes more for this request, however long it waits. */
    synchronized boolean isBeyondReach(long bytes) {
      return held + bytes > mostOfOne();
    }

    /** Charges another account with all of it. Returns whether that one may use so much. */
    synchronized boolean tryCharge(Account other) {
      long all = held;
      boolean shrunk = tryHold(0);
      account = other;
      return shrunk && tryHold(all);
    }

    /** The request is still in use, even if its connection ends. */
    synchronized Share retain() {
      users++;
      return this;
    }

    synchronized void release() {
      if (users > 0 && --users == 0 && held > 0) {
        add(account, -held);
        held = 0;
      }
    }
  }
}
