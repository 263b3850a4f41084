package dev.eci.operator;

/** Names that the chart, the agent and the webhook know too. */
public final class Names {
  public static final String OPERATOR = "eci-operator";
  public static final String MANAGED_BY = "app.kubernetes.io/managed-by";
  public static final String OURS = MANAGED_BY + "=" + OPERATOR;

  public static final String PODS_WEBHOOK = "eci-pods";
  public static final String POLICIES_WEBHOOK = "eci-policies";
  public static final String WEBHOOK_SERVICE = "eci-webhook";
  public static final String WEBHOOK_TLS = "eci-webhook-tls";
  public static final String WEBHOOK_CA = "eci-webhook-ca";

  /** The ConfigMap that tells the operator to leave things alone; see uninstall. */
  public static final String UNINSTALLING = "eci-uninstalling";

  /**
   * Annotation of an EciNode whose node the uninstall takes out, so that the next installation
   * takes it in again.
   */
  public static final String REMOVED_BY_UNINSTALL = "eci.dev/removed-by-uninstall";

  public static final String RUNTIME_HANDLER = "eci";
  public static final String NODE_LABEL = "eci.dev/runtime";
  public static final String NODE_READY = "ready";

  private Names() {}
}
