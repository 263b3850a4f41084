// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestMemoryTest {
  private final RequestMemory memory = new RequestMemory(100);

  @Test
  void boundsWhatAllRequestsUse() {
    RequestMemory.Share one = memory.share("a");
    RequestMemory.Share other = memory.share("b");
    assertThat(one.tryGrow(50)).isTrue();
    assertThat(other.tryGrow(50)).isTrue();
    assertThat(other.tryGrow(1)).isFalse();
    assertThat(memory.used()).isEqualTo(100);
    one.release();
    assertThat(memory.used()).isEqualTo(50);
    other.release();
    assertThat(memory.used()).isZero();
  }

  @Test
  void leavesHalfToOtherCallers() {
    RequestMemory.Share alone = memory.share("a");
    assertThat(alone.tryGrow(90)).isTrue();
    alone.release();
    RequestMemory.Share other = memory.share("b");
    assertThat(other.tryGrow(10)).isTrue();
    RequestMemory.Share many = memory.share("a");
    assertThat(many.tryGrow(50)).isTrue();
    assertThat(memory.share("a").tryGrow(1)).isFalse();
    assertThat(other.tryGrow(40)).isTrue();
  }

  /** Lookups go on for a while after their connection has ended. */
  @Test
  void keepsShareUntilLastUserReleasesIt() {
    RequestMemory.Share share = memory.share("a");
    assertThat(share.tryGrow(10)).isTrue();
    RequestMemory.Share lookups = share.retain();
    share.release();
    assertThat(memory.used()).isEqualTo(10);
    lookups.release();
    assertThat(memory.used()).isZero();
    assertThat(share.tryGrow(1)).isFalse();
    share.release();
    assertThat(memory.used()).isZero();
  }
}
