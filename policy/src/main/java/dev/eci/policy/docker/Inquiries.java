package dev.eci.policy.docker;

import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.create.Asked;
import dev.eci.policy.docker.create.CreateRules;
import dev.eci.policy.docker.create.Inquiry;
import dev.eci.policy.docker.route.Judge;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Asks until nothing is open, and decides. */
final class Inquiries {
  private Inquiries() {}

  static Step decide(Case it, Body body, Asked asked) {
    return decide(it, body, asked, Facts.NONE);
  }

  private static Step decide(Case it, Body body, Asked asked, Facts facts) {
    Set<Question> open = Inquiry.open(asked, facts);
    if (!open.isEmpty()) {
      return new Step.NeedsFacts(
          open, answers -> decide(it, body, asked, together(facts, open, answers)));
    }
    return missing(it, facts)
        .<Step>map(Step.Decided::new)
        .orElseGet(
            () -> it.decide(body, group -> CreateRules.check(asked, facts, it.setup(), group)));
  }

  /** What was not answered is not asked again. */
  static Facts together(Facts facts, Set<Question> open, Facts answers) {
    Map<Question, Answer> all = new HashMap<>(facts.answers());
    open.forEach(question -> all.put(question, answers.of(question)));
    return new Facts(all);
  }

  /**
   * What the engine could not say is not guessed; and what it does not have now it may have when
   * the request arrives there, so that the answer is given here. A service's image is pulled later,
   * where it runs.
   */
  static Optional<ApiDecision> missing(Case it, Facts facts) {
    for (Map.Entry<Question, Answer> fact : facts.answers().entrySet()) {
      if (fact.getValue() instanceof Answer.Unavailable(String why)) {
        return Optional.of(
            ApiDecision.Deny.refused(
                503,
                DockerApi.LEAD
                    + (fact.getKey() instanceof Question.OfPath
                        ? "it could not be found out where a path leads: "
                        : "the engine could not be asked: ")
                    + why));
      }
      if (fact.getValue() instanceof Answer.Absent) {
        switch (fact.getKey()) {
          case Question.OfContainer(String name) -> {
            return Optional.of(ApiDecision.Deny.refused(404, "No such container: " + name));
          }
          case Question.OfImage(String name) when it.operation().judge() != Judge.SERVICE -> {
            return Optional.of(ApiDecision.Deny.refused(404, "No such image: " + name));
          }
          case Question.OfExec(String id) -> {
            return Optional.of(ApiDecision.Deny.refused(404, "No such exec instance: " + id));
          }
          case Question.OfPath ignored -> {
            return Optional.of(
                ApiDecision.Deny.refused(503, DockerApi.LEAD + "nobody looked where a path leads"));
          }
          default -> {}
        }
      }
    }
    return Optional.empty();
  }
}
