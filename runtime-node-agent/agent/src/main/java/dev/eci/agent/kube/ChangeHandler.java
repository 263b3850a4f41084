// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kube;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.function.BiPredicate;

/** Runs one action for additions, deletions and relevant updates. */
record ChangeHandler<T>(BiPredicate<T, T> matters, Runnable action)
    implements ResourceEventHandler<T> {
  @Override
  public void onAdd(T added) {
    action.run();
  }

  @Override
  public void onUpdate(T before, T after) {
    if (matters.test(before, after)) {
      action.run();
    }
  }

  @Override
  public void onDelete(T deleted, boolean lastStateUnknown) {
    action.run();
  }
}
