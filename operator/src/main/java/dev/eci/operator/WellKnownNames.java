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

  /** Binds each agent to its own node. */
  public static final String AGENT_NODE = "eci-agent-own-node";

  /** Keeps the label that running pods need on their node. */
  public static final String NODE_LABEL = "eci-node-label";

  /** Keeps users from creating namespaces whose system pods are exempt. */
  public static final String SYSTEM_NAMESPACES = "eci-system-namespaces";

  /** Binds the operator to its own objects. */
  public static final String OPERATOR_NAMES = "eci-operator-own-names";

  public static final String LOCKED_POLICIES = "eci-locked-policies";
  public static final String LOCKED_NAMESPACE = "eci-locked-namespace";
  public static final String LOCKED_CLUSTER = "eci-locked-cluster";

  /** Keeps namespaces in the selectors of locked policies. */
  public static final String LOCKED_SELECTIONS = "eci-locked-selections";

  /** Keeps pods in the selectors of locked policies. */
  public static final String LOCKED_POD_LABELS = "eci-locked-pod-labels";

  /** Also the webhook's service account. */
  public static final String WEBHOOK_SERVICE = "eci-webhook";

  /** The uninstall job's service account. */
  public static final String UNINSTALL = "eci-uninstall";

  public static final String WEBHOOK_TLS = "eci-webhook-tls";
  public static final String WEBHOOK_CA = "eci-webhook-ca";

  /** The ConfigMap that stops the operator from writing anything; see uninstall. */
  public static final String UNINSTALLING = "eci-uninstalling";

  public static final String RUNTIME_HANDLER = "eci";

  private WellKnownNames() {}
}
