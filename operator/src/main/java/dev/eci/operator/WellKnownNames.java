// SPDX-License-Identifier: Apache-2.0
package dev.eci.operator;

/** Names that the chart, the agent and the webhook use as well. */
public final class WellKnownNames {
  public static final String OPERATOR = "eci-operator";
  public static final String AGENT = "eci-agent";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OURS = MANAGED_BY + "=" + OPERATOR;

  public static final String PODS_WEBHOOK = "eci-pods";
  public static final String POLICIES_WEBHOOK = "eci-policies";

  /** The fallback admission policy, which is enforced without the webhook, and its binding. */
  public static final String FALLBACK = "eci-fallback";

  /** The fallback admission policy's name up to version 0.1.0; nothing of that name may remain. */
  public static final String FORMER_FALLBACK = "eci-floor";

  public static final String LOCKED_POLICIES = "eci-locked-policies";
  public static final String LOCKED_NAMESPACE = "eci-locked-namespace";
  public static final String LOCKED_CLUSTER = "eci-locked-cluster";

  /** Also the webhook's service account. */
  public static final String WEBHOOK_SERVICE = "eci-webhook";

  /** The uninstall job's service account. */
  public static final String UNINSTALL = "eci-uninstall";

  public static final String WEBHOOK_TLS = "eci-webhook-tls";
  public static final String WEBHOOK_CA = "eci-webhook-ca";

  /** The ConfigMap that stops the operator from writing anything; see uninstall. */
  public static final String UNINSTALLING = "eci-uninstalling";

  /**
   * Annotation of an EciNode from whose node the uninstall removes the product, so that the next
   * installation installs it there again.
   */
  public static final String REMOVED_BY_UNINSTALL = "eci.dev/removed-by-uninstall";

  public static final String RUNTIME_HANDLER = "eci";

  private WellKnownNames() {}
}
