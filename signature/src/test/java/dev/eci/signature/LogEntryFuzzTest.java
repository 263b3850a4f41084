// SPDX-License-Identifier: Apache-2.0
package dev.eci.signature;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.signature.testing.Cosign3;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a signature brings as evidence of a transparency log, and its notes. */
class LogEntryFuzzTest {
  private static final List<TransparencyLog> LOGS = logs();

  @DictionaryEntries({
    "inclusionPromise",
    "inclusionProof",
    "integratedTime",
    "logIndex",
    "treeSize",
    "rootHash",
    "hashes",
    "checkpoint",
    "envelope",
    "signedEntryTimestamp",
    "canonicalizedBody"
  })
  @FuzzTest
  void entryIsReadOrRejected(byte[] json) {
    try {
      LogEntry entry = LogEntry.ofBundle(Json.read(json, "the entry"));
      entry.check(LOGS);
    } catch (SignatureVerificationException e) {
      // what the readers document
    }
    try {
      LogEntry.ofAnnotation(new String(json, StandardCharsets.UTF_8)).check(LOGS);
    } catch (SignatureVerificationException e) {
      // what the readers document
    }
  }

  @DictionaryEntries({"\\x0A\\x0A", "\\xE2\\x80\\x94 ", "log.example", "\\x0A", " - 1"})
  @FuzzTest
  void checkpointIsReadOrRejected(byte[] note) {
    try {
      Checkpoint.of(new String(note, StandardCharsets.UTF_8), LOGS);
    } catch (SignatureVerificationException e) {
      // what the reader documents
    }
  }

  private static List<TransparencyLog> logs() {
    try {
      return TrustedRoot.sigstore(Cosign3.file("public.trusted-root.json")).logs();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
