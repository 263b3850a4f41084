/**
 * Policy without Kubernetes: one file, watched. How it is read is crds' own (dev.eci.crds.file).
 */
@NullMarked
package dev.eci.support.policy;

import org.jspecify.annotations.NullMarked;
