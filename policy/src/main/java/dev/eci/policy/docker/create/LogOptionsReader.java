// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.create.RequestedAccess.HostMount;
import dev.eci.policy.message.LogMessages;
import dev.eci.policy.model.RuleId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * RES-2 and RES-3 in the options of log drivers, with which the engine, as root, writes to sockets
 * and reads files of the node. It parses addresses as URLs: a scheme in any case, one slash or two,
 * encoded characters. So only one spelling of a socket is accepted.
 */
final class LogOptionsReader {
  /** Of the engine's own drivers: fluentd, syslog, gelf, splunk, awslogs. */
  private static final Pattern ADDRESS = Pattern.compile(".*-(address|url|endpoint)");

  private static final Pattern NETWORK =
      Pattern.compile("(tcp|udp|tcp\\+tls|tls|https?)://.*", Pattern.CASE_INSENSITIVE);

  /** Without a scheme; drivers add theirs, or refuse it. */
  private static final Pattern HOST_AND_PORT = Pattern.compile("[\\w.\\-\\[\\]:]*");

  /** In every spelling that the engine reads as a socket. */
  private static final Pattern UNIX =
      Pattern.compile("\\s*unix(gram)?:.*", Pattern.CASE_INSENSITIVE);

  /** A path without what a URL encodes or ends a path with. */
  private static final Pattern SOCKET = Pattern.compile("unix(?:gram)?://(/[^%?#\\s\\\\]*)");

  private static final Set<String> FILES =
      Set.of("syslog-tls-ca-cert", "syslog-tls-cert", "syslog-tls-key", "splunk-capath");

  /** Templates, patterns and names that the engine's drivers write into records. */
  private static final Set<String> TEXTS =
      Set.of(
          "awslogs-datetime-format",
          "awslogs-group",
          "awslogs-multiline-pattern",
          "awslogs-stream",
          "env",
          "env-regex",
          "labels",
          "labels-regex",
          "splunk-index",
          "splunk-source",
          "splunk-sourcetype",
          "tag");

  /** A path on the one host that hands out credentials to containers of AWS. */
  private static final String CREDENTIALS = "awslogs-credentials-endpoint";

  private LogOptionsReader() {}

  /**
   * Reads the options of a log driver.
   *
   * @param options name of the member that has them
   */
  static void read(JsonFields config, String options, RequestedAccess requestedAccess)
      throws MalformedBodyException {
    for (Map.Entry<String, String> option : config.map(options).entrySet()) {
      String key = option.getKey().toLowerCase(Locale.ROOT);
      String value = option.getValue();
      String field = config.path(options) + "." + option.getKey();
      if (TEXTS.contains(key) || (key.equals(CREDENTIALS) && value.startsWith("/"))) {
        continue;
      }
      if (FILES.contains(key) && !value.isEmpty()) {
        requestedAccess.paths.add(new HostMount(value, true, field));
      } else if (UNIX.matcher(value).matches()) {
        socket(value, field, requestedAccess);
      } else if (ADDRESS.matcher(key).matches()
          && !NETWORK.matcher(value).matches()
          && !HOST_AND_PORT.matcher(value).matches()) {
        requestedAccess.addViolation(RuleId.RES_2, field, p -> LogMessages.addressDenied(value));
      }
    }
  }

  private static void socket(String value, String field, RequestedAccess requestedAccess) {
    Matcher socket = SOCKET.matcher(value);
    if (socket.matches()) {
      requestedAccess.paths.add(new HostMount(socket.group(1), false, field));
    } else {
      requestedAccess.addViolation(RuleId.RES_2, field, p -> LogMessages.socketNotCanonical(value));
    }
  }
}
