// SPDX-License-Identifier: Apache-2.0
package dev.eci.runtimeservice.oci;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eci.support.rundir.RunPaths;

/**
 * The OCI runtime would resolve a bind's source again, and the owner of a directory above may have
 * put a link there since policy evaluated the path. So eci-runtime opens the source without
 * following links and mounts what it opened where only root can walk; the OCI runtime gets that
 * path. This transform comes after all that read sources.
 */
final class PinBindSources implements SpecTransform {
  @Override
  public String name() {
    return "bind sources pinned";
  }

  @Override
  public boolean apply(RewriteContext rewriteContext) throws InvalidSpecException {
    int index = 0;
    for (ObjectNode mount : rewriteContext.spec().mounts()) {
      if (MountOptions.isBind(mount)) {
        String source = mount.path("source").asText();
        rewriteContext.addBindSource(
            new BindSource(
                source,
                MountOptions.isRecursive(mount),
                rewriteContext.setUserId(source),
                rewriteContext.readOnly(mount),
                rewriteContext.idMapping(mount),
                rewriteContext.submounts(mount),
                rewriteContext.overlay(mount)));
        mount.put("source", RunPaths.bindSource(rewriteContext.id(), index++));
      }
    }
    return index > 0;
  }
}
