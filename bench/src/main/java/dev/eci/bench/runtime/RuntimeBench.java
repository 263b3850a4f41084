package dev.eci.bench.runtime;

import dev.eci.bench.Answer;
import dev.eci.bench.Page;
import dev.eci.harness.Lab;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code make bench-runtime}: asks every question, writes each answer into its section of
 * docs/benchmarks.md as soon as it is there, and ends with one line per figure.
 */
public final class RuntimeBench {
  private RuntimeBench() {}

  public static void main(String[] args) {
    Setting setting = Setting.fromProperties();
    Lab.up();
    List<String> lines = new ArrayList<>();
    try (Hosts hosts = new Hosts(setting)) {
      List<Question> questions =
          List.of(
              new Start("runc", hosts),
              new Start("crun", hosts),
              new Layers(hosts),
              new Inside(hosts),
              new State(hosts),
              new Memory(hosts),
              new Pods());
      for (Question question : questions) {
        if (setting.asks(question)) {
          Answer answer = question.ask(setting);
          if (setting.real()) {
            Page.write("runtime-" + question.name(), answer.table());
          }
          System.out.print(answer.table());
          lines.addAll(answer.lines());
        }
      }
    }
    lines.forEach(System.out::println);
  }
}
