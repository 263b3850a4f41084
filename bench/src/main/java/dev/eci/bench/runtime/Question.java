package dev.eci.bench.runtime;

/** Something that can be asked alone: {@code -Dbench.only=NAME}. */
interface Question {
  String name();

  Answer ask(Setting setting);
}
