// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool as a node's administrator configures it. */
class SubIdsTest {
  private static final String OTHERS = "# users\nanna:100000:65536\n\nben:165536:65536\n";

  @Test
  void defaultPoolEndsBelowTwoToTheThirtyFirst() {
    assertThat(RangePool.DEFAULT.end() - 1).isEqualTo(2147418111L);
    assertThat(RangePool.DEFAULT.toString()).isEqualTo("1879048192:268369920");
    assertThat(RangePool.parse("1879048192:268369920")).isEqualTo(RangePool.DEFAULT);
  }

  @Test
  void usesDefaultPoolWithoutOwnEntry() {
    RangePool pool = pool(OTHERS, OTHERS);

    assertThat(pool.base()).isEqualTo(RangePool.DEFAULT.base());
    assertThat(pool.cutOut()).contains(new IdRange(100000, 65536), new IdRange(165536, 65536));
  }

  @Test
  void poolExcludesRangesOfOthersInEitherFile() {
    RangePool pool = pool(OTHERS + "eci:65536:1048576", "eci:65536:1048576\ncarl:400000:1");

    assertThat(pool.slots()).isEqualTo(16);
    assertThat(pool.isAvailable(new IdRange(65536, 65536))).isFalse();
    assertThat(pool.isAvailable(pool.slot(5))).isFalse();
    assertThat(pool.isAvailable(pool.slot(6))).isTrue();
  }

  @Test
  void rejectsDisagreeingFiles() {
    assertThatThrownBy(() -> pool("eci:1000000:65536", ""))
        .isInstanceOf(InvalidPoolException.class)
        .hasMessageContaining("the same line");
    assertThatThrownBy(() -> pool("eci:1000000:65536", "eci:2000000:65536"))
        .isInstanceOf(InvalidPoolException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eci", "eci:", "eci:1:2:3", "eci:a:65536", "eci:-5:1", "eci:100000:0"})
  void reportsLineNumberOfInvalidOwnEntry(String line) {
    assertThatThrownBy(() -> SubIds.parse("/etc/subuid", OTHERS + line))
        .isInstanceOf(InvalidPoolException.class)
        .hasMessage("/etc/subuid line 5: write eci:BASE:COUNT");
  }

  @Test
  void reportsAndIgnoresInvalidEntriesOfOthers() {
    SubIds read = SubIds.parse("/etc/subgid", "anna:x:1\neci2:1000000:65536\n");

    assertThat(read.malformed())
        .isEqualTo(List.of("/etc/subgid line 1 cannot be read and is ignored"));
    assertThat(read.others()).hasSize(1);
    assertThat(read.own()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "65535:65536",
    "0:4294967295",
    "65536:65535",
    "4294901760:65536",
    "1:2:3",
    "x:y",
    "''"
  })
  void rejectsInvalidPools(String written) {
    assertThatThrownBy(() -> RangePool.parse(written)).isInstanceOf(InvalidPoolException.class);
  }

  private static RangePool pool(String uids, String gids) {
    return SubIds.pool(
        SubIds.parse("/etc/subuid", uids), SubIds.parse("/etc/subgid", gids), RangePool.DEFAULT);
  }
}
