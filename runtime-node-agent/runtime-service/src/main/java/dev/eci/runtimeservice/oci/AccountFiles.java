// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.policy.idrange.CommandIds;
import dev.eci.support.host.HostRoot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The users and groups of an image: they own its files, whichever user a container starts as. The
 * files are what the image made them, so they are read only if they are short, and no link in them
 * leads out of the root file system.
 *
 * @param host the node's root
 */
record AccountFiles(HostRoot host) {
  private static final int MAX_BYTES = 1 << 16;

  /**
   * The IDs in /etc/passwd and /etc/group that need a mapping of their own; none if the files
   * cannot be read.
   */
  Set<Long> ids(ContainerBundle bundle, Spec spec) {
    Set<Long> ids = new LinkedHashSet<>();
    for (String file : List.of("/etc/passwd", "/etc/group")) {
      try {
        Path root =
            host.locate(
                Path.of(bundle.path()).resolve(spec.root().path("path").asText()).toString());
        ids.addAll(CommandIds.ofAccounts(text(new HostRoot(root).locate(file))));
      } catch (IOException | InvalidPathException | InvalidSpecException e) {
        // an image without these files has no users; what is wrong with the root is said later
      }
    }
    return ids;
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MAX_BYTES) {
      return "";
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(MAX_BYTES), StandardCharsets.ISO_8859_1);
    }
  }
}
