package dev.eci.bench.runtime;

import dev.eci.bench.Answer;

/** Something that can be asked alone: {@code -Dbench.only=NAME}. */
interface Question {
  String name();

  Answer ask(Setting setting);
}
