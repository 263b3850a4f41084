// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;

/**
 * The verifications that run at once. Names of images are chosen by the authors of pods, and a host
 * that does not respond keeps its slot for up to a minute. So half of the slots are for registries
 * that a policy's authority names, each of which gets a third of all. Each other host gets one, and
 * those that have not responded yet never get the last one of these.
 */
final class RegistrySlots {
  /** More than any cluster uses; the names are chosen by the authors of pods. */
  static final int REMEMBERED = 1024;

  private final int ofNamed;
  private final Semaphore all;
  private final Semaphore unnamed;
  private final Semaphore newcomers;
  private final Map<String, Host> hosts = new HashMap<>();
  private final Set<String> responded =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>(16, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > REMEMBERED;
                }
              }));

  /** The slots of one host, while verifications use them or wait for them. */
  private static final class Host {
    private final Semaphore slots;
    private int users;

    Host(int slots) {
      this.slots = new Semaphore(slots, true);
    }
  }

  /**
   * All of them free.
   *
   * @param count at least 6
   */
  RegistrySlots(int count) {
    ofNamed = count / 3;
    all = new Semaphore(count, true);
    unnamed = new Semaphore(count / 2, true);
    newcomers = new Semaphore(count / 2 - 1, true);
  }

  /** A slot that is used; closed when the verification has ended. */
  @FunctionalInterface
  interface Slot extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Waits for a slot.
   *
   * @param isNamed whether a policy's authority names the registry, rather than only a pattern that
   *     matches every registry
   */
  Slot acquire(String registry, boolean isNamed) throws InterruptedException {
    Slot own = acquireOwn(registry, isNamed);
    if (isNamed) {
      return acquire(all, own);
    }
    Slot rest = responded.contains(registry) ? own : acquire(newcomers, own);
    return acquire(all, acquire(unnamed, rest));
  }

  private static Slot acquire(Semaphore slots, Slot before) throws InterruptedException {
    try {
      slots.acquire();
    } catch (InterruptedException e) {
      before.close();
      throw e;
    }
    return () -> {
      slots.release();
      before.close();
    };
  }

  private Slot acquireOwn(String registry, boolean isNamed) throws InterruptedException {
    // a policy that names the host may be new: it is as if it were another host
    String name = (isNamed ? "named " : "") + registry;
    Host host;
    synchronized (hosts) {
      host = hosts.computeIfAbsent(name, any -> new Host(isNamed ? ofNamed : 1));
      host.users++;
    }
    return acquire(host.slots, () -> leave(name, host));
  }

  private void leave(String name, Host host) {
    synchronized (hosts) {
      host.users--;
      if (host.users == 0) {
        hosts.remove(name);
      }
    }
  }

  int knownHosts() {
    synchronized (hosts) {
      return Math.max(hosts.size(), responded.size());
    }
  }

  /** A host that cannot be reached is a newcomer again; refused requests are responses. */
  void report(String registry, boolean hasResponded) {
    if (hasResponded) {
      responded.add(registry);
    } else {
      responded.remove(registry);
    }
  }
}
