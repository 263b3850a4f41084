package dev.eci.operator.cluster;

import dev.eci.operator.status.Outcome.Problem;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.node.v1.RuntimeClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;

/**
 * Makes what was observed into what is desired; one object's failure does not keep the others from
 * being written.
 */
final class ObjectPass {
  private static final Logger LOG = Logger.getLogger(ObjectPass.class);

  private final ObjectWriter writer;
  private final Observed observed;
  private final Context<Namespace> context;
  private final Set<String> foreignRuntimeClasses = new TreeSet<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean interrupted;

  ObjectPass(ObjectWriter writer, Observed observed, Context<Namespace> context) {
    this.writer = writer;
    this.observed = observed;
    this.context = context;
  }

  void apply(List<HasMetadata> desired) {
    for (HasMetadata object : desired) {
      var actual = observed.find(object);
      if (object instanceof RuntimeClass
          && actual.filter(seen -> !Observed.isOurs(seen)).isPresent()) {
        foreignRuntimeClasses.add(object.getMetadata().getName());
      } else {
        attempt(object, () -> writer.apply(object, actual, context));
      }
    }
  }

  void deleteOthers(List<HasMetadata> desired) {
    observed.objects().stream()
        .filter(Observed::isOurs)
        .filter(seen -> desired.stream().noneMatch(object -> Observed.isSame(object, seen)))
        .forEach(seen -> attempt(seen, () -> writer.delete(seen)));
  }

  Set<String> foreignRuntimeClasses() {
    return foreignRuntimeClasses;
  }

  List<Problem> problems() {
    return problems;
  }

  /** Whether somebody wrote at the same time, so that it is too early to say how it went. */
  boolean interrupted() {
    return interrupted;
  }

  private void attempt(HasMetadata object, Runnable write) {
    try {
      write.run();
    } catch (KubernetesClientException e) {
      if (Problems.isConflict(e)) {
        interrupted = true;
        return;
      }
      LOG.warnf("%s: %s", ObjectWriter.describe(object), e.getMessage());
      Optional<String> runtimeClass =
          object instanceof RuntimeClass
              ? Optional.of(object.getMetadata().getName())
              : Optional.empty();
      problems.add(new Problem(ObjectWriter.describe(object), runtimeClass, Problems.text(e)));
    }
  }
}
