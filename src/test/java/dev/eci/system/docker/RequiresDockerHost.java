// SPDX-License-Identifier: Apache-2.0
package dev.eci.system.docker;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The test class runs against the shared Docker host with the agent installed; parameters of type
 * DockerInstallation are that host. A class that kills or stops parts of it restores them.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("docker")
@ExtendWith(SharedDockerHost.class)
public @interface RequiresDockerHost {}
