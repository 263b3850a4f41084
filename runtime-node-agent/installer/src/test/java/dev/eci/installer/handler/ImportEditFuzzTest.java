// SPDX-License-Identifier: Apache-2.0
package dev.eci.installer.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.installer.containerd.ContainerdConfig;
import dev.eci.installer.containerd.InvalidTomlException;
import dev.eci.installer.containerd.Toml;
import java.nio.charset.StandardCharsets;

/** containerd's config.toml as administrators wrote it. */
class ImportEditFuzzTest {
  private static final ImportEdit IMPORT = new ImportEdit("/etc/containerd/eci");

  @DictionaryEntries({
    "imports = [",
    "]",
    "version = 3\\x0A",
    "[plugins]",
    "\\x22\\x22\\x22",
    "'''",
    "#",
    "\\x5C",
    "\\x0A",
    "=",
    "{",
    "}",
    "[[a]]",
    "\\x22io.containerd.cri.v1.runtime\\x22",
    "containerd",
    "runtimes",
    "runc",
    "1979-05-27",
    "\\x0D\\x0A"
  })
  @FuzzTest
  void editAddsAnImportAndRemovesIt(byte[] file) throws InvalidTomlException {
    String text = new String(file, StandardCharsets.UTF_8);
    ObjectNode before;
    try {
      before = Toml.parse(text);
    } catch (InvalidTomlException e) {
      return;
    }
    accessors(text);
    if (before.path("imports").isMissingNode() || before.path("imports").isArray()) {
      String edited = IMPORT.insertInto(text);
      assertThat(IMPORT.removeFrom(edited)).isEqualTo(text);
      ObjectNode after = Toml.parse(edited);
      assertThat(after.path("imports").toString()).contains("/etc/containerd/eci/*.toml");
      before.remove("imports");
      after.remove("imports");
      assertThat(after).isEqualTo(before);
    }
  }

  private static void accessors(String text) throws InvalidTomlException {
    ContainerdConfig config = ContainerdConfig.parse(text);
    config.version();
    config.socket();
    config.tasks();
    config.defaultHandler();
    assertThat(config.withoutHandler("eci").handler("eci")).isEmpty();
    assertThat(config.differences(config)).isEmpty();
  }

  /** Strings that the installer writes are read as they were. */
  @FuzzTest
  void writtenStringIsReadBack(byte[] text) throws InvalidTomlException {
    String value = new String(text, StandardCharsets.UTF_8);
    assertThat(Toml.parse("a = " + Toml.string(value)).path("a").asText()).isEqualTo(value);
  }
}
