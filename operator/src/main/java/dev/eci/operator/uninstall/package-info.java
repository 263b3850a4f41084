// SPDX-License-Identifier: Apache-2.0
/**
 * The uninstall mode, which a Helm hook runs before the chart's objects are deleted: removes the
 * product from the API server and from the nodes, and reports what it could not reach. It runs in
 * parallel with an operator, which a marker stops from restoring what is removed.
 */
@NullMarked
package dev.eci.operator.uninstall;

import org.jspecify.annotations.NullMarked;
