// SPDX-License-Identifier: Apache-2.0
/**
 * The background scan of running pods (ISO-8): reads pods and RBAC rules page by page and writes
 * reports at a limited rate. Only the leader scans.
 */
@NullMarked
package dev.eci.operator.audit;

import org.jspecify.annotations.NullMarked;
