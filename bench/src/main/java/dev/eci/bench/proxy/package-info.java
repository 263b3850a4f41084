/**
 * What the Docker socket proxy costs, compared with the bare socket and HAProxy with prefix rules,
 * all before one engine.
 */
@NullMarked
package dev.eci.bench.proxy;

import org.jspecify.annotations.NullMarked;
