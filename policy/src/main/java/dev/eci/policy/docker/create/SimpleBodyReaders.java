// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.create.RequestedAccess.VolumeOptions;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.RuleId;
import java.util.Set;

/** Bodies with one or two fields that rules check. */
public final class SimpleBodyReaders {
  private SimpleBodyReaders() {}

  /** {@code POST /containers/{id}/update}. */
  public static RequestedAccess update(JsonValue body) throws MalformedBodyException {
    RequestedAccess requestedAccess = new RequestedAccess();
    JsonFields update = JsonFields.of(body);
    update.rejectUnknown(AllowedFields.RESOURCES, AllowedFields.UPDATE, requestedAccess);
    HostConfigReader.cgroupParent(update.text("CgroupParent"), "CgroupParent", requestedAccess);
    HostConfigReader.devices(update, requestedAccess);
    return requestedAccess;
  }

  /** {@code POST /volumes/create}. */
  public static RequestedAccess volume(JsonValue body) throws MalformedBodyException {
    RequestedAccess requestedAccess = new RequestedAccess();
    JsonFields volume = JsonFields.of(body);
    volume.rejectUnknown(AllowedFields.VOLUME, Set.of(), requestedAccess);
    requestedAccess.volumeOptions.add(
        new VolumeOptions(volume.text("Driver"), volume.map("DriverOpts"), false, "DriverOpts"));
    return requestedAccess;
  }

  /** {@code POST /networks/create}. */
  public static RequestedAccess network(JsonValue body) throws MalformedBodyException {
    RequestedAccess requestedAccess = new RequestedAccess();
    JsonFields network = JsonFields.of(body);
    network.rejectUnknown(AllowedFields.NETWORK, AllowedFields.NETWORK_LEGACY, requestedAccess);
    if (network.text("Driver").equals("host")) {
      requestedAccess.addViolation(
          RuleId.RES_1, "Driver", p -> NamespaceMessages.hostNamespaceDenied("network", p));
    }
    return requestedAccess;
  }

  /** {@code POST /containers/{id}/checkpoints}. */
  public static RequestedAccess checkpoint(JsonValue body) throws MalformedBodyException {
    RequestedAccess requestedAccess = new RequestedAccess();
    JsonFields checkpoint = JsonFields.of(body);
    checkpoint.rejectUnknown(AllowedFields.CHECKPOINT, Set.of(), requestedAccess);
    checkpointDirectory(checkpoint.text("CheckpointDir"), "CheckpointDir", requestedAccess);
    return requestedAccess;
  }

  /**
   * The engine, as root, writes and reads the memory of containers there, so no caller may choose
   * it.
   */
  public static void checkpointDirectory(
      String directory, String field, RequestedAccess requestedAccess) {
    if (!directory.isEmpty()) {
      requestedAccess.addViolation(
          RuleId.RES_2, field, p -> HostPathMessages.hostPathDenied(directory, p));
    }
  }
}
