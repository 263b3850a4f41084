// SPDX-License-Identifier: Apache-2.0
/**
 * The node as files and commands: paths inside its root, atomic writes, commands in its mount
 * namespace. It does not know engines or Kubernetes.
 */
@NullMarked
package dev.eci.support.host;

import org.jspecify.annotations.NullMarked;
