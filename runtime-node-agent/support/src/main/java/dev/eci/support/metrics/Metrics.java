// SPDX-License-Identifier: Apache-2.0
package dev.eci.support.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * All metrics, in the text format of Prometheus (exposition format 0.0.4). Registering a metric
 * twice with the same name and labels is a programming error.
 */
public final class Metrics {
  private enum Kind {
    counter,
    gauge
  }

  private record Labels(Map<String, String> values) {
    static final Labels NONE = new Labels(Map.of());

    String format() {
      return values.isEmpty()
          ? ""
          : new TreeMap<>(values)
              .entrySet().stream()
                  .map(label -> "%s=\"%s\"".formatted(label.getKey(), escape(label.getValue())))
                  .collect(Collectors.joining(",", "{", "}"));
    }

    private static String escape(String text) {
      return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
  }

  private record Family(Kind kind, String help, Map<Labels, LongSupplier> values) {}

  private final Map<String, Family> families = Collections.synchronizedMap(new TreeMap<>());

  /** A new counter. */
  public Counter counter(String name, String help) {
    return counter(name, help, Labels.NONE);
  }

  /** A new counter, one of several that differ in one label. */
  public Counter counter(String name, String help, String label, String value) {
    return counter(name, help, new Labels(Map.of(label, value)));
  }

  /** A new counter, one of several that differ in these labels. */
  public Counter counter(String name, String help, Map<String, String> labels) {
    return counter(name, help, new Labels(Map.copyOf(labels)));
  }

  private Counter counter(String name, String help, Labels labels) {
    Counter counter = new Counter();
    add(Kind.counter, name, help, labels, counter::value);
    return counter;
  }

  /** {@code value} is read at each scrape, on the server's thread. */
  public void gauge(String name, String help, LongSupplier value) {
    add(Kind.gauge, name, help, Labels.NONE, value);
  }

  /** One of several that differ in one label. */
  public void gauge(String name, String help, String label, String labelValue, LongSupplier value) {
    add(Kind.gauge, name, help, new Labels(Map.of(label, labelValue)), value);
  }

  private void add(Kind kind, String name, String help, Labels labels, LongSupplier value) {
    Family family =
        families.computeIfAbsent(
            name, _ -> new Family(kind, help, Collections.synchronizedMap(new LinkedHashMap<>())));
    if (family.kind() != kind || family.values().putIfAbsent(labels, value) != null) {
      throw new IllegalArgumentException("registered twice: " + name + labels.format());
    }
  }

  /** The current values of all metrics. */
  public String text() {
    StringBuilder text = new StringBuilder();
    List<Map.Entry<String, Family>> all;
    synchronized (families) {
      all = new ArrayList<>(families.entrySet());
    }
    for (Map.Entry<String, Family> entry : all) {
      String name = entry.getKey();
      Family family = entry.getValue();
      text.append("# HELP ").append(name).append(' ').append(family.help()).append('\n');
      text.append("# TYPE ").append(name).append(' ').append(family.kind()).append('\n');
      family
          .values()
          .forEach((label, value) ->
              text.append(name)
                  .append(label.format())
                  .append(' ')
                  .append(value.getAsLong())
                  .append('\n'));
    }
    return text.toString();
  }
}
