package dev.eci.runtimeservice.oci;

import java.util.List;
import java.util.Optional;

/**
 * What was done to a spec.
 *
 * @param changes their names, for log lines
 * @param rootfs what the launcher has to do with the root file system
 * @param binds sources that it has to hold
 */
public record RewrittenSpec(
    List<String> changes,
    Optional<RootfsPlan> rootfs,
    List<BindSource> binds,
    List<Notice> notices) {}
