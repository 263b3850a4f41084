package dev.eci.policy.docker.create;

import dev.eci.policy.RuleId;
import dev.eci.policy.docker.create.Asked.Donor;
import dev.eci.policy.docker.create.Asked.NodeSource;
import dev.eci.policy.text.NodePathTexts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The parts of HostConfig that are no mounts and no namespaces, and show the node all the same. */
final class HostParts {
  private static final List<String> UNIX = List.of("unix://", "unixgram://");

  private HostParts() {}

  /** {@code --volumes-from container[:options]}. */
  static void donors(Fields host, Asked asked) throws BadBody {
    List<String> donors = host.texts("VolumesFrom");
    for (int i = 0; i < donors.size(); i++) {
      String[] parts = donors.get(i).split(":", 2);
      boolean readOnly = parts.length == 2 && Arrays.asList(parts[1].split(",", -1)).contains("ro");
      asked.donors.add(new Donor(parts[0], readOnly, host.at("VolumesFrom", i)));
    }
  }

  /**
   * ISO-4: a device keeps its owner, who is nobody in the container, so that any device may be
   * named. What stands elsewhere than in /dev is a file, and is judged like a mount of it.
   */
  static void devices(Fields host, Asked asked) throws BadBody {
    for (Fields device : host.children("Devices")) {
      device.onlyKnown(KnownKeys.DEVICE, Set.of(), asked);
      asked.devices.add(new NodeSource(device.text("PathOnHost"), false, device.at()));
    }
  }

  /** Log drivers write what a container says to sockets of the node. */
  static void logs(Fields config, String options, Asked asked) throws BadBody {
    for (Map.Entry<String, String> option : config.map(options).entrySet()) {
      for (String scheme : UNIX) {
        if (option.getValue().startsWith(scheme)) {
          asked.paths.add(
              new NodeSource(
                  option.getValue().substring(scheme.length()),
                  false,
                  config.at(options) + "." + option.getKey()));
        }
      }
    }
  }

  static void cgroupParent(String parent, String field, Asked asked) {
    if (Arrays.asList(parent.split("/", -1)).contains("..")) {
      asked.broken(RuleId.RES_2, field, p -> NodePathTexts.cgroupParentDenied(parent));
    }
  }
}
