// SPDX-License-Identifier: Apache-2.0
/**
 * The files that every installation has, on Kubernetes nodes and on Docker hosts: their paths, and
 * one step per file with its undo. Knows neither containerd nor dockerd.
 */
@NullMarked
package dev.eci.installer.step;

import org.jspecify.annotations.NullMarked;
