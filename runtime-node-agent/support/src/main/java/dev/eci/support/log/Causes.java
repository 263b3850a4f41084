// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.log;

import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;

/** An exception as one line for users: what failed, and why. */
public final class Causes {
  private static final int MAX = 4;

  private Causes() {}

  /**
   * The messages of the exception and its causes. The type is named where the message alone says
   * nothing: {@code NoSuchFileException} has only the path.
   */
  public static String sentence(Throwable thrown) {
    List<String> parts = new ArrayList<>();
    Throwable at = thrown;
    for (int i = 0; i < MAX && at != null; i++) {
      String part = describe(at);
      if (parts.stream().noneMatch(earlier -> earlier.contains(part))) {
        parts.add(part);
      }
      at = at.getCause();
    }
    return String.join(": ", parts).replaceAll("\\s+", " ");
  }

  private static String describe(Throwable thrown) {
    String message = thrown.getMessage();
    String type = thrown.getClass().getSimpleName();
    if (message == null || message.isBlank()) {
      return type;
    }
    return thrown instanceof FileSystemException
            || thrown instanceof RuntimeException
            || thrown instanceof Error
        ? type + ": " + message
        : message;
  }
}
