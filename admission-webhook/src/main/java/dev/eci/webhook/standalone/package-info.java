/**
 * The webhook without a cluster: policies from files, pods from requests, files or a cluster that
 * is only read. Decides nothing itself.
 */
@NullMarked
package dev.eci.webhook.standalone;

import org.jspecify.annotations.NullMarked;
