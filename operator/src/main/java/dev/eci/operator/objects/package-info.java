// SPDX-License-Identifier: Apache-2.0
/**
 * Reconciles the cluster-wide objects and the webhook's certificate: the I/O around desired and
 * certificates. Publishes the result for the policies' statuses; nothing here writes an EciPolicy.
 */
@NullMarked
package dev.eci.operator.objects;

import org.jspecify.annotations.NullMarked;
