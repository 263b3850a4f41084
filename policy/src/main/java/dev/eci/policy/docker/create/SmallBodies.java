package dev.eci.policy.docker.create;

import dev.eci.policy.RuleId;
import dev.eci.policy.docker.create.Asked.VolumeOptions;
import dev.eci.policy.docker.json.JsonValue;
import dev.eci.policy.text.NamespaceTexts;
import dev.eci.policy.text.NodePathTexts;
import java.util.Set;

/** Bodies of which rules ask one thing each. */
public final class SmallBodies {
  private SmallBodies() {}

  /** {@code POST /containers/{id}/update}. */
  public static Asked update(JsonValue body) throws BadBody {
    Asked asked = new Asked();
    Fields update = Fields.of(body);
    update.onlyKnown(KnownKeys.RESOURCES, KnownKeys.UPDATE, asked);
    HostParts.cgroupParent(update.text("CgroupParent"), "CgroupParent", asked);
    HostParts.devices(update, asked);
    return asked;
  }

  /** {@code POST /volumes/create}. */
  public static Asked volume(JsonValue body) throws BadBody {
    Asked asked = new Asked();
    Fields volume = Fields.of(body);
    volume.onlyKnown(KnownKeys.VOLUME, Set.of(), asked);
    asked.volumeOptions.add(
        new VolumeOptions(volume.text("Driver"), volume.map("DriverOpts"), false, "DriverOpts"));
    return asked;
  }

  /** {@code POST /networks/create}. */
  public static Asked network(JsonValue body) throws BadBody {
    Asked asked = new Asked();
    Fields network = Fields.of(body);
    network.onlyKnown(KnownKeys.NETWORK, KnownKeys.NETWORK_LEGACY, asked);
    if (network.text("Driver").equals("host")) {
      asked.broken(RuleId.RES_1, "Driver", p -> NamespaceTexts.hostNamespaceDenied("network", p));
    }
    return asked;
  }

  /** {@code POST /containers/{id}/checkpoints}. */
  public static Asked checkpoint(JsonValue body) throws BadBody {
    Asked asked = new Asked();
    Fields checkpoint = Fields.of(body);
    checkpoint.onlyKnown(KnownKeys.CHECKPOINT, Set.of(), asked);
    checkpointDirectory(checkpoint.text("CheckpointDir"), "CheckpointDir", asked);
    return asked;
  }

  /** Where the engine, as root, writes and reads the memory of containers: nobody's to name. */
  public static void checkpointDirectory(String directory, String field, Asked asked) {
    if (!directory.isEmpty()) {
      asked.broken(RuleId.RES_2, field, p -> NodePathTexts.nodePathDenied(directory, p));
    }
  }
}
