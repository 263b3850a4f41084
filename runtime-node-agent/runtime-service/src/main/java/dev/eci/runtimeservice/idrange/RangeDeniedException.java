// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.idrange;

import dev.eci.policy.idrange.RangePool;
import dev.eci.support.rundir.RunPaths;
import java.io.IOException;

/** No range can be allocated or shared. The message is a sentence for users. */
public final class RangeDeniedException extends Exception {
  private static final long serialVersionUID = 1;

  public RangeDeniedException(String message) {
    super(message);
  }

  public String userMessage() {
    return String.valueOf(getMessage());
  }

  static RangeDeniedException exhausted(int offered, int wanted, RangePool pool) {
    return new RangeDeniedException(
        (wanted == 1
                ? "no ID range is free: all %d of pool %s are in use".formatted(offered, pool)
                : "no %d consecutive ID ranges are free (spec.runtime.ids) among the %d of pool %s"
                    .formatted(wanted, offered, pool))
            + "; enlarge it by a line eci:BASE:COUNT in the node's /etc/subuid and /etc/subgid, then restart the node agent.");
  }

  static RangeDeniedException undetermined(IOException e) {
    return new RangeDeniedException(
        "cannot determine free ID ranges: %s; check %s on the node."
            .formatted(e.getMessage(), RunPaths.RANGES));
  }

  static RangeDeniedException notAllocated(long base) {
    return new RangeDeniedException(
        "UIDs from %d up belong to no container of runtime eci, so its namespaces cannot be shared; recreate that container with runtime eci."
            .formatted(base));
  }

  static RangeDeniedException ofAnotherRange() {
    return new RangeDeniedException(
        "the container already has an ID range and cannot share the namespaces of a container with another range.");
  }
}
