// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PodUserNamespaceSupportTest {
  @ParameterizedTest
  @CsvSource({
    "containerd://2.1.4, true",
    "containerd://2.0.0-rc.1, true",
    "containerd://v2.2.0, true",
    "containerd://10.0.1, true",
    "containerd://1.7.35, false",
    "containerd://1.6.9~ds1, false",
    "containerd://Unknown, false",
    "containerd://, false",
    "cri-o://1.34.0, false",
    "'', false",
  })
  void isCertain(String reported, boolean certain) {
    assertThat(PodUserNamespaceSupport.isCertain(reported)).isEqualTo(certain);
  }
}
