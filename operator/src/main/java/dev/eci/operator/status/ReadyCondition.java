package dev.eci.operator.status;

import dev.eci.crds.read.FieldError;
import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.crds.read.PolicyReader.Result.Valid;
import dev.eci.operator.Names;
import java.util.List;
import java.util.stream.Collectors;

/** Whether the policy is valid and its objects are in place. */
final class ReadyCondition {
  private ReadyCondition() {}

  static Verdict verdict(Facts facts) {
    return switch (facts.policy()) {
      case Invalid invalid -> Verdict.no("InvalidSpec", errors(invalid));
      case Valid valid -> verdict(valid, facts.outcome());
    };
  }

  private static Verdict verdict(Valid valid, Outcome outcome) {
    String runtimeClass = valid.policy().runtimeClassName();
    if (!valid.enabled()) {
      return Verdict.no("Disabled", "spec.enabled is false: the policy protects nothing");
    }
    if (outcome.uninstalling()) {
      return Verdict.no(
          "Uninstalling",
          "the product is being uninstalled (ConfigMap %s); delete that ConfigMap to keep it"
              .formatted(Names.UNINSTALLING));
    }
    if (outcome.foreignRuntimeClasses().contains(runtimeClass)) {
      return Verdict.no(
          "RuntimeClassNotOurs",
          ("RuntimeClass \"%1$s\" was made by somebody else and is left alone; give spec.runtime.className another name, or delete it,"
                  + " or hand it over: kubectl label runtimeclass %1$s %2$s")
              .formatted(runtimeClass, Names.OURS));
    }
    List<Outcome.Problem> problems = outcome.problemsOf(runtimeClass);
    if (!problems.isEmpty()) {
      return Verdict.no(
          "ObjectsNotApplied",
          problems.stream().map(Outcome.Problem::toString).collect(Collectors.joining("; ")));
    }
    return Verdict.yes(
        "Applied",
        "RuntimeClass \"%s\" and the admission webhooks are in place".formatted(runtimeClass));
  }

  private static String errors(Invalid invalid) {
    return invalid.errors().stream().map(FieldError::toString).collect(Collectors.joining("; "));
  }
}
