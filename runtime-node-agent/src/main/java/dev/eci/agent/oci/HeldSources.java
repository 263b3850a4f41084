package dev.eci.agent.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The runtime would look a bind's source up again, when its owner may have put a link there since
 * it was judged. The launcher opens it without following any, and mounts what it opened where only
 * root can walk, for the runtime to find. Comes after whatever looks at sources.
 */
final class HeldSources implements SpecChange {
  @Override
  public String name() {
    return "sources of mounts held";
  }

  @Override
  public boolean apply(Container container) throws InvalidConfig {
    int number = 0;
    for (ObjectNode mount : container.spec().mounts()) {
      if (Mounts.isBind(mount)) {
        String source = mount.path("source").asText();
        container.hold(
            new HeldBind(
                source,
                Mounts.isRecursive(mount),
                container.setUserId(source),
                Mounts.isReadOnly(mount),
                container.shift(mount)));
        mount.put(
            "source", "%s%s/binds/%d".formatted(ShiftedRoot.DIRECTORY, container.id(), number++));
      }
    }
    return number > 0;
  }
}
