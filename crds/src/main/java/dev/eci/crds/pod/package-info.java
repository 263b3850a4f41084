/**
 * From a pod, or an object that makes pods, as the API server has it to the facts that policy
 * decides on. No client, no I/O.
 */
@NullMarked
package dev.eci.crds.pod;

import org.jspecify.annotations.NullMarked;
