/** What goes on inside the streams by which builds are made. */
@NullMarked
package dev.eci.policy.docker.build;

import org.jspecify.annotations.NullMarked;
