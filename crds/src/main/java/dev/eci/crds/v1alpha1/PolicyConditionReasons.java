// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

/**
 * The reasons of an EciPolicy's conditions. They are API: docs/reference/conditions.md lists each
 * of them.
 */
public final class PolicyConditionReasons {
  /** Ready, ImagesResolved: the spec is invalid. */
  public static final String INVALID_SPEC = "InvalidSpec";

  /** Ready: switched off by its spec. */
  public static final String DISABLED = "Disabled";

  /** Ready: ECI is being uninstalled. */
  public static final String UNINSTALLING = "Uninstalling";

  /** Ready: a RuntimeClass of that name exists, and the operator does not manage it. */
  public static final String RUNTIME_CLASS_CONFLICT = "RuntimeClassConflict";

  /** Ready: an object or the webhook's certificate could not be written. */
  public static final String APPLY_FAILED = "ApplyFailed";

  /** Ready: no replica of the admission webhook is ready. */
  public static final String WEBHOOK_UNAVAILABLE = "WebhookUnavailable";

  /** Ready: everything is in place. */
  public static final String RECONCILE_SUCCEEDED = "ReconcileSucceeded";

  /** ImagesResolved: the policy lists no images. */
  public static final String NO_IMAGES = "NoImages";

  /** ImagesResolved: entries without a digest. */
  public static final String NOT_RESOLVED = "NotResolved";

  /** ImagesResolved: the first requests to registries are running. */
  public static final String RESOLVING = "Resolving";

  /** ImagesResolved: every entry has a digest. */
  public static final String RESOLVED = "Resolved";

  /** ImagesResolved: the last known digests apply, because a registry does not respond. */
  public static final String REGISTRY_UNAVAILABLE = "RegistryUnavailable";

  /** NodesProtected: no EciNode exists. */
  public static final String NO_NODES = "NoNodes";

  /** NodesProtected: every node is ready. */
  public static final String ALL_NODES_READY = "AllNodesReady";

  /** NodesProtected: at least one node is not ready. */
  public static final String NODES_NOT_READY = "NodesNotReady";

  private PolicyConditionReasons() {}
}
