package dev.eci.crds.read;

import dev.eci.crds.read.PolicyReader.Result;
import dev.eci.crds.v1alpha1.EciPolicy;
import dev.eci.policy.Mode;
import dev.eci.policy.Policy;
import dev.eci.policy.trust.Verifications;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The enabled policies of the cluster at one moment.
 *
 * @param invalid those that could not be read, which happens only where they were stored around the
 *     webhook
 */
public record Policies(List<Policy> valid, List<Result.Invalid> invalid) {
  public static final Policies NONE = new Policies(List.of(), List.of());

  public Policies {
    valid = List.copyOf(valid);
    invalid = List.copyOf(invalid);
  }

  /** Reads them all; those that are switched off count for nothing. */
  public static Policies of(Collection<EciPolicy> written) {
    List<Policy> valid = new ArrayList<>();
    List<Result.Invalid> invalid = new ArrayList<>();
    for (EciPolicy policy : written) {
      Result result = PolicyReader.read(policy);
      if (result instanceof Result.Valid read && read.enabled()) {
        valid.add(read.policy());
      } else if (result instanceof Result.Invalid read && read.enabled()) {
        invalid.add(read);
      }
    }
    return new Policies(valid, invalid);
  }

  /** The same, with what is known of signatures by now. */
  public Policies knowing(Verifications signatures) {
    return new Policies(valid.stream().map(policy -> policy.knowing(signatures)).toList(), invalid);
  }

  /** Whether two states of one policy read the same. */
  public static boolean sameForDecisions(EciPolicy one, EciPolicy other) {
    return Objects.equals(one.getMetadata().getGeneration(), other.getMetadata().getGeneration())
        && ResolvedReader.read(one.getStatus()).equals(ResolvedReader.read(other.getStatus()));
  }

  /**
   * A policy in force that nobody can read: what it forbids is not known, so that nothing may start
   * in its namespaces until it is mended.
   */
  public Optional<Result.Invalid> unreadable(Map<String, String> namespaceLabels) {
    return invalid.stream()
        .filter(p -> p.mode() == Mode.ENFORCE && p.namespaces().matches(namespaceLabels))
        .findFirst();
  }
}
