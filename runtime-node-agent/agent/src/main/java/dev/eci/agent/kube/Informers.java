// SPDX-License-Identifier: Apache-2.0
package dev.eci.agent.kube;

import dev.eci.support.log.Log;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.concurrent.CompletionStage;

/** Starts informers that retry forever: a node may boot before its API server. */
final class Informers {
  private static final Log LOG = Log.of(Informers.class);

  private Informers() {}

  static CompletionStage<Void> start(SharedIndexInformer<?> informer, String what) {
    informer.exceptionHandler((_, error) -> {
      LOG.warn("watch on %s failed, retrying".formatted(what), "error", error.getMessage());
      return true;
    });
    return informer.start();
  }
}
