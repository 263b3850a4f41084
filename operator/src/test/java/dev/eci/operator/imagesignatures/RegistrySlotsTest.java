// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.imagesignatures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Hosts that never respond must not keep registries that do from their verifications. */
class RegistrySlotsTest {
  private final RegistrySlots slots = new RegistrySlots(4);

  @Test
  void silentHostsShareHalfOfTheSlots() throws Exception {
    slots.report("good.example.com", true);
    for (int i = 0; i < 2; i++) {
      assertThat(canAcquire("silent%d.example.com".formatted(i))).isTrue();
    }
    assertThat(canAcquire("silent2.example.com")).isFalse();
    assertThat(canAcquire("good.example.com")).isTrue();
    assertThat(canAcquire("good.example.com")).isTrue();
  }

  @Test
  void noRegistryHasMoreThanHalf() throws Exception {
    slots.report("busy.example.com", true);
    slots.report("good.example.com", true);
    assertThat(canAcquire("busy.example.com")).isTrue();
    assertThat(canAcquire("busy.example.com")).isTrue();
    assertThat(canAcquire("busy.example.com")).isFalse();
    assertThat(canAcquire("good.example.com")).isTrue();
  }

  @Test
  void registryThatFailsIsANewcomer() throws Exception {
    slots.report("good.example.com", true);
    slots.report("good.example.com", false);
    assertThat(canAcquire("a.example.com")).isTrue();
    assertThat(canAcquire("b.example.com")).isTrue();
    assertThat(canAcquire("good.example.com")).isFalse();
  }

  /** Keeps the slot. */
  private boolean canAcquire(String registry) throws InterruptedException {
    CountDownLatch acquired = new CountDownLatch(1);
    Thread.ofVirtual()
        .start(() -> {
          try {
            var _ = slots.acquire(registry);
            acquired.countDown();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    return acquired.await(Duration.ofMillis(500).toMillis(), TimeUnit.MILLISECONDS);
  }
}
