package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The runtime would look a bind's source up again, when its owner may have put a link there since
 * it was judged. The launcher opens it without following any, and mounts what it opened where only
 * root can walk, for the runtime to find. Comes after whatever looks at sources.
 */
final class PinBindSources implements SpecTransform {
  @Override
  public String name() {
    return "sources of mounts held";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    int number = 0;
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      if (MountOptions.isBind(mount)) {
        String source = mount.path("source").asText();
        rewriteContext.addBindSource(
            new BindSource(
                source,
                MountOptions.isRecursive(mount),
                rewriteContext.setUserId(source),
                MountOptions.isReadOnly(mount),
                rewriteContext.shift(mount)));
        mount.put(
            "source",
            "%s%s/binds/%d".formatted(IdMapRootfs.DIRECTORY, rewriteContext.id(), number++));
      }
    }
    return number > 0;
  }
}
