package dev.eci.agent.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * All figures, in the text format of Prometheus (exposition format 0.0.4). One that is given twice
 * by the same name and label is an error of ours.
 */
public final class Metrics {
  private enum Kind {
    counter,
    gauge
  }

  private record Label(String name, String value) {
    static final Label NONE = new Label("", "");

    String shown() {
      return name.isEmpty() ? "" : "{%s=\"%s\"}".formatted(name, escaped(value));
    }

    private static String escaped(String text) {
      return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
  }

  private record Family(Kind kind, String help, Map<Label, LongSupplier> values) {}

  private final Map<String, Family> families = Collections.synchronizedMap(new TreeMap<>());

  /** A new counter. */
  public Counter counter(String name, String help) {
    return counter(name, help, Label.NONE);
  }

  /** A new counter, one of several that differ in one label. */
  public Counter counter(String name, String help, String label, String value) {
    return counter(name, help, new Label(label, value));
  }

  private Counter counter(String name, String help, Label label) {
    Counter counter = new Counter();
    add(Kind.counter, name, help, label, counter::value);
    return counter;
  }

  /** {@code value} is asked at each scrape, on the server's thread. */
  public void gauge(String name, String help, LongSupplier value) {
    add(Kind.gauge, name, help, Label.NONE, value);
  }

  /** One of several that differ in one label. */
  public void gauge(String name, String help, String label, String labelled, LongSupplier value) {
    add(Kind.gauge, name, help, new Label(label, labelled), value);
  }

  private void add(Kind kind, String name, String help, Label label, LongSupplier value) {
    Family family =
        families.computeIfAbsent(
            name, _ -> new Family(kind, help, Collections.synchronizedMap(new LinkedHashMap<>())));
    if (family.kind() != kind || family.values().putIfAbsent(label, value) != null) {
      throw new IllegalArgumentException("given twice: " + name + label.shown());
    }
  }

  /** Everything, now. */
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
                  .append(label.shown())
                  .append(' ')
                  .append(value.getAsLong())
                  .append('\n'));
    }
    return text.toString();
  }
}
