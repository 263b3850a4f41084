/**
 * The background scan of what runs already (ISO-8): reads pods and rights page by page, writes
 * reports, slowly. Only the leader does it.
 */
@NullMarked
package dev.eci.operator.audit;

import org.jspecify.annotations.NullMarked;
