/** Agent, launcher and engine away or killed. */
@NullMarked
package dev.eci.system.docker.crash;

import org.jspecify.annotations.NullMarked;
