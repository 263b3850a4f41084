// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The roots and keys of a policy. */
class TrustedRootFuzzTest {
  @DictionaryEntries({
    "-----BEGIN PUBLIC KEY-----",
    "-----END PUBLIC KEY-----",
    "-----BEGIN CERTIFICATE-----",
    "-----END CERTIFICATE-----",
    "certificateAuthorities",
    "tlogs",
    "validFor",
    "rawBytes"
  })
  @FuzzTest
  void rootIsReadOrRejected(byte[] sent) {
    String text = new String(sent, StandardCharsets.UTF_8);
    for (Consumer<String> reader :
        List.<Consumer<String>>of(
            TrustedRoot::sigstore,
            TrustedRoot::logs,
            TrustedRoot::authorities,
            TrustedRoot::timestampAuthorities)) {
      try {
        reader.accept(text);
      } catch (InvalidSignerException e) {
        // what the readers document
      }
    }
  }
}
