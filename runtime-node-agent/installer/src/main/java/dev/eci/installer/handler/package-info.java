// SPDX-License-Identifier: Apache-2.0
/**
 * Installs the runtime handler {@code eci} in the containerd of a Kubernetes node and removes it
 * again: the plan, its steps with their undo, and the record of what was created. The order of the
 * steps is in Installer and Remover.
 */
@NullMarked
package dev.eci.installer.handler;

import org.jspecify.annotations.NullMarked;
