// SPDX-License-Identifier: Apache-2.0
package dev.eci.socketproxy.imageidentity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.eci.policy.image.ResolvedDigest;
import dev.eci.policy.image.ResolvedImages;
import dev.eci.policy.image.ResolvedReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Resolved digests survive a restart. */
class DigestCacheFileTest {
  private static final Instant NOW = Instant.parse("2026-11-01T00:00:00.123456789Z");

  @TempDir Path directory;

  private static String digest(String digit) {
    return "sha256:" + digit.repeat(64);
  }

  @Test
  void readsBackWrittenImages() {
    DigestCacheFile file = new DigestCacheFile(directory.resolve("images.json"));
    ResolvedImages images =
        ResolvedImages.NONE
            .withResolved(
                "docker.io/library/docker:cli",
                ResolvedReference.NEVER
                    .withDigest(new ResolvedDigest(digest("1"), Set.of(), NOW))
                    .withDigest(new ResolvedDigest(digest("2"), Set.of(digest("3")), NOW)))
            .withResolved(
                "docker.io/library/docker@" + digest("4"),
                ResolvedReference.NEVER.withoutDigest(NOW))
            .withResolved("x.example/never:1", ResolvedReference.NEVER);

    file.write(images);

    assertThat(file.read()).isEqualTo(images);
  }

  @Test
  void treatsUnreadableFileAsEmpty() throws IOException {
    Path path = directory.resolve("images.json");
    assertThat(new DigestCacheFile(path).read()).isEqualTo(ResolvedImages.NONE);
    for (String odd : new String[] {"", "{", "[]", "{}", "{\"images\":{\"x\":{}}}"}) {
      Files.writeString(path, odd);
      assertThat(new DigestCacheFile(path).read()).isEqualTo(ResolvedImages.NONE);
    }
  }
}
