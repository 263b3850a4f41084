// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.socketproxy.http.RequestMemory.Account;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestMemoryTest {
  private static final Account ROOT = new Account("uid 0", true);
  private static final Account USER = new Account("uid 1000", true);
  private static final Account CONTAINER = new Account("c", false);
  private static final Account OTHER_CONTAINER = new Account("d", false);

  private final RequestMemory memory = new RequestMemory(RequestMemory.Limits.shared(120));

  @Test
  void boundsWhatAllRequestsUse() {
    RequestMemory.Share one = memory.share(ROOT);
    RequestMemory.Share other = memory.share(USER);
    assertThat(one.tryHold(60)).isTrue();
    assertThat(other.tryHold(60)).isTrue();
    assertThat(memory.share(CONTAINER).tryHold(1)).isFalse();
    assertThat(memory.used()).isEqualTo(120);
    one.release();
    assertThat(memory.used()).isEqualTo(60);
    other.release();
    assertThat(memory.used()).isZero();
  }

  /** What the first caller holds stays held, so it must leave the half before others come. */
  @Test
  void leavesHalfToCallersThatComeLater() {
    assertThat(memory.share(ROOT).tryHold(61)).isFalse();
    assertThat(memory.share(ROOT).tryHold(50)).isTrue();
    assertThat(memory.share(ROOT).tryHold(11)).isFalse();
    assertThat(memory.share(ROOT).tryHold(10)).isTrue();
    assertThat(memory.share(USER).tryHold(60)).isTrue();
  }

  @Test
  void leavesThirdToCallersOfNode() {
    assertThat(memory.share(CONTAINER).tryHold(60)).isTrue();
    assertThat(memory.share(OTHER_CONTAINER).tryHold(21)).isFalse();
    assertThat(memory.share(OTHER_CONTAINER).tryHold(20)).isTrue();
    assertThat(memory.share(Account.ofPeer(5)).tryHold(1)).isFalse();
    assertThat(memory.share(ROOT).tryHold(40)).isTrue();
  }

  /** The containers and one user take all that they can get. */
  @Test
  void leavesRoomToRoot() {
    assertThat(memory.share(CONTAINER).tryHold(60)).isTrue();
    assertThat(memory.share(OTHER_CONTAINER).tryHold(20)).isTrue();
    assertThat(memory.share(USER).tryHold(21)).isFalse();
    assertThat(memory.share(USER).tryHold(20)).isTrue();
    assertThat(memory.share(ROOT).tryHold(20)).isTrue();
  }

  @Test
  void limitsAllUsersTogether() {
    Account other = new Account("uid 1001", true);
    assertThat(memory.share(USER).tryHold(50)).isTrue();
    assertThat(memory.share(other).tryHold(11)).isFalse();
    assertThat(memory.share(other).tryHold(10)).isTrue();
    assertThat(memory.share(ROOT).tryHold(60)).isTrue();
  }

  @Test
  void limitsContainersOfNamespaceTogether() {
    Account one = new Account("a1", false, "namespace a");
    Account two = new Account("a2", false, "namespace a");
    assertThat(memory.share(one).tryHold(30)).isTrue();
    assertThat(memory.share(two).tryHold(11)).isFalse();
    RequestMemory.Share rest = memory.share(two);
    assertThat(rest.tryHold(10)).isTrue();
    assertThat(memory.share(new Account("b", false, "namespace b")).tryHold(40)).isTrue();
    assertThat(memory.share(one).tryHold(1)).isFalse();
  }

  /** A request may be larger than its namespace's part, but it is the only one then. */
  @Test
  void grantsNamespaceOneLargeRequest() {
    Account one = new Account("a1", false, "namespace a");
    RequestMemory.Share large = memory.share(one);
    assertThat(large.tryHold(20)).isTrue();
    assertThat(large.tryHold(60)).isTrue();
    assertThat(memory.share(new Account("a2", false, "namespace a")).tryHold(1)).isFalse();
    assertThat(memory.share(new Account("b", false, "namespace b")).tryHold(20)).isTrue();
  }

  /** More containers do not bring a namespace more turns. */
  @Test
  void grantsNamespacesInTurns() {
    List<String> granted = new ArrayList<>();
    RequestMemory.Share first = memory.share(new Account("a0", false, "namespace a"));
    first.hold(60, () -> {});
    List<RequestMemory.Share> shares = new ArrayList<>();
    for (String container : List.of("a1", "a2", "b1")) {
      RequestMemory.Share share =
          memory.share(new Account(container, false, "namespace " + container.charAt(0)));
      shares.add(share);
      share.hold(60, () -> granted.add(container));
    }
    first.release();
    shares.getFirst().release();
    assertThat(granted).containsExactly("a1", "b1");
  }

  @Test
  void chargesCallerForWhatPeerHolds() {
    RequestMemory.Share share = memory.share(Account.ofPeer(0));
    assertThat(share.tryHold(50)).isTrue();
    assertThat(share.tryHold(30)).isTrue();
    assertThat(share.tryCharge(ROOT)).isTrue();
    assertThat(memory.share(CONTAINER).tryHold(60)).isTrue();
    assertThat(memory.share(ROOT).tryHold(31)).isFalse();
    assertThat(memory.share(OTHER_CONTAINER).tryHold(20)).isTrue();
    assertThat(share.tryCharge(OTHER_CONTAINER)).isFalse();
    assertThat(memory.used()).isEqualTo(80);
    share.release();
    assertThat(memory.used()).isEqualTo(80);
  }

  @Test
  void grantsInOrderOfEachCallerAndInTurns() {
    List<String> granted = new ArrayList<>();
    RequestMemory.Share first = memory.share(CONTAINER);
    assertThat(first.tryHold(60)).isTrue();
    RequestMemory.Share large = memory.share(CONTAINER);
    large.hold(50, () -> granted.add("large"));
    RequestMemory.Share behind = memory.share(CONTAINER);
    behind.hold(5, () -> granted.add("behind"));
    // the caller that waits keeps no other one from its share
    memory.share(OTHER_CONTAINER).hold(20, () -> granted.add("other"));
    memory.share(ROOT).hold(40, () -> granted.add("root"));
    assertThat(granted).containsExactly("other", "root");
    first.release();
    assertThat(granted).containsExactly("other", "root", "large", "behind");
  }

  @Test
  void servesCallerThatWaitedLongestFirst() {
    RequestMemory values = new RequestMemory(RequestMemory.Limits.ofWholes(100));
    List<String> granted = new ArrayList<>();
    RequestMemory.Share first = values.share(CONTAINER);
    assertThat(first.tryHold(100)).isTrue();
    RequestMemory.Share second = values.share(CONTAINER);
    second.hold(100, () -> granted.add("second"));
    values.share(CONTAINER).hold(100, () -> granted.add("third"));
    values.share(OTHER_CONTAINER).hold(10, () -> granted.add("other"));
    first.release();
    assertThat(granted).containsExactly("second");
    second.release();
    assertThat(granted).containsExactly("second", "other");
  }

  @Test
  void forgetsWaitersWhoseRequestHasEnded() {
    List<String> granted = new ArrayList<>();
    RequestMemory.Share first = memory.share(ROOT);
    assertThat(first.tryHold(60)).isTrue();
    RequestMemory.Share ended = memory.share(ROOT);
    RequestMemory.Waiter waiter = ended.hold(10, () -> granted.add("ended"));
    RequestMemory.Waiter late = memory.share(ROOT).hold(10, () -> granted.add("late"));
    assertThat(late.tryCancel()).isTrue();
    ended.release();
    assertThat(waiter.isWaiting()).isFalse();
    first.release();
    assertThat(granted).isEmpty();
    assertThat(memory.used()).isZero();
  }

  /** Lookups go on for a while after their connection has ended. */
  @Test
  void keepsShareUntilLastUserReleasesIt() {
    RequestMemory.Share share = memory.share(CONTAINER);
    assertThat(share.tryHold(10)).isTrue();
    RequestMemory.Share lookups = share.retain();
    share.release();
    assertThat(memory.used()).isEqualTo(10);
    lookups.release();
    assertThat(memory.used()).isZero();
    assertThat(share.tryHold(1)).isFalse();
    share.release();
    assertThat(memory.used()).isZero();
  }
}
