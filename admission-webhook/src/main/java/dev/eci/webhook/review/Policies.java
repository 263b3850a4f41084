package dev.eci.webhook.review;

import dev.eci.crds.read.PolicyReader.Result.Invalid;
import dev.eci.policy.Policy;
import java.util.List;

/**
 * The enabled policies of the cluster at one moment.
 *
 * @param invalid those that could not be read, which happens only where they were stored around
 *     this webhook
 */
public record Policies(List<Policy> valid, List<Invalid> invalid) {
  public Policies {
    valid = List.copyOf(valid);
    invalid = List.copyOf(invalid);
  }
}
