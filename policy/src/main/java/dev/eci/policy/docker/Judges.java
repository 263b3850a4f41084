package dev.eci.policy.docker;

import dev.eci.policy.Mode;
import dev.eci.policy.PolicyGroup;
import dev.eci.policy.RuleId;
import dev.eci.policy.Violation;
import dev.eci.policy.docker.ApiDecision.Body;
import dev.eci.policy.docker.create.Asked;
import dev.eci.policy.docker.create.BadBody;
import dev.eci.policy.docker.create.Build;
import dev.eci.policy.docker.create.ContainerBody;
import dev.eci.policy.docker.create.ServiceBody;
import dev.eci.policy.docker.create.SmallBodies;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.route.BodyNeed;
import dev.eci.policy.text.CommandTexts;
import dev.eci.policy.text.NamespaceTexts;
import java.util.List;

/** Who judges an operation ({@link dev.eci.policy.docker.route.Judge}), with what in hand. */
final class Judges {
  private Judges() {}

  static Step begin(Case it) {
    return it.operation().body() == BodyNeed.INSPECT
        ? BodyRead.then(it, body -> withBody(it, body))
        : judge(it, DockerApi.unseen(it.operation()));
  }

  private static Step withBody(Case it, JsonValue body) throws BadBody {
    Body same = new Body.Rewritten(body);
    return switch (it.operation().judge()) {
      case CREATE -> create(it, it.setup().engine().ofNode() ? OfNode.body(body, it) : body);
      case SERVICE -> Inquiries.decide(it, same, ServiceBody.read(body));
      case SOLVE -> Inquiries.decide(it, same, Build.solve(body, it.setup().builds()));
      case UPDATE -> Inquiries.decide(it, same, SmallBodies.update(body));
      case VOLUME -> Inquiries.decide(it, same, SmallBodies.volume(body));
      case NETWORK -> Inquiries.decide(it, same, SmallBodies.network(body));
      case CHECKPOINT ->
          IntoContainer.judge(it, same, checkpoint(it, SmallBodies.checkpoint(body)));
      default -> throw new IllegalStateException("nobody reads the body of " + it.operation());
    };
  }

  private static Step create(Case it, JsonValue body) throws BadBody {
    Asked asked = ContainerBody.read(body, it.setup().runtime());
    String forced = it.policies().containsKey(Mode.ENFORCE) ? it.setup().runtime() : "";
    return Inquiries.decide(it, new Body.Rewritten(ContainerBody.withRuntime(body, forced)), asked);
  }

  private static Step judge(Case it, Body body) {
    return switch (it.operation().judge()) {
      case NOTHING -> it.decide(body, group -> List.of());
      case INTO, EXEC -> IntoContainer.judge(it, body, new Asked());
      case CHECKPOINT -> IntoContainer.judge(it, body, checkpoint(it, new Asked()));
      case BUILD ->
          Inquiries.decide(it, body, Build.read(it.target().query(), it.setup().builds()));
      case CONNECT -> it.decide(body, group -> connect(it, group));
      case PLUGIN -> it.decide(body, group -> plugin(it, group));
      case NODE -> it.decide(body, group -> node(it, group));
      default -> throw new IllegalStateException(it.operation() + " needs a body");
    };
  }

  /** {@code docker start --checkpoint-dir} and its like. */
  private static Asked checkpoint(Case it, Asked asked) {
    for (String name : List.of("checkpoint-dir", "dir")) {
      it.target()
          .query()
          .all(name)
          .forEach(directory -> SmallBodies.checkpointDirectory(directory, name, asked));
    }
    return asked;
  }

  /** Engines refuse it too, by the network's id as well. */
  private static List<Violation> connect(Case it, PolicyGroup group) {
    return it.operation().nameIn(it.target()).equals("host")
        ? List.of(
            new Violation(
                RuleId.RES_1,
                group.policyName(),
                it.operation().toString(),
                NamespaceTexts.hostNamespaceDenied("network", group.source())))
        : List.of();
  }

  private static List<Violation> plugin(Case it, PolicyGroup group) {
    return List.of(
        new Violation(
            RuleId.ISO_1,
            group.policyName(),
            it.operation().toString(),
            CommandTexts.pluginDenied()));
  }

  private static List<Violation> node(Case it, PolicyGroup group) {
    return it.inContainer()
        ? List.of(
            new Violation(
                RuleId.SOCK_5,
                group.policyName(),
                it.operation().toString(),
                CommandTexts.nodeCommandBlocked(it.request().target())))
        : List.of();
  }
}
