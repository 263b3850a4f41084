// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import dev.eci.policy.docker.Caller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The memory that requests of the socket may use for one purpose. The same process starts
 * containers, and must not run out of memory because of what callers send.
 *
 * <p>What one caller holds, it may hold for long. So it never gets more than its limit, and all
 * containers together never more than theirs. The same holds for the containers of one namespace,
 * and for all users of the node but root. What these leave is root's: it always has room. A request
 * can wait until what it needs is free; groups and then callers that got nothing for the longest
 * time come first.
 */
final class RequestMemory {
  private final Limits limits;
  private final Map<Account, Long> byAccount = new HashMap<>();
  private final Map<String, Long> byGroup = new HashMap<>();
  private final Set<Waiter> waiters = new LinkedHashSet<>();
  private final Map<Account, Long> lastGranted = new HashMap<>();
  private final Map<String, Long> lastGrantedToGroup = new HashMap<>();
  private long grants;
  private long used;
  private long usedByContainers;
  private long usedByRoot;

  /**
   * All of them in bytes.
   *
   * @param ofOne caller, and of all users of the node but root together
   * @param ofContainers all of them together; the containers of one namespace get half of that, or
   *     one request at a time if it needs more
   * @param reserve for root alone
   */
  record Limits(long capacity, long ofOne, long ofContainers, long reserve) {
    /** One caller gets at most half, all containers together at most two thirds. */
    static Limits shared(long capacity) {
      return new Limits(capacity, capacity / 2, capacity / 3 * 2, capacity / 6);
    }

    /** One request may need {@code most}, and a quarter of that is left for root in any case. */
    static Limits ofWholes(long most) {
      return new Limits(most / 2 * 3, most, most, most / 4);
    }
  }

  RequestMemory(Limits limits) {
    this.limits = limits;
  }

  /**
   * Who is charged.
   *
   * @param name unique among the callers
   * @param isOfNode whether the caller is known to be in no container
   * @param group of containers, by their namespace; of all users of the node but root; empty for a
   *     caller in none
   */
  record Account(String name, boolean isOfNode, String group) {
    private static final String ROOT = "uid 0";
    private static final String USERS = "users";

    Account(String name, boolean isOfNode) {
      this(name, isOfNode, isOfNode && !name.equals(ROOT) ? USERS : "");
    }

    boolean isRoot() {
      return isOfNode && name.equals(ROOT);
    }

    /** For a connection whose caller is not identified yet, or is unknown. */
    static Account ofPeer(long uid) {
      return new Account("peer " + uid, false);
    }

    static Account of(Caller caller, Account peer) {
      return switch (caller) {
        case Caller.InContainer in ->
            new Account(
                in.containerId(),
                false,
                in.pod().map(pod -> "namespace " + pod.namespace()).orElse(""));
        case Caller.Host host -> new Account("uid " + host.uid(), true);
        case Caller.Unknown _ -> peer;
      };
    }
  }

  /** There is no memory for a request. */
  static final class ExhaustedException extends Exception {
    private static final long serialVersionUID = 1;

    ExhaustedException() {
      super("no memory for the request", null, false, false);
    }
  }

  /** The share of one request, which is empty as yet. */
  Share share(Account account) {
    return new Share(account);
  }

  synchronized long used() {
    return used;
  }

  /** The most that one caller may use, in bytes. */
  long mostOfOne() {
    return limits.ofOne();
  }

  /** For a request that holds some bytes already. */
  private boolean tryTake(Account account, long held, long bytes) {
    if (used + bytes > limits.capacity()
        || byAccount.getOrDefault(account, 0L) + bytes > limits.ofOne()
        || (!account.isOfNode() && usedByContainers + bytes > limits.ofContainers())
        || (!account.isRoot() && used - usedByRoot + bytes > limits.capacity() - limits.reserve())
        || !hasGroupLeft(account, held, bytes)) {
      return false;
    }
    add(account, bytes);
    return true;
  }

  private boolean hasGroupLeft(Account account, long held, long bytes) {
    long ofGroup = byGroup.getOrDefault(account.group(), 0L);
    return account.group().isEmpty()
        || (account.isOfNode()
            ? ofGroup + bytes <= limits.ofOne()
            : ofGroup == held || ofGroup + bytes <= limits.ofContainers() / 2);
  }

