/**
 * Rules that admission, the OCI runtime and the Docker API share: a host path and a container
 * runtime socket are judged the same wherever they are requested. What is particular to one of the
 * three lives in its own package.
 */
@NullMarked
package dev.eci.policy.rule;

import org.jspecify.annotations.NullMarked;
