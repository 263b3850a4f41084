// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys of the bodies that rules inspect, API 1.24 to 1.56, as data. No other class lists them.
 * A test compares the keys with the Go types of the engine in the lab.
 *
 * <p>Every listed key was reviewed: a rule covers it, or nothing of it reaches the node. Objects
 * that are not listed (health checks, port bindings …) are not inspected.
 */
public final class AllowedFields {
  /** container.Config with HostConfig and NetworkingConfig. */
  static final Set<String> CREATE =
      keys(
          """
          ArgsEscaped AttachStderr AttachStdin AttachStdout Cmd Domainname Entrypoint Env ExposedPorts
          Healthcheck HostConfig Hostname Image Labels NetworkDisabled NetworkingConfig OnBuild OpenStdin
          Shell StdinOnce StopSignal StopTimeout Tty User Volumes WorkingDir
          """);

  /**
   * Some clients still send these keys; engines that read them treated them as harmless, and
   * current engines ignore them.
   */
  static final Set<String> CREATE_LEGACY =
      keys("MacAddress Memory MemorySwap CpuShares Cpuset Name PortSpecs Runtime VolumeDriver");

  static final Set<String> RESOURCES =
      keys(
          """
          BlkioDeviceReadBps BlkioDeviceReadIOps BlkioDeviceWriteBps BlkioDeviceWriteIOps BlkioWeight
          BlkioWeightDevice CgroupParent CpuCount CpuPercent CpuPeriod CpuQuota CpuRealtimePeriod
          CpuRealtimeRuntime CpuShares CpusetCpus CpusetMems DeviceCgroupRules DeviceRequests Devices
          IOMaximumBandwidth IOMaximumIOps Memory MemoryReservation MemorySwap MemorySwappiness NanoCpus
          OomKillDisable PidsLimit Ulimits
          """);

  static final Set<String> HOST_CONFIG =
      keys(
          """
          Annotations AutoRemove Binds CapAdd CapDrop Cgroup CgroupnsMode ConsoleSize ContainerIDFile Dns
          DnsOptions DnsSearch ExtraHosts GroupAdd Init IpcMode Isolation Links LogConfig MaskedPaths Mounts
          NetworkMode OomScoreAdj PidMode PortBindings Privileged PublishAllPorts ReadonlyPaths ReadonlyRootfs
          RestartPolicy Runtime SecurityOpt ShmSize StorageOpt Sysctls Tmpfs UTSMode Umask UsernsMode
          VolumeDriver VolumesFrom
          """);

  /** Keys of engines before 29, and keys that clients send although no engine reads them. */
  static final Set<String> HOST_CONFIG_LEGACY =
      keys("Capabilities DiskQuota KernelMemory KernelMemoryTCP LxcConf UsageSupported");

  static final Set<String> UPDATE = keys("RestartPolicy");
  static final Set<String> NETWORKING = keys("EndpointsConfig");
  static final Set<String> LOG_CONFIG = keys("Type Config");
  static final Set<String> DEVICE = keys("CgroupPermissions PathInContainer PathOnHost");

  static final Set<String> MOUNT =
      keys(
          """
          BindOptions ClusterOptions Consistency ImageOptions ReadOnly Source Target TmpfsOptions Type
          VolumeOptions
          """);

  static final Set<String> VOLUME_OPTIONS = keys("DriverConfig Labels NoCopy Subpath");
  static final Set<String> DRIVER = keys("Name Options");
  static final Set<String> VOLUME = keys("ClusterVolumeSpec Driver DriverOpts Labels Name");

  /** Of a container to be connected to a network, or disconnected. */
  static final Set<String> CONNECT = keys("Container EndpointConfig Force");

  static final Set<String> CHECKPOINT = keys("CheckpointDir CheckpointID Exit");

  static final Set<String> NETWORK =
      keys(
          """
          Attachable ConfigFrom ConfigOnly Driver EnableIPv4 EnableIPv6 IPAM Ingress Internal Labels Name
          Options Scope
          """);

  static final Set<String> IPAM = keys("Config Driver Options");
  static final Set<String> IPAM_CONFIG = keys("AuxiliaryAddresses Gateway IPRange Subnet");

  static final Set<String> NETWORK_LEGACY = keys("CheckDuplicate");

  static final Set<String> SERVICE =
      keys("EndpointSpec Labels Mode Name RollbackConfig TaskTemplate UpdateConfig");

  /** Read until about API 1.24; the networks of the task replaced it. */
  static final Set<String> SERVICE_NETWORKS = keys("Networks");

  static final Set<String> TASK =
      keys(
          """
          ContainerSpec ForceUpdate LogDriver NetworkAttachmentSpec Networks Placement PluginSpec Resources
          RestartPolicy Runtime
          """);

  static final Set<String> TASK_CONTAINER =
      keys(
          """
          Args CapabilityAdd CapabilityDrop Command Configs DNSConfig Dir Env Groups Healthcheck Hostname
          Hosts Image Init Isolation Labels Mounts OomScoreAdj OpenStdin Privileges ReadOnly Secrets
          StopGracePeriod StopSignal Sysctls TTY Ulimits User
          """);

  static final Set<String> PRIVILEGES =
      keys("AppArmor CredentialSpec NoNewPrivileges SELinuxContext Seccomp");

  static final Set<String> SECCOMP = keys("Mode Profile");
  static final Set<String> TASK_NETWORK = keys("Aliases DriverOpts Target");

  private AllowedFields() {}

  /**
   * The keys by the name of their Go type, without those of embedded types, and without legacy
   * keys: {@code container.HostConfig}.
   */
  public static Map<String, Set<String>> byGoType() {
    Set<String> config = new HashSet<>(CREATE);
    config.removeAll(Set.of("HostConfig", "NetworkingConfig"));
    Set<String> service = new HashSet<>(SERVICE);
    service.removeAll(Set.of("Name", "Labels"));
    return Map.ofEntries(
        Map.entry("container.Config", config),
        Map.entry("container.CreateRequest", Set.of("HostConfig", "NetworkingConfig")),
        Map.entry("container.HostConfig", HOST_CONFIG),
        Map.entry("container.Resources", RESOURCES),
        Map.entry("container.UpdateConfig", UPDATE),
        Map.entry("container.LogConfig", LOG_CONFIG),
        Map.entry("container.DeviceMapping", DEVICE),
        Map.entry("network.NetworkingConfig", NETWORKING),
        Map.entry("mount.Mount", MOUNT),
        Map.entry("mount.VolumeOptions", VOLUME_OPTIONS),
        Map.entry("mount.Driver", DRIVER),
        Map.entry("swarm.Driver", DRIVER),
        Map.entry("volume.CreateRequest", VOLUME),
        Map.entry("checkpoint.CreateRequest", CHECKPOINT),
        Map.entry("network.CreateRequest", NETWORK),
        Map.entry("network.IPAM", IPAM),
        Map.entry("swarm.ServiceSpec", service),
        Map.entry("swarm.Annotations", Set.of("Name", "Labels")),
        Map.entry("swarm.TaskSpec", TASK),
        Map.entry("swarm.ContainerSpec", TASK_CONTAINER),
        Map.entry("swarm.Privileges", PRIVILEGES),
        Map.entry("swarm.SeccompOpts", SECCOMP),
        Map.entry("swarm.NetworkAttachmentConfig", TASK_NETWORK));
  }

  private static Set<String> keys(String words) {
    return Set.of(words.strip().split("\\s+"));
  }
}
