// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lists of conditions. */
public final class Conditions {
  public static final String READY = "Ready";
  static final String IMAGES_RESOLVED = "ImagesResolved";

  private Conditions() {}

  public static Optional<Condition> find(@Nullable List<Condition> conditions, String type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(condition -> type.equals(condition.getType())).findFirst();
  }

  public static boolean isTrue(@Nullable List<Condition> conditions, String type) {
    return find(conditions, type)
        .filter(condition -> "True".equals(condition.getStatus()))
        .isPresent();
  }

  /** The condition; keeps the time of the last transition if the status is the same. */
  static Condition next(
      @Nullable List<Condition> previous,
      String type,
      ConditionValue conditionValue,
      @Nullable Long generation,
      Instant now) {
    String status = conditionValue.value().toString();
    String since =
        find(previous, type)
            .filter(condition -> status.equals(condition.getStatus()))
            .map(Condition::getLastTransitionTime)
            .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
    return new ConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(conditionValue.reason())
        .withMessage(conditionValue.message())
        .withObservedGeneration(generation)
        .withLastTransitionTime(since)
        .build();
  }
}