  private void add(Account account, long bytes) {
    used += bytes;
    if (account.isRoot()) {
      usedByRoot += bytes;
    }
    if (!account.group().isEmpty()) {
      byGroup.merge(account.group(), bytes, (a, b) -> a + b == 0 ? null : a + b);
    }
    if (!account.isOfNode()) {
      usedByContainers += bytes;
    }
    byAccount.merge(account, bytes, (a, b) -> a + b == 0 ? null : a + b);
  }

  /** Grants what is free. In each caller's order, and no caller blocks another one. */
  private void grantWaiting() {
    List<Waiter> granted = new ArrayList<>();
    synchronized (this) {
      waiters.removeIf(waiter -> waiter.share.users == 0);
      for (Waiter next = nextGranted(); next != null; next = nextGranted()) {
        waiters.remove(next);
        Account account = next.share.account;
        lastGranted.put(account, ++grants);
        lastGrantedToGroup.put(turn(account), grants);
        granted.add(next);
      }
      if (waiters.isEmpty()) {
        lastGranted.clear();
        lastGrantedToGroup.clear();
      }
    }
    granted.forEach(waiter -> waiter.onGranted.run());
  }

  /** A namespace gets no more turns by more containers. */
  private static String turn(Account account) {
    return account.group().isEmpty() ? account.name() : account.group();
  }

  private @Nullable Waiter nextGranted() {
    Set<Account> seen = new HashSet<>();
    return waiters.stream()
        .filter(waiter -> seen.add(waiter.share.account))
        .sorted(
            Comparator.<Waiter, Long>comparing(
                    w -> lastGrantedToGroup.getOrDefault(turn(w.share.account), 0L))
                .thenComparing(w -> lastGranted.getOrDefault(w.share.account, 0L)))
        .filter(waiter -> waiter.share.tryTakeAll(waiter.bytes))
        .findFirst()
        .orElse(null);
  }

  /** A request that waits for memory. */
  final class Waiter {
    private final Share share;
    private final long bytes;
    private final Runnable onGranted;

    private Waiter(Share share, long bytes, Runnable onGranted) {
      this.share = share;
      this.bytes = bytes;
      this.onGranted = onGranted;
    }

    boolean isWaiting() {
      synchronized (RequestMemory.this) {
        return waiters.contains(this);
      }
    }

    /** Waits no longer. Returns whether the memory had not been granted yet. */
    boolean tryCancel() {
      synchronized (RequestMemory.this) {
        return waiters.remove(this);
      }
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

    private boolean tryTakeAll(long bytes) {
      if (users == 0 || (bytes > held && !tryTake(account, held, bytes - held))) {
        return false;
      }
      held = Math.max(held, bytes);
      return true;
    }

    /** Whether the request may use so many bytes in all, or does already. */
    boolean tryGrowTo(long bytes) {
      synchronized (RequestMemory.this) {
        return tryTakeAll(bytes);
      }
    }

    /** Whether the request may use so many bytes in all. Fewer than before are always granted. */
    boolean tryHold(long bytes) {
      synchronized (RequestMemory.this) {
        if (users == 0 || bytes >= held) {
          return tryTakeAll(bytes);
        }
        add(account, bytes - held);
        held = bytes;
      }
      grantWaiting();
      return true;
    }

    /**
     * Waits for so many bytes in all.
     *
     * @param onGranted is called once, by any thread, as soon as the request may use them
     */
    Waiter hold(long bytes, Runnable onGranted) {
      Waiter waiter = new Waiter(this, bytes, onGranted);
      synchronized (RequestMemory.this) {
        waiters.add(waiter);
      }
      grantWaiting();
      return waiter;
    }

    /** Charges another account with all of it. Returns whether that one may use so much. */
    boolean tryCharge(Account other) {
      synchronized (RequestMemory.this) {
        long all = held;
        add(account, -all);
        held = 0;
        account = other;
        return tryTakeAll(all);
      }
    }

    /** The request is still in use, even if its connection ends. */
    Share retain() {
      synchronized (RequestMemory.this) {
        users++;
        return this;
      }
    }

    void release() {
      synchronized (RequestMemory.this) {
        if (users == 0 || --users > 0) {
          return;
        }
        add(account, -held);
        held = 0;
      }
      grantWaiting();
    }
  }
}
