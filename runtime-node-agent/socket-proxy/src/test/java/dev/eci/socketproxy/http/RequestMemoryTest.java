// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.socketproxy.http.RequestMemory.Account;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {
  private static final Account ROOT = new Account("uid 0", true);
  private static final Account USER = new Account("uid 1000", true);
  private static final Account CONTAINER = new Account("c", false);
  private static final Account OTHER_CONTAINER = new Account("d", false);

  private final RequestMemory memory = new RequestMemory(120);

  @Test
  void boundsWhatAllRequestsUse() {
    RequestMemory.Share one = memory.share(ROOT);
    RequestMemory.Share other = memory.share(USER);
    assertThat(one.tryGrow(60)).isTrue();
    assertThat(other.tryGrow(60)).isTrue();
    assertThat(memory.share(CONTAINER).tryGrow(1)).isFalse();
    assertThat(memory.used()).isEqualTo(120);
    one.release();
    assertThat(memory.used()).isEqualTo(60);
    other.release();
    assertThat(memory.used()).isZero();
  }

  /** What the first caller holds stays held, so it must leave the half before others come. */
  @Test
  void leavesHalfToCallersThatComeLater() {
    assertThat(memory.share(ROOT).tryGrow(61)).isFalse();
    assertThat(memory.share(ROOT).tryGrow(50)).isTrue();
    assertThat(memory.share(ROOT).tryGrow(11)).isFalse();
    assertThat(memory.share(ROOT).tryGrow(10)).isTrue();
    assertThat(memory.share(USER).tryGrow(60)).isTrue();
  }

  @Test
  void leavesThirdToCallersOfNode() {
    assertThat(memory.share(CONTAINER).tryGrow(60)).isTrue();
    assertThat(memory.share(OTHER_CONTAINER).tryGrow(21)).isFalse();
    assertThat(memory.share(OTHER_CONTAINER).tryGrow(20)).isTrue();
    assertThat(memory.share(Account.ofPeer(5)).tryGrow(1)).isFalse();
    assertThat(memory.share(ROOT).tryGrow(40)).isTrue();
  }

  @Test
  void chargesCallerForWhatPeerHolds() {
    RequestMemory.Share share = memory.share(Account.ofPeer(0));
    assertThat(share.tryHold(50)).isTrue();
    assertThat(share.tryHold(30)).isTrue();
    assertThat(share.tryCharge(ROOT)).isTrue();
    assertThat(memory.share(CONTAINER).tryGrow(60)).isTrue();
    assertThat(memory.share(ROOT).tryGrow(31)).isFalse();
    assertThat(memory.share(OTHER_CONTAINER).tryGrow(20)).isTrue();
    assertThat(share.tryCharge(OTHER_CONTAINER)).isFalse();
    assertThat(memory.used()).isEqualTo(80);
    share.release();
    assertThat(memory.used()).isEqualTo(80);
  }

  @Test
  void tellsWhatNoWaitingHelps() {
    RequestMemory.Share share = memory.share(CONTAINER);
    assertThat(memory.share(CONTAINER).tryGrow(50)).isTrue();
    assertThat(share.tryGrow(11)).isFalse();
    assertThat(share.isBeyondReach(11)).isFalse();
    assertThat(share.isBeyondReach(61)).isTrue();
  }

  /** Lookups go on for a while after their connection has ended. */
  @Test
  void keepsShareUntilLastUserReleasesIt() {
    RequestMemory.Share share = memory.share(CONTAINER);
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
