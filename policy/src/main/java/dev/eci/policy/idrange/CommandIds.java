// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.idrange;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * IDs that the command line of a container or of a build step gives to files or users: {@code RUN
 * useradd -u 70000 app}, {@code RUN chown 70000 /x}. Nothing else names them, and without a mapping
 * such a command fails with "Invalid argument". What is found are wishes: a command in a script is
 * not seen, and what is no ID after all costs a range of the pool.
 */
public final class CommandIds {
  private static final int MAX_TEXT = 1 << 14;

  private static final String ID = "([0-9]{5,10})";

  /** Options of useradd, groupadd, adduser, addgroup, usermod, install, setpriv and chroot. */
  private static final Pattern OPTION =
      Pattern.compile(
          "(?<=\\s)(?:-[ugo]|--(?:uid|gid|owner|group|reuid|regid|userspec))[ =]?[\"']?"
              + ID
              + "(?::"
              + ID
              + ")?(?![0-9A-Za-z.])");

  /** {@code OWNER}, {@code OWNER:GROUP} or {@code :GROUP}, the first operand. */
  private static final Pattern OPERAND =
      Pattern.compile(
          "\\b(?:chown|chgrp|gosu|su-exec)(?:\\s++-[\\w=-]++){0,8}+\\s++[\"']?(?:"
              + ID
              + "|[A-Za-z_][\\w-]*+)?(?:[:.]"
              + ID
              + ")?(?![0-9A-Za-z.])");

  /** {@code NAME:PASSWORD:UID:GID:…} or {@code NAME:PASSWORD:GID:…}. */
  private static final Pattern ACCOUNT =
      Pattern.compile(
          "^[^:\n]++:[^:\n]*+:(?:([0-9]{5,10})|[0-9]++):(?:([0-9]{5,10}):)?", Pattern.MULTILINE);

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?([A-Za-z_]\\w*+)\\}?");

  private CommandIds() {}

  /**
   * The IDs in the order in which the command names them.
   *
   * @param arguments of the process
   * @param environment values of its variables by name; build arguments are among them
   */
  public static Set<Long> of(List<String> arguments, Map<String, String> environment) {
    String text = String.join(" ", arguments);
    if (text.length() > MAX_TEXT) {
      text = text.substring(0, MAX_TEXT);
    }
    String expanded =
        VARIABLE
            .matcher(text)
            .replaceAll(variable -> Matcher.quoteReplacement(value(variable, environment)));
    Set<Long> ids = new LinkedHashSet<>();
    for (Pattern pattern : List.of(OPTION, OPERAND)) {
      pattern.matcher(expanded).results().forEach(match -> add(match, ids));
    }
    return ids;
  }

  /**
   * The IDs of accounts.
   *
   * @param lines of /etc/passwd or /etc/group
   */
  public static Set<Long> ofAccounts(String lines) {
    Set<Long> ids = new LinkedHashSet<>();
    ACCOUNT.matcher(lines).results().forEach(match -> add(match, ids));
    return ids;
  }

  /**
   * Adds wishes to IDs that a container has to have, as long as all of them fit into as many
   * windows as it can have.
   *
   * @param count of the IDs from 0 up
   */
  public static SortedSet<Long> withWishes(
      long count, Collection<Long> named, Collection<Long> wishes) {
    SortedSet<Long> all = new TreeSet<>(named);
    for (long wish : wishes) {
      all.add(wish);
      if (RequestedIds.of(count, all).windows().size() > RequestedIds.MAX_WINDOWS) {
        all.remove(wish);
      }
    }
    return all;
  }

  private static String value(MatchResult variable, Map<String, String> environment) {
    String value = environment.getOrDefault(variable.group(1), "");
    return value.matches("[0-9]{1,10}") ? value : variable.group();
  }

  private static void add(MatchResult match, Set<Long> ids) {
    for (int group = 1; group <= match.groupCount(); group++) {
      if (match.group(group) != null) {
        long id = Long.parseLong(match.group(group));
        if (id >= IdRange.SIZE && id <= RequestedIds.LAST) {
          ids.add(id);
        }
      }
    }
  }
}
