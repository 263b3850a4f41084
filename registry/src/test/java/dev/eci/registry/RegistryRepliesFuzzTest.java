// SPDX-License-Identifier: Apache-2.0
package dev.eci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.eci.registry.auth.Challenge;
import dev.eci.registry.auth.DockerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a registry answers, and pull secrets. */
class RegistryRepliesFuzzTest {
  @DictionaryEntries({"manifests", "platform", "digest", "os", "unknown", "sha256:"})
  @FuzzTest
  void manifestIsReadOrRejected(byte[] json) {
    try {
      assertThat(Manifest.of("sha256:" + "0".repeat(64), json).parts()).hasSizeLessThan(10_000);
    } catch (RegistryException e) {
      // what the reader documents
    }
  }

  @DictionaryEntries({"Bearer ", "Basic ", "realm=", "service=", "scope=", "\\x22", ","})
  @FuzzTest
  void challengeIsRead(byte[] header) {
    Challenge.of(List.of(new String(header, StandardCharsets.ISO_8859_1).split("\n")))
        .ifPresent(challenge -> assertThat(challenge.scheme()).isIn("bearer", "basic"));
  }

  @DictionaryEntries({"auths", "auth", "username", "password", "identitytoken", "https://", "/v1/"})
  @FuzzTest
  void pullSecretIsReadOrRejected(byte[] json) {
    try {
      DockerConfig.parse(json).loginFor("registry.example", "team/app");
    } catch (IOException e) {
      // what the reader documents
    }
  }
}
