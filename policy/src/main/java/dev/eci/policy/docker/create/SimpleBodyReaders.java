// SPDX-License-Identifier: Apache-2.0
package dev.eci.policy.docker.create;

import dev.eci.policy.docker.create.RequestedAccess.VolumeOptions;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.docker.json.JsonValue.Obj;
import dev.eci.policy.docker.json.JsonValue.Str;
import dev.eci.policy.message.HostPathMessages;
import dev.eci.policy.message.NamespaceMessages;
import dev.eci.policy.model.RuleId;

/** Bodies with one or two fields that rules check. */
public final class SimpleBodyReaders {
  private static final String CONTAINER = "Container";

  private SimpleBodyReaders() {}

  /** {@code POST /containers/{id}/update}. */
  public static RequestedAccess update(CanonicalBody body) throws MalformedBodyException {
    RequestedAccess requestedAccess = body.requestedAccess();
    JsonFields update = JsonFields.of(body.value());
    HostConfigReader.cgroupParent(update.text("CgroupParent"), "CgroupParent", requestedAccess);
    HostConfigReader.devices(update, requestedAccess);
    return requestedAccess;
  }

  /**
   * {@code POST /volumes/create}.
   *
   * @param isNameOfOne whether a volume of that name, which the engine returns, is evaluated too
   */
  public static RequestedAccess volume(CanonicalBody body, boolean isNameOfOne)
      throws MalformedBodyException {
    RequestedAccess requestedAccess = body.requestedAccess();
    JsonFields volume = JsonFields.of(body.value());
    requestedAccess.volumeOptions.add(
        new VolumeOptions(volume.text("Driver"), volume.map("DriverOpts"), false, "DriverOpts"));
    String name = volume.text("Name");
    if (isNameOfOne && !name.isEmpty()) {
      requestedAccess.volumes.add(new RequestedAccess.NamedVolume(name, false, "Name"));
    }
    return requestedAccess;
  }

  /** The container of {@code POST /networks/{id}/connect} and {@code disconnect}. */
  public static String connected(CanonicalBody body) throws MalformedBodyException {
    return JsonFields.of(body.value()).text(CONTAINER);
  }

  /** The same body, by the container's ID. */
  public static JsonValue withContainer(JsonValue body, String id) {
    return body instanceof Obj object ? object.withMember(CONTAINER, new Str(id)) : body;
  }

  /**
   * {@code POST /networks/create}.
   *
   * @param isInContainer whether a container sends it, which must not get at the node's interfaces
   */
  public static RequestedAccess network(CanonicalBody body, boolean isInContainer)
      throws MalformedBodyException {
    RequestedAccess requestedAccess = body.requestedAccess();
    JsonFields network = JsonFields.of(body.value());
    if (network.text("Driver").equals("host")) {
      requestedAccess.addViolation(
          RuleId.RES_1, "Driver", p -> NamespaceMessages.hostNamespaceDenied("network", p));
    } else if (isInContainer) {
      NetworkDriverRule.check(network, requestedAccess);
      SubnetRule.read(network, requestedAccess);
    }
    return requestedAccess;
  }

  /** {@code POST /containers/{id}/checkpoints}. */
  public static RequestedAccess checkpoint(CanonicalBody body) throws MalformedBodyException {
    RequestedAccess requestedAccess = body.requestedAccess();
    JsonFields checkpoint = JsonFields.of(body.value());
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
