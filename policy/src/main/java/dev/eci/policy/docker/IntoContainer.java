package dev.eci.policy.docker;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.Question.OfContainer;
import dev.eci.policy.docker.Question.OfExec;
import dev.eci.policy.docker.create.Asked;
import dev.eci.policy.docker.create.CreateRules;
import dev.eci.policy.docker.route.Judge;
import dev.eci.policy.text.CommandTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * SOCK-5: a caller in a container reaches into protected containers only. By an exec, an attach, a
 * start or files of one from before (ISO-8) it would act outside of any user namespace. People on
 * the node may: they made that container.
 */
final class IntoContainer {
  private IntoContainer() {}

  /** {@code asked} is what else is to be judged. */
  static Step judge(Case it, Body body, Asked asked) {
    if (!it.inContainer()) {
      return decide(it, body, asked, Optional.empty());
    }
    String name = it.operation().nameIn(it.target());
    return it.operation().judge() == Judge.EXEC
        ? ask(
            it,
            new OfExec(name),
            answer ->
                answer instanceof Answer.Exec(String container)
                    ? reach(it, body, asked, container)
                    : DockerApi.refused(503, "the engine could not be asked"))
        : reach(it, body, asked, name);
  }

  private static Step reach(Case it, Body body, Asked asked, String name) {
    return ask(
        it,
        new OfContainer(name),
        answer ->
            answer instanceof Answer.Container container
                ? decide(it, body, asked, Optional.of(container))
                : DockerApi.refused(503, "the engine could not be asked"));
  }

  /** What to do with an answer. */
  @FunctionalInterface
  private interface Use {
    Step of(Answer answer);
  }

  private static Step ask(Case it, Question question, Use use) {
    return new Step.NeedsFacts(
        Set.of(question),
        answers -> {
          Facts facts = Inquiries.together(Facts.NONE, Set.of(question), answers);
          return Inquiries.missing(it, facts)
              .<Step>map(Step.Decided::new)
              .orElseGet(() -> use.of(facts.of(question)));
        });
  }

  private static Step decide(
      Case it, Body body, Asked asked, Optional<Answer.Container> container) {
    return it.decide(
        body,
        group -> {
          List<Violation> found =
              new ArrayList<>(CreateRules.check(asked, Facts.NONE, it.setup(), group));
          container
              .filter(c -> !Protection.of(c, it.setup()))
              .ifPresent(c -> found.add(unprotected(it, c, group)));
          return found;
        });
  }

  private static Violation unprotected(Case it, Answer.Container container, PolicyGroup group) {
    return new Violation(
        RuleId.SOCK_5,
        group.policyName(),
        it.operation().toString(),
        CommandTexts.unprotectedContainer(container.id()));
  }
}
