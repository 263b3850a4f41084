/**
 * Rights that lead to the node or to exempt pods around admission (RES-4). Nothing here refuses:
 * who gives rights is told what they are worth.
 */
@NullMarked
package dev.eci.policy.rbac;

import org.jspecify.annotations.NullMarked;
