package dev.eci.system.docker.proxy.everyday;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes out of an output what differs from run to run: ids, times, addresses, the side's name. */
record Plain(String name, String socket) {
  private static final Map<Pattern, String> VARYING = new LinkedHashMap<>();

  static {
    vary("\\b[0-9a-f]{64}\\b", "ID");
    vary("\\b[0-9a-f]{12}\\b", "ID");
    vary("\\b[0-9a-z]{25}\\b", "ID");
    vary(
        "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?( ?Z| \\+0000 UTC|\\+00:00)?",
        "TIME");
    vary("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT", "TIME");
    vary("(Less than a|About an?|\\d+) (second|minute|hour)s?( ago)?", "AGO");
    vary("\\b(10|172)\\.\\d+\\.\\d+\\.\\d+\\b", "ADDRESS");
    vary("(?<=127\\.0\\.0\\.1:)\\d{5}\\b", "PORT");
    vary("\\b([0-9a-f]{2}:){5}[0-9a-f]{2}\\b", "MAC");
    vary("\\b\\d+(\\.\\d+)?m?s\\b", "DURATION");
    // how a terminal shows the end of the input of `script`, sooner or later
    vary("\\^@|\\x00", "");
    vary("(?m)^bash: line \\d+: *\\d* ", "bash: ");
    vary("(?m) +$", "");
    vary(" {2,}", "  ");
  }

  private static void vary(String pattern, String with) {
    VARYING.put(Pattern.compile(pattern), with);
  }

  String of(String output) {
    String plain = output.replace(name, "NAME").replace(socket, "SOCKET");
    for (Map.Entry<Pattern, String> one : VARYING.entrySet()) {
      plain = one.getKey().matcher(plain).replaceAll(one.getValue());
    }
    return plain.strip();
  }
}
