// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.hostpath;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An absolute host path in one canonical spelling: {@code /var//run/./docker.sock} is {@code
 * /run/docker.sock}.
 *
 * <p>Form: {@code /} or {@code /a/b}, no empty, {@code .} or {@code ..} segment; links that every
 * Linux node has ({@link WellKnownSymlinks}) are replaced by their targets. Everything here is
 * lexical: the agent resolves the symbolic links of its own node.
 *
 * <p>Errors: {@link InvalidHostPathException} for a relative, empty or overlong path, a NUL, and a
 * {@code ..} that leaves a well-known link. Readers disagree on the latter (Docker cleans the text
 * first, the kernel follows the link first), so no single result is safe.
 */
public record HostPath(String value) {
  /** The kernel's limit; longer paths cannot be opened. */
  static final int PATH_MAX = 4096;

  public HostPath {
    value = canonical(value);
  }

  /** Parses {@code path} as a user wrote it. */
  public static HostPath of(String path) {
    return new HostPath(path);
  }

  /** As {@link #of}, for callers that need no reason: empty where that throws. */
  public static Optional<HostPath> parse(String path) {
    try {
      return Optional.of(new HostPath(path));
    } catch (InvalidHostPathException e) {
      return Optional.empty();
    }
  }

  /**
   * The path as Docker reads it, which cleans the text and ignores links. For messages about a path
   * that has no single meaning; empty where Docker rejects it too.
   */
  public static Optional<HostPath> cleaned(String path) {
    List<String> walked = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (segment.equals("..")) {
        if (!walked.isEmpty()) {
          walked.removeLast();
        }
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        walked.add(segment);
      }
    }
    return path.startsWith("/") ? parse(join(walked)) : Optional.empty();
  }

  /** The names between the slashes; empty for the root. */
  public List<String> segments() {
    return split(value);
  }

  /** The directory that contains the last name; the root for the root. */
  public HostPath parent() {
    List<String> names = segments();
    return names.isEmpty() ? this : of(join(names.subList(0, names.size() - 1)));
  }

  /** Whether this is {@code ancestor} or lies below it, by whole segments. */
  public boolean startsWith(HostPath ancestor) {
    return ancestor.value.equals("/")
        || value.equals(ancestor.value)
        || value.startsWith(ancestor.value + "/");
  }

  /** Whether {@code other} is this path or lies below it, by whole segments. */
  public boolean contains(HostPath other) {
    return other.startsWith(this);
  }

  /**
   * Whether the path leads through a link of a process, such as {@code /proc/1/root} or {@code
   * /proc/self/fd/3}. Such a path ends wherever the process points it, so its text proves nothing.
   */
  public boolean containsProcessLink() {
    return ProcSymlinks.containsLink(segments());
  }

  @Override
  public String toString() {
    return value;
  }

  private static String canonical(String path) {
    if (path.isEmpty()) {
      throw new InvalidHostPathException(
          "the path is empty; write an absolute path such as /srv/data");
    }
    if (path.length() > PATH_MAX) {
      throw new InvalidHostPathException("the path has more than " + PATH_MAX + " characters");
    }
    if (path.indexOf('\0') >= 0) {
      throw new InvalidHostPathException("the path holds a NUL character");
    }
    if (path.charAt(0) != '/') {
      throw new InvalidHostPathException(
          "path \"" + path + "\" is not absolute; it must start with /");
    }
    return join(WellKnownSymlinks.fold(walk(path)));
  }

  private static List<String> walk(String path) {
    var walked = new ArrayList<String>();
    for (String segment : split(path)) {
      switch (segment) {
        case "", "." -> {}
        case ".." -> parent(walked, path);
        default -> walked.add(segment);
      }
    }
    return walked;
  }

  private static void parent(List<String> walked, String path) {
    if (walked.isEmpty()) {
      return; // the parent of the root is the root
    }
    var target = WellKnownSymlinks.fold(walked);
    if (WellKnownSymlinks.isLink(walked) || ProcSymlinks.isLink(target)) {
      throw new InvalidHostPathException(
          "path \"%s\" leaves the link %s by \"..\"; write the path without \"..\""
              .formatted(path, join(walked)));
    }
    walked.removeLast();
  }

  private static List<String> split(String path) {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  private static String join(List<String> segments) {
    return "/" + String.join("/", segments);
  }
}
