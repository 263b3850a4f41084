/**
 * Decisions about pods and pod templates at admission, one rule per class. Where a pod comes from
 * and how an answer is sent is the webhook's.
 */
@NullMarked
package dev.eci.policy.pod;

import org.jspecify.annotations.NullMarked;
