// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The content of /etc/subuid or /etc/subgid (subuid(5)): lines {@code owner:base:count}.
 *
 * @param own ranges of the owner {@code eci}
 * @param others ranges of all other owners
 * @param malformed lines that could not be read, as messages with their number
 */
public record SubIds(List<IdRange> own, List<IdRange> others, List<String> malformed) {
  public static final String OWNER = "eci";
  public static final SubIds NONE = new SubIds(List.of(), List.of(), List.of());

  private static final Pattern LINE = Pattern.compile("([^:]+):([0-9]{1,10}):([0-9]{1,10})");

  public SubIds {
    own = List.copyOf(own);
    others = List.copyOf(others);
    malformed = List.copyOf(malformed);
  }

  /**
   * Parses one file.
   *
   * @param file its name, for messages
   * @throws InvalidPoolException if a line of the owner eci is invalid; invalid lines of other
   *     owners are only listed
   */
  public static SubIds parse(String file, String text) {
    List<IdRange> own = new ArrayList<>();
    List<IdRange> others = new ArrayList<>();
    List<String> malformed = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher read = LINE.matcher(line);
      boolean ours = line.equals(OWNER) || line.startsWith(OWNER + ":");
      if (read.matches() && Long.parseLong(read.group(3)) > 0) {
        (ours ? own : others)
            .add(new IdRange(Long.parseLong(read.group(2)), Long.parseLong(read.group(3))));
      } else if (ours) {
        throw new InvalidPoolException("%s line %d: write eci:BASE:COUNT".formatted(file, i + 1));
      } else {
        malformed.add("%s line %d cannot be read and is ignored".formatted(file, i + 1));
      }
    }
    return new SubIds(own, others, malformed);
  }

  /**
   * The pool of a node: its own line, or {@code otherwise}; never IDs that either file gives to
   * other owners.
   *
   * @throws InvalidPoolException if the files disagree: one range is for UIDs and GIDs alike
   */
  public static RangePool pool(SubIds uids, SubIds gids, RangePool otherwise) {
    List<IdRange> others = new ArrayList<>(uids.others);
    others.addAll(gids.others);
    if (!uids.own.equals(gids.own)) {
      throw new InvalidPoolException(
          "/etc/subuid and /etc/subgid need the same line eci:BASE:COUNT, or neither of them one");
    }
    return switch (uids.own.size()) {
      case 0 -> otherwise.without(others);
      case 1 -> RangePool.of(uids.own.getFirst().base(), uids.own.getFirst().size(), others);
      default ->
          throw new InvalidPoolException("/etc/subuid has more than one line eci:BASE:COUNT");
    };
  }
}
