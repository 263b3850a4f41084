package dev.eci.policy.docker.create;

import dev.eci.policy.docker.Answer;
import dev.eci.policy.docker.Facts;
import dev.eci.policy.docker.Question;
import dev.eci.policy.docker.Question.OfContainer;
import dev.eci.policy.docker.Question.OfImage;
import dev.eci.policy.docker.Question.OfNetwork;
import dev.eci.policy.docker.Question.OfPath;
import dev.eci.policy.docker.Question.OfVolume;
import dev.eci.policy.docker.create.Asked.NodeSource;
import dev.eci.policy.host.NodePath;
import dev.eci.policy.host.SocketReach;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What has to be found out about a body. Answers may raise further questions, three times at most.
 */
public final class Inquiry {
  private Inquiry() {}

  /** Those that are still open. */
  public static Set<Question> open(Asked asked, Facts facts) {
    Set<Question> questions = new LinkedHashSet<>();
    Expanded all = Expanded.of(asked, facts);
    asked.donors.forEach(donor -> questions.add(new OfContainer(donor.container())));
    asked.joins.forEach(join -> questions.add(new OfContainer(join.container())));
    asked.networks.forEach(network -> questions.add(new OfNetwork(network.name())));
    all.volumes().forEach(volume -> questions.add(new OfVolume(volume.name())));
    for (List<NodeSource> sources : List.of(all.paths(), asked.devices)) {
      for (NodeSource source : sources) {
        paths(source, asked, facts, questions);
      }
    }
    questions.removeAll(facts.answers().keySet());
    return questions;
  }

  /** Paths that are none are refused as they are, without a question. */
  private static void paths(NodeSource source, Asked asked, Facts facts, Set<Question> questions) {
    if (NodePath.parse(source.path()).isEmpty()) {
      return;
    }
    questions.add(new OfPath(source.path()));
    if (!asked.image().isEmpty() && reachesSocket(source, facts)) {
      questions.add(new OfImage(asked.image()));
    }
  }

  private static boolean reachesSocket(NodeSource source, Facts facts) {
    for (String spelling : spellings(source, facts)) {
      Optional<NodePath> path = NodePath.parse(spelling);
      if (path.isPresent() && SocketReach.of(path.get()) instanceof SocketReach.IsSocket) {
        return true;
      }
    }
    return false;
  }

  /** A path as it was written, and where it leads. */
  static List<String> spellings(NodeSource source, Facts facts) {
    return facts.of(new OfPath(source.path())) instanceof Answer.RealPath(String real)
            && !real.equals(source.path())
        ? List.of(source.path(), real)
        : List.of(source.path());
  }
}
