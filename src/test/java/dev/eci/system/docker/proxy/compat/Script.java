// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.compat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A section of resources/docker/everyday.txt.
 *
 * @param later why it cannot be the same yet; empty if it is
 */
record Script(String name, String later, String text) {
  private static final Pattern START = Pattern.compile("(?m)^## ");
  private static final Pattern HEAD = Pattern.compile("([a-z-]+)(?: \\(later: (.*)\\))?");

  static List<Script> all() {
    try (InputStream table =
        Objects.requireNonNull(Script.class.getResourceAsStream("/docker/everyday.txt"))) {
      return START
          .splitAsStream(new String(table.readAllBytes(), StandardCharsets.UTF_8))
          .skip(1)
          .map(Script::section)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Script section(String section) {
    int end = section.indexOf('\n');
    Matcher head = HEAD.matcher(section.substring(0, end).strip());
    if (!head.matches()) {
      throw new IllegalStateException("no name of a script: " + section.substring(0, end));
    }
    return new Script(
        head.group(1), Objects.requireNonNullElse(head.group(2), ""), section.substring(end + 1));
  }
}
