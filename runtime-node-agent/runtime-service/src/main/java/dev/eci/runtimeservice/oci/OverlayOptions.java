// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import dev.eci.runtimeservice.oci.RootfsPlan.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads an overlay's layers from the options that the kernel shows for it (overlayfs,
 * ovl_show_options). The kernel escapes commas within a value in octal. The program that mounted
 * the overlay escaped colons within a name with a backslash, which shows up as {@code \134:}.
 */
final class OverlayOptions {
  private static final Set<String> ACCESS_MODES = Set.of("rw", "ro");

  private final List<String> lower = new ArrayList<>();
  private final List<String> options = new ArrayList<>();
  private @Nullable String upper;
  private @Nullable String work;

  private OverlayOptions() {}

  /**
   * Reads the layers, with absolute names.
   *
   * @param mountPoint from which the start of relative names follows if there is no upper
   *     directory: engines change into the layers' common parent when the names would not fit into
   *     one page
   */
  static Overlay read(String superOptions, String mountPoint) throws InvalidSpecException {
    OverlayOptions read = new OverlayOptions();
    for (String option : superOptions.split(",")) {
      read.addOption(option);
    }
    return read.resolved(mountPoint);
  }

  private void addOption(String option) throws InvalidSpecException {
    int equals = option.indexOf('=');
    String value = option.substring(equals + 1);
    switch (equals < 0 ? "" : option.substring(0, equals)) {
      case "lowerdir" -> lower.addAll(directories(value));
      // since Linux 6.8: one option per layer, in which a colon separates nothing
      case "lowerdir+" -> lower.add(MountInfoEscapes.decode(value));
      case "datadir+" -> throw dataOnly();
      case "upperdir" -> upper = MountInfoEscapes.decode(value);
      case "workdir" -> work = MountInfoEscapes.decode(value);
      default -> {
        if (!ACCESS_MODES.contains(option)) {
          options.add(MountInfoEscapes.decode(option));
        }
      }
    }
  }

  private static List<String> directories(String written) throws InvalidSpecException {
    List<String> directories = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean literal = false;
    for (int i = 0; i < written.length(); i++) {
      char next = written.charAt(i);
      boolean escaped = MountInfoEscapes.isEscape(written, i);
      if (escaped) {
        next = MountInfoEscapes.character(written, i);
        i += 3;
      }
      if (literal || next != '\\') {
        if (next == ':' && !literal && !escaped) {
          directories.add(name.toString());
          name.setLength(0);
        } else {
          name.append(next);
        }
        literal = false;
      } else {
        literal = true;
      }
    }
    directories.add(name.toString());
    if (directories.contains("")) {
      throw dataOnly();
    }
    return directories;
  }

  private static InvalidSpecException dataOnly() {
    return new InvalidSpecException(
        "its root file system has data-only layers, which are not supported");
  }

  private Overlay resolved(String mountPoint) throws InvalidSpecException {
    if (lower.isEmpty() || (upper == null) != (work == null)) {
      throw new InvalidSpecException(
          "the layers of the overlay at %s are not shown".formatted(mountPoint));
    }
    String start = grandparent(upper != null && upper.startsWith("/") ? upper : mountPoint);
    List<String> absolute = new ArrayList<>();
    for (String directory : lower) {
      absolute.add(absolute(directory, start));
    }
    return new Overlay(
        List.copyOf(absolute),
        upper == null ? Optional.empty() : Optional.of(absolute(upper, start)),
        work == null ? Optional.empty() : Optional.of(absolute(work, start)),
        List.copyOf(options));
  }

  private static String absolute(String name, String start) throws InvalidSpecException {
    String absolute = name.startsWith("/") ? name : start + "/" + name;
    List<String> segments = List.of(absolute.split("/", -1));
    if (segments.contains("..") || segments.contains(".")) {
      throw new InvalidSpecException(
          "a layer of the root file system has the unsupported name %s".formatted(name));
    }
    return absolute;
  }

  private static String grandparent(String path) {
    int parent = path.lastIndexOf('/');
    int grandparent = parent <= 0 ? 0 : path.lastIndexOf('/', parent - 1);
    return path.substring(0, Math.max(grandparent, 0));
  }
}
