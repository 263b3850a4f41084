package dev.eci.policy.docker.create;

import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.docker.Answer;
import dev.eci.policy.docker.Facts;
import dev.eci.policy.docker.Protection;
import dev.eci.policy.docker.Question.OfContainer;
import dev.eci.policy.docker.Question.OfImage;
import dev.eci.policy.docker.Question.OfNetwork;
import dev.eci.policy.docker.Setup;
import dev.eci.policy.docker.create.Asked.Join;
import dev.eci.policy.docker.create.Asked.NodeSource;
import dev.eci.policy.image.ImageIdentity;
import dev.eci.policy.text.NamespaceTexts;
import java.util.ArrayList;
import java.util.List;

/** All rules for what is made, RES-1 to RES-3 and ISO-1, over everything that a body asks for. */
public final class CreateRules {
  private CreateRules() {}

  /** What is broken, by policies of one mode. */
  public static List<Violation> check(Asked asked, Facts facts, Setup setup, PolicyGroup policies) {
    List<Violation> found = new ArrayList<>();
    Expanded all = Expanded.of(asked, facts);
    for (List<Asked.Broken> broken : List.of(asked.broken, all.broken())) {
      broken.forEach(b ->
          found.add(
              new Violation(
                  b.rule(), policies.policyName(), b.field(), b.text().apply(policies.source()))));
    }
    networks(asked, facts, policies, found);
    asked.joins.forEach(join -> join(join, facts, setup, policies, found));
    ImageIdentity image = image(asked, facts);
    for (NodeSource source : all.paths()) {
      Inquiry.spellings(source, facts).stream()
          .map(path -> PathRule.check(path, source, image, setup.engine(), policies))
          .filter(violations -> !violations.isEmpty())
          .findFirst()
          .ifPresent(found::addAll);
    }
    for (NodeSource source : asked.devices) {
      Inquiry.spellings(source, facts).stream()
          .map(path -> PathRule.checkDevice(path, source, image, setup.engine(), policies))
          .filter(violations -> !violations.isEmpty())
          .findFirst()
          .ifPresent(found::addAll);
    }
    return found;
  }

  private static void networks(
      Asked asked, Facts facts, PolicyGroup policies, List<Violation> found) {
    asked.networks.forEach(named -> {
      if (facts.of(new OfNetwork(named.name())) instanceof Answer.Network network
          && network.driver().equals("host")) {
        found.add(
            new Violation(
                RuleId.RES_1,
                policies.policyName(),
                named.field(),
                NamespaceTexts.hostNamespaceDenied("network", policies.source())));
      }
    });
  }

  private static void join(
      Join join, Facts facts, Setup setup, PolicyGroup policies, List<Violation> found) {
    if (facts.of(new OfContainer(join.container())) instanceof Answer.Container container
        && !Protection.of(container, setup)) {
      found.add(
          new Violation(
              RuleId.RES_1,
              policies.policyName(),
              join.field(),
              NamespaceTexts.namespaceOfUnprotected()));
    }
  }

  /** A service's image may not be here yet; then its name is all that is known. */
  private static ImageIdentity image(Asked asked, Facts facts) {
    return facts.of(new OfImage(asked.image())) instanceof Answer.Image(ImageIdentity known)
        ? known
        : new ImageIdentity.Named(asked.image());
  }
}
