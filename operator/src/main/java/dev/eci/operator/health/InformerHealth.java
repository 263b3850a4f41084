// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator.health;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.RegisteredController;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import java.util.function.Predicate;

/** The state of all informers. */
final class InformerHealth {
  private InformerHealth() {}

  static boolean matchesAll(Operator operator, Predicate<InformerHealthIndicator> state) {
    for (RegisteredController<?> controller : operator.getRegisteredControllers()) {
      for (InformerWrappingEventSourceHealthIndicator<?> source :
          controller.getControllerHealthInfo().informerEventSourceHealthIndicators().values()) {
        if (!source.informerHealthIndicators().values().stream().allMatch(state)) {
          return false;
        }
      }
    }
    return true;
  }
}
