package dev.eci.policy.docker;

import java.util.Map;

/** Answers to the questions of one request. What was not answered counts as not available. */
public record Facts(Map<Question, Answer> answers) {
  public static final Facts NONE = new Facts(Map.of());

  public Facts {
    answers = Map.copyOf(answers);
  }

  public Answer of(Question question) {
    return answers.getOrDefault(question, new Answer.Unavailable("nobody asked"));
  }
}
