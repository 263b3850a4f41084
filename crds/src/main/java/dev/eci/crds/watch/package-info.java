// SPDX-License-Identifier: Apache-2.0
/**
 * Informers that webhook and node agent both need: policies and namespace labels. The program
 * starts and stops them, and decides what to log. Apart from the API types, this is the only
 * package of the module that uses the Kubernetes client.
 */
@NullMarked
package dev.eci.crds.watch;

import org.jspecify.annotations.NullMarked;
