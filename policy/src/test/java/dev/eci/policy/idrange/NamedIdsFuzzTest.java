// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;

/** The annotation that any user may put on a pod or a container. */
class NamedIdsFuzzTest {
  @DictionaryEntries({",", " ", "1000620000", "4294967295", "-1", "0"})
  @FuzzTest
  void readsWhatItWrites(byte[] sent) throws NamedIds.InvalidIdsException {
    SortedSet<Long> ids;
    try {
      ids = NamedIds.parse(new String(sent, StandardCharsets.UTF_8));
    } catch (NamedIds.InvalidIdsException e) {
      return;
    }
    assertThat(ids).allMatch(id -> id >= 0 && id <= RequestedIds.LAST);
    assertThat(NamedIds.parse(NamedIds.format(ids))).isEqualTo(ids);
  }
}
