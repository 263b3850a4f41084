package dev.eci.bench.admission;

import dev.eci.bench.Answer;

/** Something that can be asked alone: {@code -Dbench.only=NAME}. */
interface Question {
  String name();

  Answer ask(int samples);
}
