// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker.proxy.compat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes out of an output what differs from run to run: ids, times, addresses, the side's name. */
public record OutputNormalizer(String name, String socket) {
  private static final Map<Pattern, String> VARYING = new LinkedHashMap<>();

  static {
    addRule("\\b[0-9a-f]{64}\\b", "ID");
    addRule("\\b[0-9a-f]{12}\\b", "ID");
    addRule("\\b[0-9a-z]{25}\\b", "ID");
    addRule(
        "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?( ?Z| \\+0000 UTC|\\+00:00)?",
        "TIME");
    addRule("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT", "TIME");
    addRule("(Less than a|About an?|\\d+) (second|minute|hour)s?( ago)?", "AGO");
    addRule("\\b(10|172)\\.\\d+\\.\\d+\\.\\d+\\b", "ADDRESS");
    addRule("(?<=127\\.0\\.0\\.1:)\\d{5}\\b", "PORT");
    addRule("\\b([0-9a-f]{2}:){5}[0-9a-f]{2}\\b", "MAC");
    addRule("\\b\\d+(\\.\\d+)?m?s\\b", "DURATION");
    // how a terminal shows the end of the input of `script`, sooner or later
    addRule("\\^@|\\x00", "");
    addRule("(?m)^bash: line \\d+: *\\d* ", "bash: ");
    addRule("(?m) +$", "");
    addRule(" {2,}", "  ");
  }

  private static void addRule(String pattern, String with) {
    VARYING.put(Pattern.compile(pattern), with);
  }

  public String normalize(String output) {
    String plain = output.replace(name, "NAME").replace(socket, "SOCKET");
    for (Map.Entry<Pattern, String> one : VARYING.entrySet()) {
      plain = one.getKey().matcher(plain).replaceAll(one.getValue());
    }
    return plain.strip();
  }
}
