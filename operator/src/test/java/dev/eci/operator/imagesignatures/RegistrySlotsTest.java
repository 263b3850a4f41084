// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Hosts that never respond must not keep registries that do from their verifications. */
class RegistrySlotsTest {
  private final RegistrySlots slots = new RegistrySlots(6);

  @Test
  void silentHostsLeaveSlotToUnnamedRegistryThatResponds() throws Exception {
    slots.report("good.example.com", true);
    for (int i = 0; i < 2; i++) {
      assertThat(canAcquire("silent%d.example.com".formatted(i), false)).isTrue();
    }
    assertThat(canAcquire("silent2.example.com", false)).isFalse();
    assertThat(canAcquire("good.example.com", false)).isTrue();
  }

  /** They respond once, and then to nothing. */
  @Test
  void hostsThatStopRespondingLeaveHalfToNamedRegistries() throws Exception {
    for (int i = 0; i < 4; i++) {
      slots.report("liar%d.example.com".formatted(i), true);
    }
    assertThat(canAcquire("liar0.example.com", false)).isTrue();
    assertThat(canAcquire("liar0.example.com", false)).isFalse();
    assertThat(canAcquire("liar1.example.com", false)).isTrue();
    assertThat(canAcquire("liar2.example.com", false)).isTrue();
    assertThat(canAcquire("liar3.example.com", false)).isFalse();
    for (int i = 0; i < 2; i++) {
      assertThat(canAcquire("named.example.com", true)).isTrue();
    }
    assertThat(canAcquire("named.example.com", true)).isFalse();
    assertThat(canAcquire("other-named.example.com", true)).isTrue();
  }

  @Test
  void unreachableRegistryIsNewcomer() throws Exception {
    slots.report("good.example.com", true);
    slots.report("good.example.com", false);
    assertThat(canAcquire("a.example.com", false)).isTrue();
    assertThat(canAcquire("b.example.com", false)).isTrue();
    assertThat(canAcquire("good.example.com", false)).isFalse();
  }

  @Test
  void forgetsHosts() throws Exception {
    for (int i = 0; i < 3000; i++) {
      String host = i + ".example.com";
      slots.acquire(host, false).close();
      slots.report(host, true);
    }
    assertThat(slots.knownHosts()).isEqualTo(RegistrySlots.REMEMBERED);
  }

  /** Keeps the slot. */
  private boolean canAcquire(String registry, boolean isNamed) throws InterruptedException {
    CountDownLatch acquired = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try {
            var _ = slots.acquire(registry, isNamed);
            acquired.countDown();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return acquired.await(Duration.ofMillis(500).toMillis(), TimeUnit.MILLISECONDS);
  }
}
