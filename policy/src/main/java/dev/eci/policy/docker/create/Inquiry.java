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
import java.util.Set;
import java.util.stream.Stream;

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
    paths(asked, all).forEach(path -> questions.add(new OfPath(path.path())));
    if (!asked.image().isEmpty() && paths(asked, all).anyMatch(p -> reachesSocket(p, facts))) {
      questions.add(new OfImage(asked.image()));
    }
    questions.removeAll(facts.answers().keySet());
    return questions;
  }

  /** Paths that are none are refused as they are, without a question. */
  private static Stream<NodeSource> paths(Asked asked, Expanded all) {
    return Stream.concat(all.paths().stream(), asked.devices.stream())
        .filter(path -> NodePath.parse(path.path()).isPresent());
  }

  private static boolean reachesSocket(NodeSource source, Facts facts) {
    return spellings(source, facts).stream()
        .flatMap(path -> NodePath.parse(path).stream())
        .anyMatch(path -> SocketReach.of(path) instanceof SocketReach.IsSocket);
  }

  /** A path as it was written, and where it leads. */
  static List<String> spellings(NodeSource source, Facts facts) {
    return facts.of(new OfPath(source.path())) instanceof Answer.RealPath(String real)
            && !real.equals(source.path())
        ? List.of(source.path(), real)
        : List.of(source.path());
  }
}
