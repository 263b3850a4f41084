// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import static dev.eci.policy.docker.create.BodySchema.UnknownKeys.DENIED;
import static dev.eci.policy.docker.create.BodySchema.UnknownKeys.DROPPED;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The schemas of the bodies that rules inspect.
 *
 * <p>Unknown keys of the outermost object of a create are dropped: dockerode and others put their
 * own there, such as {@code platform}. Deeper objects, and the limits of an update, have only what
 * a user asked for. There an unknown key is an option that this version could not check, and that a
 * user would miss.
 */
public final class BodySchemas {
  private static final BodySchema DRIVER = new BodySchema(AllowedFields.DRIVER);
  private static final BodySchema DEVICE = new BodySchema(AllowedFields.DEVICE);

  private static final BodySchema VOLUME_OPTIONS =
      new BodySchema(DENIED, AllowedFields.VOLUME_OPTIONS, Map.of("DriverConfig", DRIVER));

  private static final BodySchema MOUNT =
      new BodySchema(DENIED, AllowedFields.MOUNT, Map.of("VolumeOptions", VOLUME_OPTIONS));

  private static final BodySchema HOST_CONFIG =
      new BodySchema(
          DENIED,
          union(
              AllowedFields.HOST_CONFIG, AllowedFields.RESOURCES, AllowedFields.HOST_CONFIG_LEGACY),
          Map.of(
              "LogConfig",
              new BodySchema(AllowedFields.LOG_CONFIG),
              "Devices",
              DEVICE,
              "Mounts",
              MOUNT));

  public static final BodySchema CONTAINER =
      new BodySchema(
          DROPPED,
          union(AllowedFields.CREATE, AllowedFields.CREATE_LEGACY),
          Map.of(
              "HostConfig",
              HOST_CONFIG,
              "NetworkingConfig",
              new BodySchema(AllowedFields.NETWORKING)));

  public static final BodySchema UPDATE =
      new BodySchema(
          DENIED, union(AllowedFields.RESOURCES, AllowedFields.UPDATE), Map.of("Devices", DEVICE));

  public static final BodySchema VOLUME = new BodySchema(DROPPED, AllowedFields.VOLUME, Map.of());

  public static final BodySchema NETWORK =
      new BodySchema(
          DROPPED,
          union(AllowedFields.NETWORK, AllowedFields.NETWORK_LEGACY),
          Map.of(
              "IPAM",
              new BodySchema(
                  DENIED,
                  AllowedFields.IPAM,
                  Map.of("Config", new BodySchema(AllowedFields.IPAM_CONFIG)))));

  public static final BodySchema CONNECT = new BodySchema(DROPPED, AllowedFields.CONNECT, Map.of());

  public static final BodySchema CHECKPOINT =
      new BodySchema(DROPPED, AllowedFields.CHECKPOINT, Map.of());

  private static final BodySchema TASK_NETWORK = new BodySchema(AllowedFields.TASK_NETWORK);

  private static final BodySchema PRIVILEGES =
      new BodySchema(
          DENIED,
          AllowedFields.PRIVILEGES,
          Map.of("Seccomp", new BodySchema(AllowedFields.SECCOMP)));

  private static final BodySchema TASK =
      new BodySchema(
          DENIED,
          AllowedFields.TASK,
          Map.of(
              "ContainerSpec",
              new BodySchema(
                  DENIED,
                  AllowedFields.TASK_CONTAINER,
                  Map.of("Mounts", MOUNT, "Privileges", PRIVILEGES)),
              "LogDriver",
              DRIVER,
              "Networks",
              TASK_NETWORK));

  public static final BodySchema SERVICE =
      new BodySchema(
          DROPPED,
          union(AllowedFields.SERVICE, AllowedFields.SERVICE_NETWORKS),
          Map.of("TaskTemplate", TASK, "Networks", TASK_NETWORK));

  private BodySchemas() {}

  @SafeVarargs
  private static Set<String> union(Set<String>... sets) {
    Set<String> all = new HashSet<>();
    for (Set<String> set : sets) {
      all.addAll(set);
    }
    return all;
  }
}
