/**
 * Informers that webhook and node agent both need: policies and namespace labels. A program starts
 * and stops them, and logs, in its own way. The only package of this module that uses the
 * Kubernetes client.
 */
@NullMarked
package dev.eci.crds.watch;

import org.jspecify.annotations.NullMarked;
