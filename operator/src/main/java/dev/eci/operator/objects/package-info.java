/**
 * Brings the cluster-wide objects and the webhook's certificate in place and keeps them so: the I/O
 * around desired and certificates. The outcome is left for the policies' statuses; nothing here
 * writes an EciPolicy.
 */
@NullMarked
package dev.eci.operator.objects;

import org.jspecify.annotations.NullMarked;
