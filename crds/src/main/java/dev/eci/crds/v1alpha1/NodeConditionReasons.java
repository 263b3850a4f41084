// SPDX-License-Identifier: Apache-2.0
package dev.eci.crds.v1alpha1;

/**
 * Reasons in the conditions of an EciNode. They are part of the API: scripts and alerts match them.
 */
public final class NodeConditionReasons {
  // Ready and Installed
  public static final String READY = "Ready";
  public static final String INSTALLED = "Installed";
  public static final String WAITING_FOR_KUBELET = "WaitingForKubelet";
  public static final String WAITING_FOR_CONTAINERS = "WaitingForContainers";
  public static final String REMOVED = "Removed";
  public static final String INSTALL_FAILED = "InstallFailed";
  public static final String ROLLED_BACK = "RolledBack";
  public static final String CONTAINERD_UNAVAILABLE = "ContainerdUnavailable";

  // written by the operator
  public static final String AGENT_NOT_RUNNING = "AgentNotRunning";

  // why ECI is not installed on a node
  public static final String ENGINE_NOT_FOUND = "EngineNotFound";
  public static final String SEVERAL_ENGINES = "SeveralEngines";
  public static final String ENGINE_NOT_UNDER_SYSTEMD = "EngineNotUnderSystemd";
  public static final String ENGINE_TOO_OLD = "EngineTooOld";
  public static final String KERNEL_TOO_OLD = "KernelTooOld";
  public static final String OCI_RUNTIME_NOT_FOUND = "OciRuntimeNotFound";
  public static final String OCI_RUNTIME_TOO_OLD = "OciRuntimeTooOld";
  public static final String USER_NAMESPACES_DISABLED = "UserNamespacesDisabled";
  public static final String READ_ONLY_NODE = "ReadOnlyNode";
  public static final String NO_RUNTIME_HANDLER = "NoRuntimeHandler";
  public static final String CONFIG_IS_GENERATED = "ConfigIsGenerated";
  public static final String CONFIG_WOULD_CHANGE = "ConfigWouldChange";
  public static final String HANDLER_REJECTED = "HandlerRejected";

  // DockerSocket
  public static final String NOT_REQUIRED = "NotRequired";
  public static final String FILTERED = "Filtered";
  public static final String PROXY_NOT_RUNNING = "ProxyNotRunning";
  public static final String DOCKER_NOT_RUNNING = "DockerNotRunning";
  public static final String ENGINE_NOT_READY = "EngineNotReady";

  private NodeConditionReasons() {}
}
